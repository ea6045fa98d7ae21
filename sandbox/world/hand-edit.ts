import type { Sandbox } from '../sandbox.js';
import type { Shop, ShopAlbum, ShopItem } from './shop.js';
import { changeItem, putItem } from './shop-index.js';
import { noteWrite } from './writes.js';

/** What a person may change on an item in VK; null takes a value away. */
export type ItemChanges = Partial<
  Pick<
    ShopItem,
    'title' | 'description' | 'priceKopecks' | 'sku' | 'stock' | 'hidden' | 'categoryId' | 'albumIds' | 'variantIds'
  >
> & {
  oldPriceKopecks?: number | null;
  /** Brings a deleted item back, or takes a living one away. */
  deleted?: boolean;
  /** Another main photo than before. */
  newPhoto?: boolean;
};

/** A change made by a person on the shop's pages in VK; the API's own rules do not hold here. */
export function editItemByHand(sandbox: Sandbox, shop: Shop, item: ShopItem, changes: ItemChanges): void {
  const { deleted, newPhoto, albumIds, oldPriceKopecks, ...fields } = changes;
  changeItem(shop, item, one => {
    Object.assign(one, fields);
    if (albumIds !== undefined) one.albumIds = albumIds.filter(id => shop.albums.has(id));
    if (oldPriceKopecks === null) delete one.oldPriceKopecks;
    else if (oldPriceKopecks !== undefined) one.oldPriceKopecks = oldPriceKopecks;
    if (newPhoto === true) one.mainPhotoId = makePhoto(sandbox, shop, one.id);
    if (deleted === true) one.deletedAt ??= sandbox.clock.now();
    if (deleted === false) delete one.deletedAt;
  });
  delete item.before;
  item.updatedAt = sandbox.clock.now();
  noteWrite(item, 'hand', deleted === undefined ? 'edit' : deleted ? 'delete' : 'restore');
  sandbox.changed(shop);
}

/** An item made by hand: a foreign good, or a twin when it repeats a `sku`. It gets a photo of its own, as VK asks for one. */
export function plantItem(sandbox: Sandbox, shop: Shop, changes: ItemChanges = {}): ShopItem {
  const { deleted, newPhoto: _always, oldPriceKopecks, albumIds, ...fields } = changes;
  const now = sandbox.clock.now();
  const id = sandbox.world.nextItemId++;
  const item: ShopItem = {
    id,
    title: 'Товар, добавленный вручную',
    description: 'Этот товар завели в VK руками.',
    categoryId: 1,
    priceKopecks: 10_000,
    sku: '',
    ...(shop.mode === 'advanced' ? { stock: -1 } : {}),
    hidden: false,
    mainPhotoId: makePhoto(sandbox, shop, id),
    photoIds: [],
    createdAt: now,
    updatedAt: now,
    origin: 'hand',
    ...fields,
    albumIds: (albumIds ?? []).filter(album => shop.albums.has(album)),
    ...(typeof oldPriceKopecks === 'number' ? { oldPriceKopecks } : {}),
    ...(deleted === true ? { deletedAt: now } : {}),
  };
  putItem(shop, item);
  noteWrite(item, 'hand', 'add');
  sandbox.changed(shop);
  return item;
}

/** What a copy of an item made by hand would carry: the same key, but a photo of its own. */
export function twinFields(item: ShopItem): ItemChanges {
  const { title, description, priceKopecks, sku, hidden, categoryId, albumIds, stock } = item;
  return {
    ...{ title, description, priceKopecks, sku, hidden, categoryId },
    albumIds: [...albumIds],
    ...(stock === undefined ? {} : { stock }),
  };
}

export function addAlbumByHand(sandbox: Sandbox, shop: Shop, title: string): ShopAlbum {
  const album: ShopAlbum = {
    id: shop.nextAlbumId++,
    title,
    isMain: false,
    isHidden: false,
    updatedAt: sandbox.clock.now(),
    origin: 'hand',
  };
  noteWrite(album, 'hand', 'add');
  shop.albums.set(album.id, album);
  sandbox.changed(shop);
  return album;
}

export function editAlbumByHand(
  sandbox: Sandbox,
  shop: Shop,
  album: ShopAlbum,
  changes: Partial<Pick<ShopAlbum, 'title' | 'isHidden'>>,
): void {
  Object.assign(album, changes, { updatedAt: sandbox.clock.now() });
  noteWrite(album, 'hand', 'edit');
  sandbox.changed(shop);
}

/** Takes a collection away; its items stay. Returns the items that were in it. */
export function dropAlbum(sandbox: Sandbox, shop: Shop, album: ShopAlbum, by: 'api' | 'hand'): ShopItem[] {
  const members = [...shop.items.values()].filter(item => item.albumIds.includes(album.id));
  for (const member of members) {
    changeItem(shop, member, item => {
      item.albumIds = item.albumIds.filter(id => id !== album.id);
    });
  }
  shop.albums.delete(album.id);
  (shop.goneAlbums ??= []).push({ id: album.id, title: album.title, origin: album.origin ?? 'hand', by });
  sandbox.changed(shop);
  return members;
}

function makePhoto(sandbox: Sandbox, shop: Shop, itemId: number): number {
  const id = sandbox.world.nextPhotoId++;
  const now = sandbox.clock.now();
  shop.photos.set(id, { id, width: 800, height: 800, file: 'planted.jpg', createdAt: now, usedBy: itemId });
  return id;
}
