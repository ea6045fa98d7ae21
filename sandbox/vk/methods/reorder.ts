import type { ShopAlbum, ShopItem } from '../../world/shop.js';
import { newestFirst } from '../../world/shop-index.js';
import { shopByOwner, shopForWrite } from '../access.js';
import type { Params } from '../params.js';
import type { VkCall } from '../vk-call.js';
import { badParam } from '../vk-failure.js';
import { findAlbum } from './albums.js';
import { livingItem } from './edit-item.js';

/** `market.reorderItems`: the whole list and collections share one order here. */
export function reorderItems({ sandbox, token, params, touch }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const albumId = params.int('album_id') ?? 0;
  if (albumId !== 0) findAlbum(shop, albumId);
  const item = livingItem(shop, params.needInt('item_id'));
  const { neighbour, isBefore } = readNeighbour(params);
  const other = livingItem(shop, neighbour);
  const order = moved([...newestFirst(shop)].toSorted(byPlace), item, other, isBefore);
  for (const [place, one] of order.entries()) one.place = place;
  touch(item);
  sandbox.changed(shop);
  return 1;
}

/** `market.reorderAlbums`: the order of `getAlbums`. */
export function reorderAlbums({ sandbox, token, params }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const album = findAlbum(shop, params.needInt('album_id'));
  const { neighbour, isBefore } = readNeighbour(params);
  const order = moved<ShopAlbum>([...shop.albums.values()], album, findAlbum(shop, neighbour), isBefore);
  shop.albums = new Map(order.map(one => [one.id, one]));
  sandbox.changed(shop);
  return 1;
}

function readNeighbour(params: Params): { neighbour: number; isBefore: boolean } {
  const before = params.int('before');
  const neighbour = before ?? params.int('after');
  if (neighbour === undefined) throw badParam('before or after is needed');
  return { neighbour, isBefore: before !== undefined };
}

function moved<T>(order: T[], what: T, neighbour: T, isBefore: boolean): T[] {
  if (what === neighbour) return order;
  const rest = order.filter(one => one !== what);
  rest.splice(rest.indexOf(neighbour) + (isBefore ? 0 : 1), 0, what);
  return rest;
}

/** Items nobody moved stand before the others, as new ones do in VK. */
function byPlace(a: ShopItem, b: ShopItem): number {
  return (a.place ?? -1) - (b.place ?? -1);
}
