import type { Shop, ShopAlbum, ShopItem, Writes } from '../world/shop.js';
import { albumCounts } from '../world/shop-index.js';

const NO_WRITES: Writes = { api: 0, hand: 0, byKind: {} };

/** The whole shop as it is kept, made for comparing: what stands there, who made it, and who wrote to it. */
export function shopState(shop: Shop): object {
  const counts = albumCounts(shop);
  const items = [...shop.items.values()];
  return {
    groupId: shop.groupId,
    mode: shop.mode,
    summary: summary(shop, items),
    items: items.map(item => itemState(shop, item)),
    albums: [...shop.albums.values()].map(album => albumState(album, counts.get(album.id) ?? 0)),
    goneAlbums: shop.goneAlbums ?? [],
    photos: [...shop.photos.values()],
  };
}

function itemState(shop: Shop, { before: _lagging, ...item }: ShopItem): object {
  const photo = shop.photos.get(item.mainPhotoId);
  return {
    ...item,
    state: stateOf(item),
    foreign: item.origin === 'hand',
    writes: item.writes ?? NO_WRITES,
    albums: item.albumIds.map(id => ({ id, title: shop.albums.get(id)?.title ?? '' })),
    photo:
      photo === undefined
        ? null
        : { width: photo.width, height: photo.height, sha256: photo.sha256 ?? null, bytes: photo.bytes ?? null },
  };
}

function albumState(album: ShopAlbum, count: number): object {
  const origin = album.origin ?? 'hand';
  return { ...album, origin, foreign: origin === 'hand', writes: album.writes ?? NO_WRITES, count };
}

function stateOf(item: Omit<ShopItem, 'before'>): 'visible' | 'hidden' | 'deleted' {
  return item.deletedAt !== undefined ? 'deleted' : item.hidden ? 'hidden' : 'visible';
}

/** The figures a run is judged by. */
function summary(shop: Shop, items: readonly ShopItem[]): object {
  const states = { visible: 0, hidden: 0, deleted: 0 };
  const living = new Map<string, number[]>();
  let foreign = 0;
  const foreignTouched: number[] = [];
  for (const item of items) {
    const state = stateOf(item);
    states[state] += 1;
    if (item.sku !== '' && state !== 'deleted') living.set(item.sku, [...(living.get(item.sku) ?? []), item.id]);
    if (item.origin !== 'hand') continue;
    foreign += 1;
    if ((item.writes?.api ?? 0) > 0) foreignTouched.push(item.id);
  }
  const albums = [...shop.albums.values()].filter(album => (album.origin ?? 'hand') === 'hand');
  return {
    items: items.length,
    ...states,
    foreign,
    /** Foreign items the API wrote to: 0 unless they were adopted. */
    foreignTouched,
    foreignAlbumsTouched: [
      ...albums.filter(album => (album.writes?.api ?? 0) > 0).map(album => album.id),
      ...(shop.goneAlbums ?? []).filter(album => album.origin === 'hand' && album.by === 'api').map(album => album.id),
    ],
    /** Living items of one key. */
    twins: [...living].filter(([, ids]) => ids.length > 1).map(([sku, ids]) => ({ sku, ids })),
    /** Keys added more than once by the API, whatever became of the items. */
    duplicateAdds: [...(shop.addsBySku ?? [])]
      .filter(([, ids]) => ids.length > 1)
      .map(([sku, ids]) => ({ sku, adds: ids.length, ids })),
  };
}
