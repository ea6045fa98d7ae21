import { albumCounts, changeItem } from '../../world/shop-index.js';
import { shopByOwner, shopForWrite } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { findAlbum } from './albums.js';
import { livingItem } from './edit-item.js';

/** `market.addToAlbum` at 5.199: one wrong id, full album or member already there fails the whole call, and nothing is changed. */
export function addToAlbum({ sandbox, token, params, touch }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const albums = unique(params.ints('album_ids'), 'album_ids').map(id => findAlbum(shop, id));
  const items = unique(params.ints('item_ids'), 'item_ids').map(id => livingItem(shop, id));
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
  return 1;
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
