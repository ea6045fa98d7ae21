import type { ListingKey, UserId, VkAlbumId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import type { SentState } from '../../domain/sync/sent.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

export type LinkRowState = 'live' | 'hidden' | 'deleted' | 'detached';

/** A listing key tied to a VK item. Outlives every cache refresh and belongs to (user, community). */
export interface ItemLink {
  readonly key: ListingKey;
  readonly itemId: VkItemId;
  readonly state: LinkRowState;
  readonly stateCause: string | null;
  readonly madeBy: 'created' | 'adopted';
  /** Digests of what was last sent; `null` = nothing known. */
  readonly sentDigests: string | null;
  readonly sent: SentState | null;
  readonly photoId: VkPhotoId | null;
  readonly albumId: VkAlbumId | null;
}

interface Row {
  listing_key: ListingKey;
  vk_item_id: VkItemId;
  state: LinkRowState;
  state_cause: string | null;
  made_by: 'created' | 'adopted';
  sent_digests: string | null;
  sent: unknown;
  photo_id: VkPhotoId | null;
  vk_album_id: VkAlbumId | null;
}

const toLink = (row: Row): ItemLink => ({
  key: row.listing_key,
  itemId: row.vk_item_id,
  state: row.state,
  stateCause: row.state_cause,
  madeBy: row.made_by,
  sentDigests: row.sent_digests,
  sent: jsonColumnOrNull<SentState>(row.sent),
  photoId: row.photo_id,
  albumId: row.vk_album_id,
});

export interface Shop {
  readonly userId: UserId;
  readonly groupId: VkGroupId;
}

export async function linksByKeys(
  queries: Queries,
  shop: Shop,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, ItemLink>> {
  if (keys.length === 0) return new Map();
  const rows = await queries.rows<Row>(
    `SELECT * FROM item_links WHERE user_id = :userId AND vk_group_id = :groupId AND listing_key IN (:keys)`,
    { userId: shop.userId, groupId: shop.groupId, keys: [...keys] },
  );
  return new Map(rows.map(row => [row.listing_key, toLink(row)]));
}

/** Keys that have a link in any of these states. */
export async function linkedKeys(
  queries: Queries,
  userId: UserId,
  states: readonly LinkRowState[],
): Promise<ReadonlySet<ListingKey>> {
  const rows = await queries.rows<{ listing_key: ListingKey }>(
    'SELECT listing_key FROM item_links WHERE user_id = :userId AND state IN (:states)',
    { userId, states: [...states] },
  );
  return new Set(rows.map(row => row.listing_key));
}

/** Writes links as they are after an operation: many at a time, whole rows. */
export async function saveLinks(queries: Queries, shop: Shop, links: readonly ItemLink[]): Promise<void> {
  const now = new Date();
  const columns = [
    'user_id',
    'vk_group_id',
    'listing_key',
    'vk_item_id',
    'state',
    'state_cause',
    'state_at',
    'made_by',
    'sent_digests',
    'sent',
    'photo_id',
    'vk_album_id',
    'created_at',
    'updated_at',
  ] as const;
  await upsertRows(
    queries,
    'item_links',
    columns,
    links.map(link => ({
      user_id: shop.userId,
      vk_group_id: shop.groupId,
      listing_key: link.key,
      vk_item_id: link.itemId,
      state: link.state,
      state_cause: link.stateCause,
      state_at: now,
      made_by: link.madeBy,
      sent_digests: link.sentDigests,
      sent: link.sent ? JSON.stringify(link.sent) : null,
      photo_id: link.photoId,
      vk_album_id: link.albumId,
      created_at: now,
      updated_at: now,
    })),
    [
      'state_at = IF(state = VALUES(state), state_at, VALUES(state_at))',
      'vk_item_id',
      'state',
      'state_cause',
      'sent_digests',
      'sent',
      'photo_id',
      'vk_album_id',
      'updated_at',
    ],
  );
}

/**
 * Links whose item a complete read of the shop did not show, or showed hidden although we left it visible. A link with
 * an operation whose answer is open is left out: what VK shows may be our own doing.
 */
export async function strayLinks(queries: Queries, shop: Shop, readId: number): Promise<readonly ItemLink[]> {
  const rows = await queries.rows<Row>(
    `SELECT l.* FROM item_links l
     LEFT JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
       AND v.vk_item_id = l.vk_item_id AND v.read_id = :readId AND v.availability <> 'removed'
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state IN ('live','hidden')
       AND (v.id IS NULL OR (l.state = 'live' AND v.availability = 'unavailable'))
       AND NOT EXISTS (SELECT 1 FROM sync_operations o WHERE o.user_id = l.user_id AND o.listing_key = l.listing_key
         AND o.state IN ('sent','unknown'))`,
    { userId: shop.userId, groupId: shop.groupId, readId },
  );
  return rows.map(toLink);
}

/** Items seen after `since` that carry the key of a listing and have no link yet: ours by their `sku`. Oldest first. */
export async function adoptableItems(
  queries: Queries,
  shop: Shop,
  since: number,
): Promise<readonly { readonly key: ListingKey; readonly itemId: VkItemId; readonly isHidden: boolean }[]> {
  const rows = await queries.rows<{ key: ListingKey; itemId: VkItemId; isHidden: number }>(
    `SELECT v.sku AS \`key\`, v.vk_item_id AS itemId, v.availability = 'unavailable' AS isHidden
     FROM vk_cached_products v
     JOIN listings s ON s.user_id = v.user_id AND s.listing_key = v.sku
     WHERE v.user_id = :userId AND v.vk_group_id = :groupId AND v.read_id > :since AND v.availability <> 'removed'
       AND NOT EXISTS (SELECT 1 FROM item_links l
         WHERE l.user_id = v.user_id AND l.vk_group_id = v.vk_group_id AND l.listing_key = v.sku)
       AND NOT EXISTS (SELECT 1 FROM item_links l
         WHERE l.user_id = v.user_id AND l.vk_group_id = v.vk_group_id AND l.vk_item_id = v.vk_item_id)
     ORDER BY v.vk_item_id`,
    { userId: shop.userId, groupId: shop.groupId, since },
  );
  return rows.map(row => ({ key: row.key, itemId: row.itemId, isHidden: Boolean(row.isHidden) }));
}

/** An album title tied to a VK album. */
export interface AlbumLink {
  readonly title: string;
  readonly albumId: VkAlbumId;
  readonly madeBy: 'created' | 'matched';
}

export async function albumLinks(queries: Queries, shop: Shop): Promise<ReadonlyMap<string, AlbumLink>> {
  const rows = await queries.rows<{ title: string; vk_album_id: VkAlbumId; made_by: 'created' | 'matched' }>(
    'SELECT title, vk_album_id, made_by FROM album_links WHERE user_id = :userId AND vk_group_id = :groupId',
    { userId: shop.userId, groupId: shop.groupId },
  );
  return new Map(rows.map(row => [row.title, { title: row.title, albumId: row.vk_album_id, madeBy: row.made_by }]));
}

export async function saveAlbumLink(queries: Queries, shop: Shop, link: AlbumLink): Promise<void> {
  await queries.change(
    `INSERT INTO album_links (user_id, vk_group_id, title, vk_album_id, made_by, created_at, updated_at)
     VALUES (:userId, :groupId, :title, :albumId, :madeBy, :now, :now)
     ON DUPLICATE KEY UPDATE vk_album_id = VALUES(vk_album_id), made_by = VALUES(made_by), updated_at = VALUES(updated_at)`,
    { userId: shop.userId, groupId: shop.groupId, ...link, now: new Date() },
  );
}

/** The album is gone in VK: forget it, the next run makes or finds it anew. */
export async function deleteAlbumLink(queries: Queries, shop: Shop, albumId: VkAlbumId): Promise<void> {
  await queries.change(
    'DELETE FROM album_links WHERE user_id = :userId AND vk_group_id = :groupId AND vk_album_id = :albumId',
    { userId: shop.userId, groupId: shop.groupId, albumId },
  );
}
