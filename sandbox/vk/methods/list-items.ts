import type { Sandbox } from '../../sandbox.js';
import type { Shop, ShopItem } from '../../world/shop.js';
import type { VkToken } from '../../world/world.js';
import { manages, shopByOwner } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { presentItem } from './present-item.js';

/** `market.get`: newest first; hidden items only with `with_disabled` and only for those who manage the shop. */
export function getItems({ sandbox, token, params }: VkCall): object {
  const shop = shopByOwner(sandbox, params.needInt('owner_id'));
  const withHidden = params.flag('with_disabled') === true && manages(shop, token);
  const albumId = params.int('album_id') ?? 0;
  const from = day(params.text('date_from'), 'date_from', 0);
  const to = day(params.text('date_to'), 'date_to', 1);
  const seenUntil = sandbox.clock.now() - shop.lag.getMs;
  const found = newestFirst(shop).filter(
    item =>
      item.createdAt <= seenUntil &&
      (withHidden || !item.hidden) &&
      (albumId === 0 || item.albumIds.includes(albumId)) &&
      (from === undefined || item.updatedAt >= from) &&
      (to === undefined || item.updatedAt < to),
  );
  return page(
    sandbox,
    shop,
    token,
    found,
    params.int('offset') ?? 0,
    params.int('count') ?? 100,
    params.flag('extended') === true,
  );
}

/** `market.getById`: hidden ones too, deleted ones never; foreign or unknown ids are left out. */
export function getItemsById({ sandbox, token, params }: VkCall): object {
  const items = (params.list('item_ids') ?? []).flatMap(full => {
    const match = /^(-\d+)_(\d+)$/.exec(String(full));
    if (match === null) throw badParam('item_ids is invalid');
    const shop = sandbox.world.shops.get(-Number(match[1]));
    if (shop !== undefined && shop.mode === 'none') throw new VkFailure(1525, 'Market is disabled');
    const item = shop?.items.get(Number(match[2]));
    if (shop === undefined || item === undefined || item.deletedAt !== undefined) return [];
    return [presentItem(sandbox, shop, item, token, params.flag('extended') === true)];
  });
  return { count: items.length, items };
}

/** `market.search`: by words in title or description; whether VK also looks at `sku` is unknown, so it is not done here. */
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
  const seenUntil = sandbox.clock.now() - Math.max(shop.lag.searchMs, shop.lag.getMs);
  const found = newestFirst(shop).filter(item => {
    const text = `${item.title}\n${item.description}`.toLowerCase();
    return (
      item.createdAt <= seenUntil &&
      (item.hidden ? statuses.includes(2) && manages(shop, token) : statuses.includes(0)) &&
      item.priceKopecks >= from &&
      item.priceKopecks <= to &&
      (albumId === 0 || item.albumIds.includes(albumId)) &&
      words.every(word => text.includes(word))
    );
  });
  const ordered = order(found, params.int('sort') ?? 0, params.int('rev') ?? 1);
  const list = page(
    sandbox,
    shop,
    token,
    ordered,
    params.int('offset') ?? 0,
    params.int('count') ?? 20,
    params.flag('extended') === true,
  );
  return { ...list, view_type: 1 };
}

/** Living items, newest first (ids rise with time). */
function newestFirst(shop: Shop): ShopItem[] {
  return [...shop.items.values()].filter(item => item.deletedAt === undefined).reverse();
}

function order(newest: ShopItem[], sort: number, rev: number): ShopItem[] {
  if (sort === 2)
    return newest.toSorted((a, b) => (rev === 1 ? b.priceKopecks - a.priceKopecks : a.priceKopecks - b.priceKopecks));
  // Manual order and popularity are not played: both fall back on the date.
  return rev === 1 ? newest : newest.toReversed();
}

function page(
  sandbox: Sandbox,
  shop: Shop,
  token: VkToken,
  found: ShopItem[],
  offset: number,
  count: number,
  extended: boolean,
): object {
  const items = found.slice(offset, offset + count).map(item => presentItem(sandbox, shop, item, token, extended));
  return { count: found.length, items };
}

/** Start of the named UTC day plus `plusDays`, in epoch ms. */
function day(text: string | undefined, name: string, plusDays: number): number | undefined {
  if (text === undefined) return undefined;
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(start)) throw badParam(`${name} is invalid`);
  return start + plusDays * 86_400_000;
}
