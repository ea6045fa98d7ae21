import type { Sandbox } from '../../sandbox.js';
import { dropAlbum } from '../../world/hand-edit.js';
import type { Shop, ShopAlbum } from '../../world/shop.js';
import { albumCounts } from '../../world/shop-index.js';
import { noteWrite } from '../../world/writes.js';
import { shopByOwner, shopForWrite } from '../access.js';
import { normaliseTitle, withEntities } from '../text-rules.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';
import { presentPhoto } from './present-item.js';

export function findAlbum(shop: Shop, id: number): ShopAlbum {
  const album = shop.albums.get(id);
  if (album === undefined) throw new VkFailure(1402);
  return album;
}

/** `market.getAlbums`: collections without items are left out, as seen in the field. */
export function getAlbums({ sandbox, params }: VkCall): object {
  const shop = shopByOwner(sandbox, params.needInt('owner_id'));
  const counts = albumCounts(shop);
  const filled = [...shop.albums.values()].filter(album => (counts.get(album.id) ?? 0) > 0);
  const offset = params.int('offset') ?? 0;
  const items = filled
    .slice(offset, offset + (params.int('count') ?? 50))
    .map(album => present(sandbox, shop, album, counts));
  return { count: filled.length, items };
}

/** `market.getAlbumById`: empty ones too, unknown ids are left out. */
export function getAlbumById({ sandbox, params }: VkCall): object {
  const shop = shopByOwner(sandbox, params.needInt('owner_id'));
  const counts = albumCounts(shop);
  const items = (params.ints('album_ids') ?? []).flatMap(id => {
    const album = shop.albums.get(id);
    return album === undefined ? [] : [present(sandbox, shop, album, counts)];
  });
  return { count: items.length, items };
}

export function addAlbum({ sandbox, token, params }: VkCall): object {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const title = readTitle(params.text('title'));
  const photoId = readCover(shop, params.int('photo_id'));
  const isMain = params.flag('main_album') === true;
  const isHidden = params.flag('is_hidden') === true;
  if (isMain && isHidden) throw new VkFailure(1446);
  if (shop.albums.size >= shop.limits.albums) throw new VkFailure(1407);
  const id = shop.nextAlbumId++;
  const album: ShopAlbum = {
    id,
    title,
    isMain,
    isHidden,
    updatedAt: sandbox.clock.now(),
    ...(photoId === undefined ? {} : { photoId }),
    origin: 'api',
  };
  noteWrite(album, 'api', 'market.addAlbum');
  if (isMain) clearMain(shop);
  shop.albums.set(id, album);
  sandbox.changed(shop);
  return { market_album_id: id, albums_count: shop.albums.size };
}

/** `market.editAlbum`: a call without `photo_id` drops the cover. */
export function editAlbum({ sandbox, token, params }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const album = findAlbum(shop, params.needInt('album_id'));
  const title = readTitle(params.text('title'));
  const photoId = readCover(shop, params.int('photo_id'));
  const isMain = params.flag('main_album') ?? album.isMain;
  const isHidden = params.flag('is_hidden') ?? album.isHidden;
  if (isMain && isHidden) throw new VkFailure(1446);
  if (isMain) clearMain(shop);
  delete album.photoId;
  Object.assign(
    album,
    { title, isMain, isHidden, updatedAt: sandbox.clock.now() },
    photoId === undefined ? {} : { photoId },
  );
  noteWrite(album, 'api', 'market.editAlbum');
  sandbox.changed(shop);
  return 1;
}

export function deleteAlbum({ sandbox, token, params, touch }: VkCall): number {
  const shop = shopForWrite(shopByOwner(sandbox, params.needInt('owner_id')), token);
  const album = findAlbum(shop, params.needInt('album_id'));
  for (const member of dropAlbum(sandbox, shop, album, 'api')) touch(member);
  return 1;
}

function readTitle(text: string | undefined): string {
  const title = normaliseTitle(text ?? '');
  if (title === '') throw badParam('title is undefined');
  return title;
}

/** A cover is any saved product photo of this community, taken or free. */
function readCover(shop: Shop, id: number | undefined): number | undefined {
  if (id === undefined || id === 0) return undefined;
  if (!shop.photos.has(id)) throw badParam('photo not found');
  return id;
}

function clearMain(shop: Shop): void {
  for (const album of shop.albums.values()) album.isMain = false;
}

function present(sandbox: Sandbox, shop: Shop, album: ShopAlbum, counts: ReadonlyMap<number, number>): object {
  const photo = album.photoId === undefined ? undefined : shop.photos.get(album.photoId);
  return {
    id: album.id,
    owner_id: -shop.groupId,
    title: withEntities(album.title),
    count: counts.get(album.id) ?? 0,
    updated_time: Math.floor(album.updatedAt / 1000),
    is_main: album.isMain,
    is_hidden: album.isHidden,
    type: 0,
    is_blur_enabled: false,
    ...(photo === undefined ? {} : { photo: presentPhoto(sandbox, shop, photo) }),
  };
}
