import type { JobId, ListingKey, OperationId, UserId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import type { Field, OperationKind } from '../../domain/sync/compact.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';
import {
  toOperation,
  type FieldValues,
  type Operation,
  type OperationRow,
  type OperationState,
} from './operation-rows.js';

export { listOperations, type OperationFilter } from './operation-list.repository.js';
export type { FieldValues, Operation, OperationState } from './operation-rows.js';

export interface NewOperation {
  readonly jobId: JobId;
  readonly userId: UserId;
  readonly groupId: VkGroupId;
  readonly planNo: number;
  readonly kind: OperationKind;
  readonly rank: number;
  readonly key: ListingKey | '';
  readonly albumTitle: string;
  readonly itemId: VkItemId | null;
  readonly fields: readonly Field[];
  readonly before: FieldValues | null;
  readonly after: FieldValues | null;
  readonly reasonCode: string;
  readonly photoId: VkPhotoId | null;
  /** See `Operation.target`; absent = nothing to compare (a hide, a delete). */
  readonly target?: string;
}

/** Adds planned operations; writing the same plan twice changes nothing. */
export async function insertOperations(queries: Queries, operations: readonly NewOperation[]): Promise<void> {
  const now = new Date();
  await upsertRows(
    queries,
    'sync_operations',
    [
      'job_id',
      'user_id',
      'vk_group_id',
      'plan_no',
      'kind',
      'rank_in_run',
      'listing_key',
      'album_title',
      'vk_item_id',
      'fields',
      'before_value',
      'after_value',
      'reason_code',
      'photo_id',
      'target',
      'created_at',
    ],
    operations.map(operation => ({
      job_id: operation.jobId,
      user_id: operation.userId,
      vk_group_id: operation.groupId,
      plan_no: operation.planNo,
      kind: operation.kind,
      rank_in_run: operation.rank,
      listing_key: operation.key,
      album_title: operation.albumTitle,
      vk_item_id: operation.itemId,
      fields: operation.fields.join(','),
      before_value: operation.before ? JSON.stringify(operation.before) : null,
      after_value: operation.after ? JSON.stringify(operation.after) : null,
      reason_code: operation.reasonCode,
      photo_id: operation.photoId,
      target: operation.target ?? '',
      created_at: now,
    })),
    ['plan_no'],
  );
}

/**
 * Takes back what an earlier plan of the job did not get to. What was sent once without a clear answer stays as a trace:
 * a create keeps its photo, the guard against a twin, also one that an earlier job of the merchant left behind.
 */
export async function dropPlanned(queries: Queries, userId: UserId, jobId: JobId): Promise<void> {
  const now = new Date();
  await queries.change(
    `UPDATE sync_operations SET state = 'skipped', error_code = 'VK.ANSWER_LOST', finished_at = :now
     WHERE user_id = :userId AND state = 'planned' AND kind = 'create' AND attempts > 0 AND photo_id IS NOT NULL`,
    { userId, now },
  );
  await queries.change(
    `UPDATE sync_operations SET state = 'skipped', error_code = 'SYNC.REPLANNED', finished_at = :now
     WHERE job_id = :jobId AND state = 'planned' AND attempts > 0`,
    { jobId, now },
  );
  await queries.change(`DELETE FROM sync_operations WHERE job_id = :jobId AND state = 'planned'`, { jobId });
}

/** Waits for the merchant's yes: planned, but nobody carries it out. */
export const HELD = `state = 'planned' AND is_risky`;

/** Planned and to be begun now: nothing that waits for a yes, no album move of an item whose create has no answer yet. */
const POSSIBLE = `o.state = 'planned' AND NOT o.is_risky AND o.kind NOT IN (:withoutKinds)
  AND NOT (o.kind IN ('album_add','album_remove') AND EXISTS (SELECT 1 FROM sync_operations c
    WHERE c.user_id = o.user_id AND c.vk_group_id = o.vk_group_id AND c.listing_key = o.listing_key AND c.kind = 'create'
      AND c.state IN ('sent','unknown')))`;

/**
 * The next planned operations in order of work, of the lowest open rank only; blocked kinds and what waits for a lost
 * create are passed over.
 */
export async function nextPlanned(
  queries: Queries,
  jobId: JobId,
  limit: number,
  withoutKinds: readonly OperationKind[],
): Promise<readonly Operation[]> {
  const rows = await queries.rows<OperationRow>(
    `SELECT * FROM sync_operations o WHERE o.job_id = :jobId AND ${POSSIBLE}
       AND o.rank_in_run = (SELECT MIN(o.rank_in_run) FROM sync_operations o WHERE o.job_id = :jobId AND ${POSSIBLE})
     ORDER BY o.priority, o.album_title, o.id LIMIT :limit`,
    { jobId, limit, withoutKinds: withoutKinds.length > 0 ? [...withoutKinds] : [''] },
  );
  return rows.map(toOperation);
}

/** Operations of a job by state; what waits for the merchant's yes is not counted. */
export async function countByState(queries: Queries, jobId: JobId): Promise<ReadonlyMap<OperationState, number>> {
  const rows = await queries.rows<{ state: OperationState; n: number }>(
    `SELECT state, COUNT(*) AS n FROM sync_operations WHERE job_id = :jobId AND NOT (${HELD}) GROUP BY state`,
    { jobId },
  );
  return new Map(rows.map(row => [row.state, row.n]));
}

export async function countByKind(
  queries: Queries,
  jobId: JobId,
  states: readonly OperationState[],
): Promise<ReadonlyMap<OperationKind, number>> {
  const rows = await queries.rows<{ kind: OperationKind; n: number }>(
    `SELECT kind, COUNT(*) AS n FROM sync_operations WHERE job_id = :jobId AND state IN (:states) GROUP BY kind`,
    { jobId, states: [...states] },
  );
  return new Map(rows.map(row => [row.kind, row.n]));
}

/** The one process that may send operations of a job: the last one that said so. */
export async function takeWriter(queries: Queries, jobId: JobId, writer: string): Promise<void> {
  await queries.change('UPDATE sync_jobs SET writer = :writer WHERE id = :jobId', { jobId, writer });
}

/** No process may send operations of the merchant's jobs any more, until one says that it is the writer. */
export async function revokeWriters(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('UPDATE sync_jobs SET writer = NULL WHERE user_id = :userId AND writer IS NOT NULL', { userId });
}

/** Whether a process is still the job's writer; the job is locked until the transaction ends. */
export async function isWriter(queries: Queries, jobId: JobId, writer: string): Promise<boolean> {
  const row = await queries.first<{ writer: string | null }>(
    'SELECT writer FROM sync_jobs WHERE id = :jobId FOR UPDATE',
    {
      jobId,
    },
  );
  return row?.writer === writer;
}

/**
 * Writes `sent` before the call leaves, all or nothing as far as the job's writer is still the caller: a batch that was
 * given up for dead and wakes later claims nothing. Answers how many were claimed.
 */
export async function claimOperations(
  queries: Queries,
  claim: { jobId: JobId; writer: string; ids: readonly OperationId[]; from: readonly OperationState[]; now?: Date },
): Promise<number> {
  if (claim.ids.length === 0) return 0;
  return queries.change(
    `UPDATE sync_operations o JOIN sync_jobs j ON j.id = :jobId AND j.writer = :writer
     SET o.state = 'sent', o.sent_at = :now, o.attempts = o.attempts + 1
     WHERE o.id IN (:ids) AND o.state IN (:from)`,
    {
      jobId: claim.jobId,
      writer: claim.writer,
      ids: [...claim.ids],
      from: [...claim.from],
      now: claim.now ?? new Date(),
    },
  );
}

/** Whether a job holds operations planned for another community than the one connected now. */
export async function isForAnotherShop(queries: Queries, jobId: JobId, groupId: VkGroupId): Promise<boolean> {
  const row = await queries.first(
    'SELECT 1 AS found FROM sync_operations WHERE job_id = :jobId AND vk_group_id <> :groupId LIMIT 1',
    { jobId, groupId },
  );
  return row !== null;
}

export interface OperationEnd {
  readonly state: 'done' | 'failed' | 'skipped' | 'planned' | 'unknown';
  readonly errorCode?: string | null;
  readonly vendorCode?: string | null;
  readonly itemId?: VkItemId | null;
  readonly lookupAt?: Date | null;
}

/** What became of operations. All of `ids` end the same way. */
export async function endOperations(queries: Queries, ids: readonly OperationId[], end: OperationEnd): Promise<void> {
  if (ids.length === 0) return;
  const isOver = end.state === 'done' || end.state === 'failed' || end.state === 'skipped';
  await queries.change(
    `UPDATE sync_operations SET state = :state, error_code = :errorCode, error_vendor_code = :vendorCode,
       vk_item_id = COALESCE(:itemId, vk_item_id), lookup_at = :lookupAt, finished_at = :finishedAt WHERE id IN (:ids)`,
    {
      ids: [...ids],
      state: end.state,
      errorCode: end.errorCode ?? null,
      vendorCode: end.vendorCode?.slice(0, 60) ?? null,
      itemId: end.itemId ?? null,
      lookupAt: end.lookupAt ?? null,
      finishedAt: isOver ? new Date() : null,
    },
  );
}

/**
 * Keeps the uploaded photo with its operation, so that a repeated create uses the same one; `null` lets go of it. `false` =
 * the operation has another photo or has left already: a process that woke late must not replace the guard against a twin.
 */
export async function setOperationPhoto(
  queries: Queries,
  id: OperationId,
  photoId: VkPhotoId | null,
): Promise<boolean> {
  const isFree = photoId === null ? '' : ` AND state = 'planned' AND photo_id IS NULL`;
  const changed = await queries.change(`UPDATE sync_operations SET photo_id = :photoId WHERE id = :id${isFree}`, {
    id,
    photoId,
  });
  return changed > 0;
}

/** Whether an operation has been carried out; the row is locked until the transaction ends. */
export async function lockIfDone(queries: Queries, id: OperationId): Promise<boolean> {
  const row = await queries.first<{ state: OperationState }>(
    'SELECT state FROM sync_operations WHERE id = :id FOR UPDATE',
    { id },
  );
  return row?.state === 'done';
}

/** A look-up for a lost create came back without it. */
export async function postponeLookup(queries: Queries, ids: readonly OperationId[], lookupAt: Date): Promise<void> {
  if (ids.length === 0) return;
  await queries.change('UPDATE sync_operations SET lookups = lookups + 1, lookup_at = :lookupAt WHERE id IN (:ids)', {
    ids: [...ids],
    lookupAt,
  });
}

/** Creates of a merchant in the community connected now whose answer was lost, of whatever job. */
export async function openCreates(queries: Queries, userId: UserId): Promise<readonly Operation[]> {
  const rows = await queries.rows<OperationRow>(
    `SELECT * FROM sync_operations WHERE user_id = :userId AND state IN ('sent','unknown') AND kind = 'create'
       AND vk_group_id = (SELECT group_id FROM vk_connections WHERE user_id = :userId) ORDER BY id`,
    { userId },
  );
  return rows.map(toOperation);
}

/** Sent operations of a merchant that nobody waits for any more: their process died. */
export async function orphanedSent(queries: Queries, userId: UserId): Promise<readonly Operation[]> {
  const rows = await queries.rows<OperationRow>(
    `SELECT * FROM sync_operations WHERE user_id = :userId AND state = 'sent' ORDER BY id`,
    { userId },
  );
  return rows.map(toOperation);
}

/** Codes of skipped operations that the next run does: their wish still stands. */
const LEFT_FOR_NEXT_RUN = ['SYNC.LINK_GONE', 'SYNC.REPLANNED', 'VK.ALBUM_NOT_FOUND'] as const;

/**
 * Whether a job, begun at `since`, leaves something for the next run to do: skipped until then, or a lost create of an
 * earlier job that was found or given up meanwhile, so that nobody has compared it yet.
 */
export async function leavesWork(queries: Queries, userId: UserId, jobId: JobId, since: Date): Promise<boolean> {
  const row = await queries.first(
    `SELECT 1 AS found FROM sync_operations WHERE user_id = :userId AND (
       (job_id = :jobId AND state = 'skipped' AND error_code IN (:codes))
       OR (job_id <> :jobId AND kind = 'create' AND state IN ('done','failed') AND finished_at >= :since)) LIMIT 1`,
    { userId, jobId, since, codes: [...LEFT_FOR_NEXT_RUN] },
  );
  return row !== null;
}
