import type { JobId, ListingKey } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';

/** Goods of the whole shop, whoever made them: those seen at the last read and those added since. */
export async function itemsInShop(queries: Queries, shop: Shop): Promise<number> {
  const row = await queries.first<{ n: number }>(
    `SELECT (SELECT COUNT(*) FROM vk_cached_products WHERE user_id = :userId AND vk_group_id = :groupId
         AND availability <> 'removed')
       + (SELECT COUNT(*) FROM item_links l LEFT JOIN vk_cached_products v ON v.user_id = l.user_id
           AND v.vk_group_id = l.vk_group_id AND v.vk_item_id = l.vk_item_id
         WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state IN ('live','hidden') AND v.id IS NULL) AS n`,
    { userId: shop.userId, groupId: shop.groupId },
  );
  return row?.n ?? 0;
}

/** Goods added since a moment, the oldest first addition of them; a lost answer counts, for VK may have counted it. */
export async function addsSince(
  queries: Queries,
  shop: Shop,
  since: Date,
): Promise<{ count: number; oldestAt: Date | null }> {
  const row = await queries.first<{ count: number; oldestAt: Date | null }>(
    `SELECT COUNT(*) AS count, MIN(sent_at) AS oldestAt FROM sync_operations
     WHERE user_id = :userId AND kind = 'create' AND sent_at > :since AND vk_group_id = :groupId
       AND state IN ('sent','unknown','done')`,
    { userId: shop.userId, groupId: shop.groupId, since },
  );
  return { count: row?.count ?? 0, oldestAt: row?.oldestAt ?? null };
}

/** Albums of the shop by title with the goods in each, as read and as put in since. */
export async function albumsInShop(
  queries: Queries,
  shop: Shop,
): Promise<{ total: number; members: ReadonlyMap<string, number> }> {
  const values = { userId: shop.userId, groupId: shop.groupId };
  const rows = await queries.rows<{ title: string; members: number }>(
    `SELECT title, MAX(members) AS members FROM (
       SELECT title, items_count AS members FROM vk_cached_albums WHERE user_id = :userId AND vk_group_id = :groupId
       UNION ALL
       SELECT a.title, (SELECT COUNT(*) FROM item_links l WHERE l.user_id = a.user_id
           AND l.vk_group_id = a.vk_group_id AND l.vk_album_id = a.vk_album_id AND l.state IN ('live','hidden'))
       FROM album_links a WHERE a.user_id = :userId AND a.vk_group_id = :groupId) t GROUP BY title`,
    values,
  );
  const total = await queries.first<{ n: number }>(
    `SELECT COUNT(*) AS n FROM (
       SELECT vk_album_id FROM vk_cached_albums WHERE user_id = :userId AND vk_group_id = :groupId
       UNION SELECT vk_album_id FROM album_links WHERE user_id = :userId AND vk_group_id = :groupId) t`,
    values,
  );
  return { total: total?.n ?? 0, members: new Map(rows.map(row => [row.title, row.members])) };
}

/** Goods planned into albums by title, those of new goods in their order of work. */
export async function plannedAlbumAdds(
  queries: Queries,
  jobId: JobId,
): Promise<ReadonlyMap<string, readonly ListingKey[]>> {
  const rows = await queries.rows<{ title: string; key: ListingKey }>(
    `SELECT o.album_title AS title, o.listing_key AS \`key\` FROM sync_operations o
     LEFT JOIN sync_operations c ON c.job_id = o.job_id AND c.kind = 'create' AND c.listing_key = o.listing_key
       AND c.state = 'planned'
     WHERE o.job_id = :jobId AND o.kind = 'album_add' AND o.state = 'planned'
     ORDER BY COALESCE(c.priority, 0), o.id`,
    { jobId },
  );
  const byTitle = new Map<string, ListingKey[]>();
  for (const { title, key } of rows) {
    const keys = byTitle.get(title);
    if (keys === undefined) byTitle.set(title, [key]);
    else keys.push(key);
  }
  return byTitle;
}

/** Listings that want each album. */
export async function albumWishes(queries: Queries, shop: Shop): Promise<ReadonlyMap<string, number>> {
  const rows = await queries.rows<{ title: string; n: number }>(
    `SELECT album_title AS title, COUNT(*) AS n FROM listings
     WHERE user_id = :userId AND is_listed AND album_title IS NOT NULL GROUP BY album_title`,
    { userId: shop.userId },
  );
  return new Map(rows.map(row => [row.title, row.n]));
}
