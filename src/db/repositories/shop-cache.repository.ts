import type { UserId, VkAlbumId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';

/** One item of the shop as read; a structural subset of the VK client's item. */
export interface ShopItem {
  readonly id: VkItemId;
  readonly title: string;
  readonly description: string;
  readonly priceKopecks: number | null;
  readonly sku: string | null;
  readonly stock: number | null;
  readonly availability: 'available' | 'removed' | 'unavailable';
  readonly categoryId: number | null;
  readonly albumIds: readonly VkAlbumId[];
  readonly photoIds: readonly VkPhotoId[];
  readonly thumbUrl: string | null;
  readonly createdAt: Date | null;
}

export interface ShopAlbum {
  readonly id: VkAlbumId;
  readonly title: string;
  readonly count: number;
  readonly isHidden: boolean;
  readonly photoId: VkPhotoId | null;
}

interface Place {
  readonly userId: UserId;
  readonly groupId: VkGroupId;
}

export async function saveShopItems(
  queries: Queries,
  { userId, groupId }: Place,
  items: readonly ShopItem[],
  readId: number,
): Promise<void> {
  const now = new Date();
  const columns = [
    'user_id',
    'vk_group_id',
    'vk_item_id',
    'sku',
    'title',
    'description',
    'price_kopecks',
    'stock',
    'availability',
    'category_id',
    'album_ids',
    'photo_ids',
    'thumb_url',
    'vk_created_at',
    'read_id',
    'fetched_at',
  ] as const;
  await upsertRows(
    queries,
    'vk_cached_products',
    columns,
    items.map(item => ({
      user_id: userId,
      vk_group_id: groupId,
      vk_item_id: item.id,
      sku: item.sku?.slice(0, 60) ?? null,
      title: item.title.slice(0, 500),
      description: item.description,
      price_kopecks: item.priceKopecks,
      stock: item.stock,
      availability: item.availability,
      category_id: item.categoryId,
      album_ids: JSON.stringify(item.albumIds),
      photo_ids: JSON.stringify(item.photoIds),
      thumb_url: item.thumbUrl?.slice(0, 1000) ?? null,
      vk_created_at: item.createdAt,
      read_id: readId,
      fetched_at: now,
    })),
    columns.slice(3),
  );
}

export async function saveShopAlbums(
  queries: Queries,
  { userId, groupId }: Place,
  albums: readonly ShopAlbum[],
  readId: number,
): Promise<void> {
  const now = new Date();
  const columns = [
    'user_id',
    'vk_group_id',
    'vk_album_id',
    'title',
    'items_count',
    'is_hidden',
    'photo_id',
    'read_id',
    'fetched_at',
  ] as const;
  await upsertRows(
    queries,
    'vk_cached_albums',
    columns,
    albums.map(album => ({
      user_id: userId,
      vk_group_id: groupId,
      vk_album_id: album.id,
      title: album.title.slice(0, 255),
      items_count: album.count,
      is_hidden: album.isHidden,
      photo_id: album.photoId,
      read_id: readId,
      fetched_at: now,
    })),
    columns.slice(3),
  );
}

/** Forgets what a complete read did not see, and every other community's. Links are another table and stay. */
export async function dropUnseen(
  queries: Queries,
  { userId, groupId }: Place,
  table: 'vk_cached_products' | 'vk_cached_albums',
  readId: number,
): Promise<void> {
  await queries.change(
    `DELETE FROM ${table} WHERE user_id = :userId AND (vk_group_id <> :groupId OR read_id < :readId)`,
    { userId, groupId, readId },
  );
}

/** Albums of the shop by exact title; of two equal titles the fuller, then the older one. */
export async function shopAlbumIds(
  queries: Queries,
  { userId, groupId }: Place,
): Promise<ReadonlyMap<string, VkAlbumId>> {
  const rows = await queries.rows<{ title: string; id: VkAlbumId }>(
    `SELECT title, vk_album_id AS id FROM vk_cached_albums WHERE user_id = :userId AND vk_group_id = :groupId
     ORDER BY items_count, vk_album_id DESC`,
    { userId, groupId },
  );
  return new Map(rows.map(row => [row.title, row.id]));
}
