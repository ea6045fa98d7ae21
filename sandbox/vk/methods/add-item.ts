import type { Sandbox } from '../../sandbox.js';
import type { Shop, ShopItem } from '../../world/shop.js';
import { countItems, putItem } from '../../world/shop-index.js';
import { shopByOwner, shopForWrite } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { checkPhotos, claimPhotos, readItemFields } from './item-fields.js';

/** `market.add`: no idempotency key exists; `sku` need not be unique. */
export function addItem({ sandbox, token, params, touch }: VkCall): object {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const fields = readItemFields(shop, params);
  if (fields.mainPhotoId === undefined && shop.switches.photoOptional !== true) throw badParam('photo is undefined');
  const mainPhotoId = fields.mainPhotoId ?? 0;
  const photos = [mainPhotoId, ...(fields.photoIds ?? [])].filter(id => id !== 0);
  checkPhotos(shop, photos, undefined);
  checkRoom(sandbox, shop);
  const now = sandbox.clock.now();
  const id = sandbox.world.nextItemId++;
  const item: ShopItem = {
    id,
    title: '',
    description: '',
    categoryId: 1,
    priceKopecks: 0,
    sku: '',
    photoIds: [],
    mainPhotoId,
    ...(shop.mode === 'advanced' ? { stock: -1 } : {}),
    ...fields,
    hidden: params.flag('deleted') === true,
    albumIds: [],
    createdAt: now,
    updatedAt: now,
    origin: 'api',
  };
  putItem(shop, item);
  claimPhotos(shop, photos, id);
  noteAdd(shop, item);
  touch(item);
  shop.addsToday.count += 1;
  sandbox.changed(shop);
  return { market_item_id: id };
}

/** Keeps count of adds per key: more than one is a twin, or a good added anew. */
function noteAdd(shop: Shop, { sku, id }: ShopItem): void {
  if (sku === '') return;
  const adds = (shop.addsBySku ??= new Map<string, number[]>());
  adds.set(sku, [...(adds.get(sku) ?? []), id]);
}

function checkRoom(sandbox: Sandbox, shop: Shop): void {
  if (countItems(shop) >= shop.limits.items) throw new VkFailure(1405);
  const today = new Date(sandbox.clock.now()).toISOString().slice(0, 10);
  if (shop.addsToday.day !== today) shop.addsToday = { day: today, count: 0 };
  if (shop.limits.addsPerDay !== undefined && shop.addsToday.count >= shop.limits.addsPerDay)
    throw new VkFailure(shop.limits.addsPerDayCode);
}
