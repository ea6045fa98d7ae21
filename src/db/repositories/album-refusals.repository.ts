import type { JobId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';
import { REFUSALS_BEFORE_REST } from './plan.repository.js';

/** Days after which an album that rests is tried again: nothing else tells that VK takes its title now. */
const REST_DAYS = 7;

/** Titles that VK has refused for an album again and again, each time in the same way: they rest. */
export async function restingAlbums(
  queries: Queries,
  shop: Shop,
  kind: 'album_create' | 'album_rename',
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await queries.rows<{ title: string }>(
    `SELECT title FROM (
       SELECT album_title AS title, error_code AS code, state = 'failed' AND error_vendor_code IS NOT NULL AS isRefused,
         ROW_NUMBER() OVER (PARTITION BY album_title ORDER BY id DESC) AS nth
       FROM sync_operations WHERE user_id = :userId AND listing_key = '' AND vk_group_id = :groupId AND kind = :kind AND state <> 'planned'
         AND created_at > :now - INTERVAL :days DAY) tries
     WHERE nth <= :refusals GROUP BY title
     HAVING SUM(isRefused) = :refusals AND COUNT(DISTINCT code) = 1`,
    { userId: shop.userId, groupId: shop.groupId, kind, now, days: REST_DAYS, refusals: REFUSALS_BEFORE_REST },
  );
  return new Set(rows.map(row => row.title));
}

/** Takes out of a plan what would be put into albums that rest: the goods stay where they are. */
export async function dropAddsInto(queries: Queries, jobId: JobId, titles: readonly string[]): Promise<void> {
  if (titles.length === 0) return;
  await queries.change(
    `DELETE FROM sync_operations WHERE job_id = :jobId AND kind = 'album_add' AND state = 'planned'
       AND album_title IN (:titles)`,
    { jobId, titles: [...titles] },
  );
}
