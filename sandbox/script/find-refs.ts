import type { Random } from '../world/random.js';
import type { Shop, ShopAlbum, ShopItem } from '../world/shop.js';
import { newestFirst } from '../world/shop-index.js';
import { findProduct } from '../world/till-edit.js';
import type { Till, TillProduct, TillStore } from '../world/till.js';

/** The item a script means: an id (deleted ones too), `sku:…`, `title:…`, `newest`, `oldest`, `random` among the living, `used`. */
export function findItem(
  shop: Shop,
  ref: string | number,
  choice: Random,
  used: readonly number[] = [],
): ShopItem | undefined {
  if (ref === 'used') return shop.items.get(used[0] ?? 0);
  if (typeof ref === 'number' || /^\d+$/.test(ref)) return shop.items.get(Number(ref));
  const living = [...newestFirst(shop)];
  if (ref === 'newest') return living[0];
  if (ref === 'oldest') return living.at(-1);
  if (ref === 'random') return living.length === 0 ? undefined : choice.pick(living);
  const [kind, text] = split(ref);
  // The oldest of equals, so that a planted twin does not move the aim.
  return living.findLast(
    item => text !== undefined && (kind === 'sku' ? item.sku : kind === 'title' && item.title) === text,
  );
}

/** An album by id or `title:…`. */
export function findAlbumByRef(shop: Shop, ref: string | number): ShopAlbum | undefined {
  if (typeof ref === 'number' || /^\d+$/.test(ref)) return shop.albums.get(Number(ref));
  const [kind, text] = split(ref);
  return kind === 'title' ? [...shop.albums.values()].find(album => album.title === text) : undefined;
}

/** A good of the till: an id, `name:…`, `article:…`, `code:…`, `barcode:…`, `first`, `last` or `random`. */
export function findGood(
  till: Till,
  ref: string,
  choice: Random,
): { store: TillStore; product: TillProduct } | undefined {
  const byId = findProduct(till, ref);
  if (byId !== undefined) return byId;
  const all = [...till.stores.values()].flatMap(store =>
    [...store.products.values()].map(product => ({ store, product })),
  );
  if (ref === 'first') return all[0];
  if (ref === 'last') return all.at(-1);
  if (ref === 'random') return all.length === 0 ? undefined : choice.pick(all);
  const [kind, text = ''] = split(ref);
  return all.find(({ product }) => {
    if (kind === 'name') return product.name === text;
    if (kind === 'article') return product.article_number === text;
    if (kind === 'code') return product.code === text;
    if (kind === 'barcode') return product.barcodes?.includes(text) === true;
    return false;
  });
}

function split(ref: string): [string, string | undefined] {
  const at = ref.indexOf(':');
  return at < 0 ? [ref, undefined] : [ref.slice(0, at), ref.slice(at + 1)];
}
