import type { Sandbox } from '../../sandbox.js';
import type { Shop, ShopItem } from '../../world/shop.js';
import { newestFirst } from '../../world/shop-index.js';
import { manages, shopByOwner } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { asListed, presentItem } from './present-item.js';

/** `market.get`: newest first; hidden items only with `with_disabled` and only for those who manage the shop. */
export function getItems({ sandbox, token, params }: VkCall): object {
  const shop = shopByOwner(sandbox, params.needInt('owner_id'));
  const withHidden = params.flag('with_disabled') === true && manages(shop, token);
  const albumId = params.int('album_id') ?? 0;
  const offsetMs = (shop.switches.dateOffsetHours ?? 0) * 3_600_000;
  const from = day(params.text('date_from'), 'date_from', -offsetMs);
  const to = day(params.text('date_to'), 'date_to', DAY_MS - offsetMs);
  const seenUntil = sandbox.clock.now() - shop.lag.getMs;
  const found = listed(
    sandbox,
    shop,
    item =>
      item.createdAt <= seenUntil &&
      (withHidden || !item.hidden) &&
      (albumId === 0 || item.albumIds.includes(albumId)) &&
      (from === undefined || item.updatedAt >= from) &&
      (to === undefined || item.updatedAt < to),
  );
  return page({ sandbox, token, params }, shop, inManualOrder(found), 100);
}

/** `market.getById`: hidden ones too, deleted ones never; foreign or unknown ids are left out. */
export function getItemsById({ sandbox, token, params }: VkCall): object {
  const items = (params.list('item_ids') ?? []).flatMap(full => {
    const match = /^(-\d+)_(\d+)$/.exec(String(full));
    if (match === null) throw badParam('item_ids is invalid');
    const shop = sandbox.world.shops.get(-Number(match[1]));
    if (shop !== undefined && shop.mode === 'none') throw new VkFailure(1525);
    const item = shop?.items.get(Number(match[2]));
    if (shop === undefined || item === undefined || item.deletedAt !== undefined) return [];
    if (item.createdAt > sandbox.clock.now() - (shop.lag.byIdMs ?? 0)) return [];
    return [presentItem(sandbox, shop, asListed(sandbox, shop, item), token, params.flag('extended') === true)];
  });
  return { count: items.length, items };
}

/** `market.search`: by words in title or description; whether VK also looks at `sku` is unknown, hence a switch. */
export function searchItems({ sandbox, token, params }: VkCall): object {
  const shop = shopByOwner(sandbox, params.needInt('owner_id'));
  const statuses = params.ints('status') ?? [0];
  if (statuses.some(status => status !== 0 && status !== 2)) throw badParam('status is invalid');
  const words = (params.text('q') ?? '')
    .toLowerCase()
    .split(/\s+/u)
    .filter(word => word !== '');
  const from = params.int('price_from') ?? 0;
  const to = params.int('price_to') ?? Number.MAX_SAFE_INTEGER;
  const albumId = params.int('album_id') ?? 0;
  const withHidden = statuses.includes(2) && manages(shop, token);
  const seenUntil = sandbox.clock.now() - Math.max(shop.lag.searchMs, shop.lag.getMs);
  const found = listed(
    sandbox,
    shop,
    item =>
      item.createdAt <= seenUntil &&
      (item.hidden ? withHidden : statuses.includes(0)) &&
      item.priceKopecks >= from &&
      item.priceKopecks <= to &&
      (albumId === 0 || item.albumIds.includes(albumId)) &&
      hasWords(item, words, shop.switches.searchSku === true),
  );
  const ordered = order(found, params.int('sort') ?? 0, params.int('rev') ?? 1);
  return { ...page({ sandbox, token, params }, shop, ordered, 20), view_type: 1 };
}

/** Living items that fit, newest first, each as lists see it. */
function listed(sandbox: Sandbox, shop: Shop, fits: (item: ShopItem) => boolean): ShopItem[] {
  const found: ShopItem[] = [];
  for (const item of newestFirst(shop)) {
    const seen = asListed(sandbox, shop, item);
    if (fits(seen)) found.push(seen);
  }
  return found;
}

function hasWords(item: ShopItem, words: readonly string[], inSku: boolean): boolean {
  if (words.length === 0) return true;
  const text = `${item.title}\n${item.description}\n${inSku ? item.sku : ''}`.toLowerCase();
  return words.every(word => text.includes(word));
}

function order(newest: ShopItem[], sort: number, rev: number): ShopItem[] {
  if (sort === 2)
    return newest.toSorted((a, b) => (rev === 1 ? b.priceKopecks - a.priceKopecks : a.priceKopecks - b.priceKopecks));
  // Popularity is not played: it falls back on the date, as does the manual order until somebody moved an item.
  const ordered = sort === 0 ? inManualOrder(newest) : newest;
  return rev === 1 ? ordered : ordered.toReversed();
}

/** New items first, then those that were moved, in their order. */
function inManualOrder(newest: ShopItem[]): ShopItem[] {
  if (!newest.some(item => item.place !== undefined)) return newest;
  return newest.toSorted((a, b) => (a.place ?? -1) - (b.place ?? -1));
}

function page(
  { sandbox, token, params }: Pick<VkCall, 'sandbox' | 'token' | 'params'>,
  shop: Shop,
  found: readonly ShopItem[],
  usual: number,
): object {
  const offset = params.int('offset') ?? 0;
  const extended = params.flag('extended') === true;
  const items = found
    .slice(offset, offset + (params.int('count') ?? usual))
    .map(item => presentItem(sandbox, shop, item, token, extended));
  return { count: found.length, items };
}

const DAY_MS = 86_400_000;

/** Start of the named UTC day plus `plusMs`, in epoch ms. */
function day(text: string | undefined, name: string, plusMs: number): number | undefined {
  if (text === undefined) return undefined;
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(start)) throw badParam(`${name} is invalid`);
  return start + plusMs;
}
