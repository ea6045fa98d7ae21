import type { Shop, ShopItem } from '../../world/shop.js';
import { shopByOwner, shopForWrite } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { checkPhotos, claimPhotos, readItemFields, type ItemFields } from './item-fields.js';

/** A living item of the shop, or error 1403. */
export function livingItem(shop: Shop, id: number): ShopItem {
  const item = shop.items.get(id);
  if (item === undefined || item.deletedAt !== undefined) throw new VkFailure(1403);
  return item;
}

/** `market.edit`: absent parameters keep their value, except that an absent `deleted` may unhide (switch). */
export function editItem({ sandbox, token, params, touch }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const item = livingItem(shop, params.needInt('item_id'));
  const fields = fillIn(shop, item, readItemFields(shop, params));
  const photos = [fields.mainPhotoId ?? item.mainPhotoId, ...(fields.photoIds ?? item.photoIds)].filter(id => id !== 0);
  checkPhotos(shop, photos, item.id);
  const hidden = params.flag('deleted') ?? (shop.switches.editWithoutDeletedUnhides ? false : item.hidden);
  if (!differs(item, fields) && hidden === item.hidden) {
    if (shop.switches.nothingToChangeIsError) throw badParam('nothing to change');
    return 1;
  }
  rememberBefore(item, shop);
  Object.assign(item, fields);
  item.hidden = hidden;
  item.updatedAt = sandbox.clock.now();
  claimPhotos(shop, photos, item.id);
  touch(item);
  sandbox.changed(shop);
  return 1;
}

/** What becomes of the fields an edit does not bring; by default they stay. */
function fillIn(shop: Shop, item: ShopItem, fields: Partial<ItemFields>): Partial<ItemFields> {
  const { partialEdits = 'keep', editDropsPhotos, oldPriceZeroIgnored } = shop.switches;
  const filled = { ...fields };
  if (fields.description === undefined && partialEdits === 'refuse') throw badParam('description is undefined');
  if (fields.description === undefined && partialEdits === 'wipe') filled.description = '';
  if (fields.photoIds === undefined && editDropsPhotos === true && item.photoIds.length > 0) filled.photoIds = [];
  if (fields.oldPriceKopecks === 0 && oldPriceZeroIgnored === true) delete filled.oldPriceKopecks;
  return filled;
}

/** Lists may lag behind an edit; they then answer this. */
function rememberBefore(item: ShopItem, shop: Shop): void {
  if ((shop.lag.editMs ?? 0) === 0) return;
  const { before: _older, ...now } = item;
  item.before = { ...now, albumIds: [...now.albumIds] };
}

function differs(item: ShopItem, fields: Partial<ItemFields>): boolean {
  return (Object.keys(fields) as (keyof ItemFields)[]).some(name => {
    // No old price and an old price of 0 are the same thing.
    if (name === 'oldPriceKopecks') return (item.oldPriceKopecks ?? 0) !== (fields.oldPriceKopecks ?? 0);
    return JSON.stringify(item[name]) !== JSON.stringify(fields[name]);
  });
}
