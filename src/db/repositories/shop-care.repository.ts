import type { ListingKey, VkAlbumId, VkItemId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import type { LinkRowState, Shop } from './links.repository.js';

/** A link whose item stands visible in VK although the link says it does not. */
export interface ReappearedLink {
  readonly key: ListingKey;
  readonly state: LinkRowState;
}

/**
 * Goods that a complete read showed visible although we had hidden or deleted them, or the merchant's hand had taken them
 * away: somebody brought them back. A deletion younger than `goneBefore` may not have reached VK's lists yet.
 */
export async function reappearedLinks(
  queries: Queries,
  shop: Shop,
  read: { readonly readId: number; readonly goneBefore: Date },
): Promise<readonly ReappearedLink[]> {
  return queries.rows<ReappearedLink>(
    `SELECT l.listing_key AS \`key\`, l.state FROM item_links l
     JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
       AND v.vk_item_id = l.vk_item_id AND v.read_id = :readId AND v.availability = 'available'
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state IN ('hidden','deleted','detached')
       AND (l.state <> 'deleted' OR l.state_at < :goneBefore)
       AND NOT EXISTS (SELECT 1 FROM sync_operations o WHERE o.user_id = l.user_id AND o.listing_key = l.listing_key
         AND o.vk_group_id = l.vk_group_id AND o.state IN ('sent','unknown'))`,
    { userId: shop.userId, groupId: shop.groupId, ...read },
  );
}

/** A second item with the key of a published good. */
export interface Twin {
  readonly key: ListingKey;
  readonly itemId: VkItemId;
  readonly title: string;
  /** The ledger shows that EvoSync sent the `market.add` that made it. */
  readonly isOurs: boolean;
}

/**
 * Items that carry the key of a published good and are not its own. Ours are those whose id VK told us, or that bear the
 * photo which we uploaded for a create of this very key. What was deleted as a twin already is left out.
 */
export async function findTwins(queries: Queries, shop: Shop): Promise<readonly Twin[]> {
  const rows = await queries.rows<{ key: ListingKey; itemId: VkItemId; title: string; isOurs: number }>(
    `SELECT l.listing_key AS \`key\`, v.vk_item_id AS itemId, v.title,
       EXISTS (SELECT 1 FROM sync_operations o WHERE o.user_id = l.user_id AND o.listing_key = l.listing_key
         AND o.vk_group_id = l.vk_group_id AND o.kind = 'create' AND o.attempts > 0
         AND (o.vk_item_id = v.vk_item_id OR JSON_CONTAINS(v.photo_ids, o.photo_id))) AS isOurs
     FROM item_links l
     JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
       AND v.sku = l.listing_key AND v.vk_item_id <> l.vk_item_id AND v.availability <> 'removed'
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state IN ('live','hidden')
       AND NOT EXISTS (SELECT 1 FROM item_links b WHERE b.vk_group_id = v.vk_group_id AND b.vk_item_id = v.vk_item_id)
       AND NOT EXISTS (SELECT 1 FROM sync_operations d WHERE d.user_id = l.user_id AND d.listing_key = l.listing_key
         AND d.kind = 'twin_delete' AND d.state = 'done' AND d.vk_item_id = v.vk_item_id)
     ORDER BY l.listing_key, v.vk_item_id DESC`,
    { userId: shop.userId, groupId: shop.groupId },
  );
  return rows.map(row => ({ ...row, isOurs: Boolean(row.isOurs) }));
}

/** Albums of ours and the titles that the goods in them want now. */
export async function albumWishesOfMembers(
  queries: Queries,
  shop: Shop,
): Promise<readonly { readonly albumId: VkAlbumId; readonly title: string; readonly members: number }[]> {
  const rows = await queries.rows<{ albumId: VkAlbumId; title: string; members: number | string }>(
    `SELECT l.vk_album_id AS albumId, s.album_title AS title, COUNT(*) AS members FROM item_links l
     JOIN listings s ON s.user_id = l.user_id AND s.listing_key = l.listing_key
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state = 'live' AND l.vk_album_id IS NOT NULL
       AND s.is_listed AND s.album_title IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM field_locks f WHERE f.user_id = l.user_id AND f.listing_key = l.listing_key
         AND f.field = 'album')
     GROUP BY l.vk_album_id, s.album_title`,
    { userId: shop.userId, groupId: shop.groupId },
  );
  return rows.map(row => ({ ...row, members: Number(row.members) }));
}

/** The planned moves of goods that lie in an album already once it has its new title. */
export async function dropMovesInto(
  queries: Queries,
  jobId: number,
  shop: Shop,
  album: { readonly albumId: VkAlbumId; readonly title: string },
): Promise<void> {
  await queries.change(
    `DELETE o FROM sync_operations o
     JOIN item_links l ON l.user_id = o.user_id AND l.listing_key = o.listing_key AND l.vk_group_id = o.vk_group_id
     WHERE o.job_id = :jobId AND o.kind = 'album_add' AND o.state = 'planned' AND o.album_title = :title
       AND l.vk_group_id = :groupId AND l.vk_album_id = :albumId`,
    { jobId, groupId: shop.groupId, ...album },
  );
}
