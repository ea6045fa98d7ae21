import type { Shop, ShopItem } from './shop.js';

interface ShopIndex {
  /** All items ever, oldest first; ids rise with time. */
  items: ShopItem[];
  living: number;
  /** Living items per album. */
  albums: Map<number, number>;
}

/** Kept beside the shop, not in it: it is rebuilt after a load and never saved. */
const indexes = new WeakMap<Shop, ShopIndex>();

function indexOf(shop: Shop): ShopIndex {
  let index = indexes.get(shop);
  if (index === undefined) {
    index = { items: [], living: 0, albums: new Map() };
    for (const item of shop.items.values()) {
      index.items.push(item);
      count(index, item, 1);
    }
    indexes.set(shop, index);
  }
  return index;
}

function count(index: ShopIndex, item: ShopItem, by: 1 | -1): void {
  if (item.deletedAt !== undefined) return;
  index.living += by;
  for (const id of item.albumIds) index.albums.set(id, (index.albums.get(id) ?? 0) + by);
}

/** Puts a new item into the shop. */
export function putItem(shop: Shop, item: ShopItem): void {
  const index = indexOf(shop);
  shop.items.set(item.id, item);
  index.items.push(item);
  count(index, item, 1);
}

/** Changes what the index counts by: membership and deletion go through here only. */
export function changeItem(shop: Shop, item: ShopItem, change: (item: ShopItem) => void): void {
  const index = indexOf(shop);
  count(index, item, -1);
  change(item);
  count(index, item, 1);
}

/** Living items of a shop. */
export function countItems(shop: Shop): number {
  return indexOf(shop).living;
}

/** Living items per album id. */
export function albumCounts(shop: Shop): ReadonlyMap<number, number> {
  return indexOf(shop).albums;
}

/** Living items, newest first, one after the other. */
export function* newestFirst(shop: Shop): Generator<ShopItem> {
  const { items } = indexOf(shop);
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (item !== undefined && item.deletedAt === undefined) yield item;
  }
}
