import type { Sandbox } from '../sandbox.js';
import type { Shop, ShopItem, ShopPhoto } from '../world/shop.js';
import { albumCounts } from '../world/shop-index.js';

const ITEMS_PER_PAGE = 48;

export interface ShopView {
  album?: number | undefined;
  q?: string | undefined;
  hidden?: boolean;
  page?: number;
  live?: boolean;
}

/** What a buyer of the community sees; with `hidden` what only the owner sees. */
export function shopPage(sandbox: Sandbox, shop: Shop, view: ShopView): Record<string, unknown> {
  const all = [...shop.items.values()].reverse();
  const alive = all.filter(item => item.deletedAt === undefined);
  const shown = (view.hidden === true ? all : alive.filter(item => !item.hidden)).filter(
    item =>
      (view.album === undefined || item.albumIds.includes(view.album)) &&
      (view.q === undefined || `${item.title} ${item.description}`.toLowerCase().includes(view.q.toLowerCase())),
  );
  const pages = Math.max(1, Math.ceil(shown.length / ITEMS_PER_PAGE));
  const page = Math.min(Math.max(1, view.page ?? 1), pages);
  return {
    title: shop.title,
    shop: header(shop),
    counts: {
      visible: alive.filter(item => !item.hidden).length,
      hidden: alive.filter(item => item.hidden).length,
      deleted: all.length - alive.length,
    },
    albums: albums(shop),
    album: shop.albums.get(view.album ?? 0),
    items: shown
      .slice((page - 1) * ITEMS_PER_PAGE, page * ITEMS_PER_PAGE)
      .map(item => presentCard(sandbox, shop, item)),
    found: shown.length,
    page,
    pages,
    view,
    calls: sandbox.traffic.stats(shop.merchantId).vkCalls,
    address: (changes: Partial<ShopView>) => shopAddress(shop.merchantId, { ...view, page: undefined, ...changes }),
  };
}

/** One item's page. */
export function itemPage(sandbox: Sandbox, shop: Shop, item: ShopItem): Record<string, unknown> {
  return {
    title: item.title,
    shop: header(shop),
    item: {
      ...presentCard(sandbox, shop, item),
      description: item.description,
      sku: item.sku,
      stock: item.stock,
      createdAt: item.createdAt,
      updatedAt: item.updatedAt,
      photos: [item.mainPhotoId, ...item.photoIds]
        .flatMap(id => shop.photos.get(id) ?? [])
        .map(photo => photoPath(photo)),
      albums: item.albumIds.flatMap(id => shop.albums.get(id) ?? []).map(({ id, title }) => ({ id, title })),
      otherAlbums: [...shop.albums.values()]
        .filter(album => !item.albumIds.includes(album.id))
        .map(({ id, title }) => ({ id, title })),
    },
  };
}

function shopAddress(merchantId: string, view: { [K in keyof ShopView]: ShopView[K] | undefined }): string {
  const query = new URLSearchParams();
  if (view.album !== undefined) query.set('album', String(view.album));
  if (view.q !== undefined) query.set('q', view.q);
  if (view.hidden === true) query.set('hidden', '1');
  if (view.live === false) query.set('live', '0');
  if (view.page !== undefined && view.page > 1) query.set('page', String(view.page));
  const text = query.toString();
  return `/shop/${merchantId}${text === '' ? '' : `?${text}`}`;
}

function header(shop: Shop): Record<string, unknown> {
  const { merchantId, title, status, mode, groupId, changedAt, screenName } = shop;
  return { merchantId, title, status, mode, groupId, changedAt, screenName, initial: title.charAt(0) };
}

function albums(shop: Shop): Record<string, unknown>[] {
  const counts = albumCounts(shop);
  const firstPhoto = new Map<number, number>();
  for (const item of shop.items.values())
    if (item.deletedAt === undefined) for (const id of item.albumIds) firstPhoto.set(id, item.mainPhotoId);
  return [...shop.albums.values()]
    .filter(album => (counts.get(album.id) ?? 0) > 0 && !album.isHidden)
    .map(album => {
      const photo = shop.photos.get(album.photoId ?? firstPhoto.get(album.id) ?? 0);
      return {
        id: album.id,
        title: album.title,
        count: counts.get(album.id) ?? 0,
        photo: photo === undefined ? undefined : photoPath(photo),
      };
    });
}

function presentCard(sandbox: Sandbox, shop: Shop, item: ShopItem): Record<string, unknown> {
  const photo = shop.photos.get(item.mainPhotoId);
  const old = item.oldPriceKopecks ?? 0;
  return {
    id: item.id,
    title: item.title,
    price: item.priceKopecks,
    oldPrice: old > item.priceKopecks ? old : undefined,
    photo: photo === undefined ? undefined : photoPath(photo),
    state: item.deletedAt !== undefined ? 'deleted' : item.hidden ? 'hidden' : 'visible',
    soldOut: shop.mode === 'advanced' && item.stock === 0,
    byHand: item.origin === 'hand',
    isNew: sandbox.clock.now() - item.createdAt < 20_000,
  };
}

/** Relative, so that the page works under whatever host name it was opened. */
function photoPath(photo: ShopPhoto): string {
  return `/vk-photos/${photo.file}`;
}
