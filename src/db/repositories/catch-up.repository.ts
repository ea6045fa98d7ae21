import type { ListingKey } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';

/**
 * Takes away links whose item a complete read did not show while another item bears their key: the good was added anew, and
 * the link tells of the item before. Adoption ties the new one. Answers how many.
 */
export async function dropMovedLinks(queries: Queries, shop: Shop, readId: number): Promise<number> {
  const moved = await queries.rows<{ id: number }>(
    `SELECT l.id FROM item_links l
     LEFT JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
       AND v.vk_item_id = l.vk_item_id AND v.read_id = :readId AND v.availability <> 'removed'
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND v.id IS NULL
       AND EXISTS (SELECT 1 FROM vk_cached_products n WHERE n.user_id = l.user_id AND n.vk_group_id = l.vk_group_id
         AND n.sku = l.listing_key AND n.read_id = :readId AND n.availability <> 'removed'
         AND NOT EXISTS (SELECT 1 FROM item_links b
           WHERE b.vk_group_id = n.vk_group_id AND b.vk_item_id = n.vk_item_id))`,
    { userId: shop.userId, groupId: shop.groupId, readId },
  );
  if (moved.length > 0)
    await queries.change('DELETE FROM item_links WHERE id IN (:ids)', { ids: moved.map(({ id }) => id) });
  return moved.length;
}

/** Keys of goods that our links call visible although nothing of them is to be shown. */
export async function unlistedLive(queries: Queries, shop: Shop): Promise<ReadonlySet<ListingKey>> {
  const rows = await queries.rows<{ key: ListingKey }>(
    `SELECT l.listing_key AS \`key\` FROM item_links l
     JOIN listings s ON s.user_id = l.user_id AND s.listing_key = l.listing_key AND NOT s.is_listed
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state = 'live'`,
    { userId: shop.userId, groupId: shop.groupId },
  );
  return new Set(rows.map(({ key }) => key));
}

/**
 * Notes in which of our collections VK shows a good, where that is another than the link says or the link says none: it was
 * put there after the backup, and must leave it when it moves on. Ours is a collection that carries the title of a listing's
 * group or is linked.
 */
export async function placeInSeenAlbums(queries: Queries, shop: Shop): Promise<void> {
  await queries.change(
    `UPDATE item_links l
     JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id AND v.vk_item_id = l.vk_item_id
     JOIN vk_cached_albums a ON a.user_id = v.user_id AND a.vk_group_id = v.vk_group_id
       AND JSON_CONTAINS(v.album_ids, CAST(a.vk_album_id AS CHAR))
     SET l.vk_album_id = a.vk_album_id
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state IN ('live','hidden')
       AND (l.vk_album_id IS NULL OR NOT JSON_CONTAINS(v.album_ids, CAST(l.vk_album_id AS CHAR)))
       AND (EXISTS (SELECT 1 FROM album_links k WHERE k.user_id = l.user_id AND k.vk_group_id = l.vk_group_id
           AND k.vk_album_id = a.vk_album_id)
         OR EXISTS (SELECT 1 FROM listings s WHERE s.user_id = l.user_id AND s.album_title = a.title))`,
    { userId: shop.userId, groupId: shop.groupId },
  );
}
