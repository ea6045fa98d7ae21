import { changeItem, countItems } from '../../world/shop-index.js';
import { shopByOwner, shopForWrite } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { VkFailure } from '../vk-failure.js';
import { livingItem } from './edit-item.js';

/** `market.delete`: the item goes from every list; its photos stay taken for ever. */
export function deleteItem({ sandbox, token, params, touch }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const item = livingItem(shop, params.needInt('item_id'));
  changeItem(shop, item, one => {
    one.deletedAt = sandbox.clock.now();
  });
  touch(item);
  sandbox.changed(shop);
  return 1;
}

/** `market.restore`: within the shop's window; later 1400, and 1518 when the item lives. */
export function restoreItem({ sandbox, token, params, touch }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const item = shop.items.get(params.needInt('item_id'));
  if (item === undefined) throw new VkFailure(1403);
  if (item.deletedAt === undefined) throw new VkFailure(1518);
  if (sandbox.clock.now() - item.deletedAt > shop.restoreWindowMs) throw new VkFailure(1400);
  if (countItems(shop) >= shop.limits.items) throw new VkFailure(1405);
  changeItem(shop, item, one => {
    delete one.deletedAt;
  });
  touch(item);
  item.updatedAt = sandbox.clock.now();
  sandbox.changed(shop);
  return 1;
}
