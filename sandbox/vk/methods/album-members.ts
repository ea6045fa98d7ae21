import type { Shop, ShopAlbum } from '../../world/shop.js';
import { albumCounts, changeItem } from '../../world/shop-index.js';
import { shopByOwner, shopForWrite } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { findAlbum } from './albums.js';
import { livingItem } from './edit-item.js';

/**
 * `market.addToAlbum`: one wrong id, full album or member already there fails the whole call, and nothing is changed,
 * unless the shop is switched to put the others in. Later versions (if they are switched on) answer what failed.
 */
export function addToAlbum({ sandbox, token, params, version, touch }: VkCall): number | object {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const albums = unique(params.ints('album_ids'), 'album_ids').map(id => findAlbum(shop, id));
  const ids = unique(params.ints('item_ids'), 'item_ids');
  if (ids.length > (shop.limits.albumIdsPerCall ?? Infinity)) throw badParam('item_ids has too many values');
  const isLater = version !== '5.199';
  const wrong = ids.filter(id => !isLiving(shop, id));
  if (wrong.length > 0 && !isLater && shop.switches.albumPartly !== true) throw new VkFailure(1403);
  const items = ids.filter(id => !wrong.includes(id)).map(id => livingItem(shop, id));
  if (items.some(item => albums.some(album => item.albumIds.includes(album.id)))) throw new VkFailure(1404);
  const counts = albumCounts(shop);
  if (albums.some(album => (counts.get(album.id) ?? 0) + items.length > shop.limits.itemsPerAlbum))
    throw new VkFailure(1406);
  for (const item of items) {
    changeItem(shop, item, one => {
      one.albumIds = [...one.albumIds, ...albums.map(album => album.id)];
    });
    touch(item);
  }
  for (const album of albums) album.updatedAt = sandbox.clock.now();
  sandbox.changed(shop);
  if (wrong.length > 0 && !isLater) throw new VkFailure(1403);
  return isLater ? { failed_ids: failures(wrong, albums) } : 1;
}

function isLiving(shop: Shop, id: number): boolean {
  const item = shop.items.get(id);
  return item !== undefined && item.deletedAt === undefined;
}

function failures(wrong: readonly number[], albums: readonly ShopAlbum[]): object[] {
  return wrong.flatMap(item_id =>
    albums.map(({ id }) => ({ item_id, album_id: id, error_message: '1403;Item not found' })),
  );
}

/** `market.removeFromAlbum`: taking out what is not in is no error. */
export function removeFromAlbum({ sandbox, token, params, touch }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const item = livingItem(shop, params.needInt('item_id'));
  const ids = unique(params.ints('album_ids'), 'album_ids').map(id => findAlbum(shop, id).id);
  if (!item.albumIds.some(id => ids.includes(id))) return 1;
  changeItem(shop, item, one => {
    one.albumIds = one.albumIds.filter(id => !ids.includes(id));
  });
  touch(item);
  sandbox.changed(shop);
  return 1;
}

function unique(ids: number[] | undefined, name: string): number[] {
  const list = [...new Set(ids ?? [])];
  if (list.length === 0) throw badParam(`${name} is undefined`);
  return list;
}
