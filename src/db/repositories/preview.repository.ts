import type { JobId, ListingKey, UserId } from '../../domain/brand.js';
import type { OperationKind } from '../../domain/sync/compact.js';
import type { Queries } from '../database.js';

/** The merchant's newest preview by id; `null` = there was none. */
export async function newestPreview(queries: Queries, userId: UserId): Promise<JobId | null> {
  const row = await queries.first<{ id: JobId }>(
    `SELECT id FROM sync_jobs WHERE user_id = :userId AND kind = 'preview' ORDER BY id DESC LIMIT 1`,
    { userId },
  );
  return row?.id ?? null;
}

/** Whether a run has written to the shop, or may have, since a job was made. */
export async function hasWrittenSince(queries: Queries, userId: UserId, jobId: JobId): Promise<boolean> {
  const row = await queries.first(
    `SELECT 1 AS found FROM sync_jobs WHERE user_id = :userId AND id > :jobId AND kind <> 'preview'
       AND items_created + items_updated + items_hidden + items_deleted > 0 LIMIT 1`,
    { userId, jobId },
  );
  return row !== null;
}

/** Operations of a job by kind. */
export async function operationsByKind(
  queries: Queries,
  jobId: JobId,
): Promise<Readonly<Partial<Record<OperationKind, number>>>> {
  const rows = await queries.rows<{ kind: OperationKind; n: number }>(
    'SELECT kind, COUNT(*) AS n FROM sync_operations WHERE job_id = :jobId GROUP BY kind',
    { jobId },
  );
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
}

/** Updates of a job that change the price. */
export async function priceUpdates(queries: Queries, jobId: JobId): Promise<number> {
  const row = await queries.first<{ n: number }>(
    `SELECT COUNT(*) AS n FROM sync_operations WHERE job_id = :jobId AND kind = 'update' AND FIND_IN_SET('price', fields)`,
    { jobId },
  );
  return row?.n ?? 0;
}

/** Selected goods that have no listing, by reason, the most frequent first. */
export async function reasonCounts(
  queries: Queries,
  userId: UserId,
): Promise<readonly { readonly code: string; readonly count: number }[]> {
  return queries.rows(
    `SELECT reason_code AS code, COUNT(*) AS count FROM listings
     WHERE user_id = :userId AND is_selected = TRUE AND is_listed = FALSE AND reason_code IS NOT NULL
     GROUP BY reason_code ORDER BY count DESC, reason_code`,
    { userId },
  );
}

/** Goods that wait for one cause. */
export async function goodsOnHold(queries: Queries, userId: UserId, holdCode: string): Promise<number> {
  const row = await queries.first<{ n: number }>(
    'SELECT COUNT(*) AS n FROM listings WHERE user_id = :userId AND hold_code = :holdCode AND is_listed = TRUE',
    { userId, holdCode },
  );
  return row?.n ?? 0;
}

/** The goods of some operations of a job; operations that are not the job's are not found. */
export async function keysOfOperations(
  queries: Queries,
  jobId: JobId,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ListingKey>> {
  if (ids.length === 0) return new Map();
  const rows = await queries.rows<{ id: number; key: ListingKey }>(
    'SELECT id, listing_key AS `key` FROM sync_operations WHERE job_id = :jobId AND id IN (:ids)',
    { jobId, ids: [...ids] },
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}

/** Writes the merchant's yes to what a preview showed, of some goods (`null` = all), where every run is asked about. */
export async function approveShown(
  queries: Queries,
  jobId: JobId,
  keys: readonly ListingKey[] | null,
  now: Date,
): Promise<void> {
  await queries.change(
    `INSERT INTO operation_decisions (user_id, vk_group_id, kind, listing_key, album_title, target, decision, created_at)
     SELECT user_id, vk_group_id, kind, listing_key, album_title, target, 'approved', :now FROM sync_operations
     WHERE job_id = :jobId AND state = 'planned' AND (:isAll OR listing_key IN (:keys))
     ON DUPLICATE KEY UPDATE target = VALUES(target), decision = VALUES(decision), created_at = VALUES(created_at)`,
    { jobId, now, isAll: keys === null, keys: keys === null || keys.length === 0 ? [''] : [...keys] },
  );
}
