import type { JobId, VkAlbumId } from '../../domain/brand.js';
import type { OperationKind } from '../../domain/sync/compact.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';

/** Goods in an album as far as is known: what VK counted at the last read, or those of ours that lie in it. */
export async function countInAlbum(queries: Queries, shop: Shop, albumId: VkAlbumId): Promise<number> {
  const row = await queries.first<{ n: number | string }>(
    `SELECT GREATEST(
       COALESCE((SELECT items_count FROM vk_cached_albums
         WHERE user_id = :userId AND vk_group_id = :groupId AND vk_album_id = :albumId), 0),
       (SELECT COUNT(*) FROM item_links
         WHERE user_id = :userId AND vk_group_id = :groupId AND vk_album_id = :albumId
           AND state IN ('live','hidden'))) AS n`,
    { userId: shop.userId, groupId: shop.groupId, albumId },
  );
  return Number(row?.n ?? 0);
}

/** Goods of ours that buyers see in a shop. */
export async function publishedIn(queries: Queries, { userId, groupId }: Shop): Promise<number> {
  const row = await queries.first<{ n: number | string }>(
    "SELECT COUNT(*) AS n FROM item_links WHERE user_id = :userId AND vk_group_id = :groupId AND state = 'live'",
    { userId, groupId },
  );
  return Number(row?.n ?? 0);
}

/** Goods VK took, or may have taken, since a moment. */
export async function addsTaken(queries: Queries, shop: Shop, since: Date): Promise<number> {
  const row = await queries.first<{ n: number | string }>(
    `SELECT COUNT(*) AS n FROM sync_operations
     WHERE user_id = :userId AND kind = 'create' AND sent_at > :since AND vk_group_id = :groupId
       AND state IN ('unknown','done')`,
    { userId: shop.userId, groupId: shop.groupId, since },
  );
  return Number(row?.n ?? 0);
}

/** Operations that a limit of the shop leaves out of a job. */
export interface HeldByLimit {
  readonly kinds: readonly OperationKind[];
  /** Only those for this album. */
  readonly albumTitle: string | null;
  /** What the operations end with. */
  readonly errorCode: string;
  /** What their listings wait for. */
  readonly holdCode: string;
}

/** Takes planned operations out of a job, and notes with their listings why they wait. Answers how many. */
export async function holdPlanned(queries: Queries, jobId: JobId, held: HeldByLimit): Promise<number> {
  const values = { jobId, ...held, kinds: [...held.kinds], now: new Date() };
  await queries.change(
    `UPDATE listings s JOIN sync_operations o ON o.user_id = s.user_id AND o.listing_key = s.listing_key
     SET s.hold_code = :holdCode
     WHERE o.job_id = :jobId AND o.kind IN (:kinds) AND (:albumTitle IS NULL OR o.album_title = :albumTitle)
       AND (o.state = 'planned' OR (o.state = 'skipped' AND o.error_code = :errorCode))`,
    values,
  );
  return queries.change(
    // A create whose answer was lost once keeps its mark, and with it the photo that guards against a twin.
    `UPDATE sync_operations SET state = 'skipped', finished_at = :now,
       error_code = IF(kind = 'create' AND attempts > 0 AND photo_id IS NOT NULL, 'VK.ANSWER_LOST', :errorCode)
     WHERE job_id = :jobId AND kind IN (:kinds) AND state = 'planned'
       AND (:albumTitle IS NULL OR album_title = :albumTitle)`,
    values,
  );
}
