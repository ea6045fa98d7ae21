import type { JobId, ListingKey } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';

/**
 * A failed operation `f` that nobody has made good since, in the community that is connected now. Of goods any later
 * success counts, of albums one with the same title: a good without a key is album work.
 */
const STILL_FAILED = `f.job_id = :jobId AND f.vk_group_id = :groupId AND f.state = 'failed' AND NOT EXISTS (
  SELECT 1 FROM sync_operations d WHERE d.user_id = f.user_id AND d.listing_key = f.listing_key AND d.id > f.id
    AND d.vk_group_id = f.vk_group_id AND d.state = 'done' AND d.kind = f.kind
    AND (f.listing_key <> '' OR d.album_title = f.album_title))`;

/** What of a job could be tried again, in goods; album work that belongs to no good counts by its albums. */
export async function countStillFailed(queries: Queries, shop: Shop, jobId: JobId): Promise<number> {
  const row = await queries.first<{ n: number }>(
    `SELECT COUNT(DISTINCT f.listing_key, f.album_title) AS n FROM (
       SELECT f.listing_key, IF(f.listing_key = '', f.album_title, '') AS album_title
       FROM sync_operations f WHERE ${STILL_FAILED}) f`,
    { jobId, groupId: shop.groupId },
  );
  return row?.n ?? 0;
}

/** The goods among them. */
export async function stillFailedKeys(queries: Queries, shop: Shop, jobId: JobId): Promise<readonly ListingKey[]> {
  const rows = await queries.rows<{ key: ListingKey }>(
    `SELECT DISTINCT f.listing_key AS \`key\` FROM sync_operations f WHERE ${STILL_FAILED} AND f.listing_key <> ''`,
    { jobId, groupId: shop.groupId },
  );
  return rows.map(({ key }) => key);
}

/**
 * Leaves in a plan what an earlier job could not do, whatever the change is now: everything of a good that failed there,
 * the albums that failed, and the goods that were to go into them.
 */
export async function keepFailedOf(queries: Queries, jobId: JobId, sourceJobId: JobId): Promise<void> {
  const failed = `f.user_id = o.user_id AND f.job_id = :sourceJobId AND f.state = 'failed'`;
  await queries.change(
    `DELETE o FROM sync_operations o
       LEFT JOIN sync_operations f ON ${failed} AND f.listing_key = o.listing_key
         AND (f.listing_key <> '' OR f.album_title = o.album_title)
       LEFT JOIN sync_operations a ON ${failed.replaceAll('f.', 'a.')} AND o.kind = 'album_add' AND a.listing_key = ''
         AND a.album_title = o.album_title
     WHERE o.job_id = :jobId AND o.state = 'planned' AND f.id IS NULL AND a.id IS NULL`,
    { jobId, sourceJobId },
  );
}
