import type { JobId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** Rows of one statement: small enough that a run waiting for the same rows does not notice. */
export const PRUNE_BATCH = 5000;

/** Where rows grow with time, and by what they are old. Each has an index on it. */
const AGED: readonly { readonly table: string; readonly column: string; readonly keeps: 'log' | 'day' }[] = [
  { table: 'api_log', column: 'started_at', keeps: 'log' },
  { table: 'health_check_logs', column: 'checked_at', keeps: 'log' },
  { table: 'connection_attempts', column: 'created_at', keeps: 'day' },
  { table: 'vk_id_requests', column: 'created_at', keeps: 'day' },
  { table: 'rate_counters', column: 'window_ends_at', keeps: 'day' },
  { table: 'sessions', column: 'expires', keeps: 'day' },
  { table: 'one_time_tokens', column: 'expires_at', keeps: 'day' },
];

/** One batch of one kind of row; answers how many went. */
export type PruneStep = () => Promise<number>;

/** Rows that are only a log, or that nobody can use any more: one step per table. */
export function agedRowSteps(
  queries: Queries,
  before: { readonly log: Date; readonly day: Date },
): readonly { readonly name: string; readonly step: PruneStep }[] {
  return AGED.map(({ table, column, keeps }) => ({
    name: table,
    step: () =>
      queries.change(`DELETE FROM ${table} WHERE ${column} < :before LIMIT ${PRUNE_BATCH}`, { before: before[keeps] }),
  }));
}

/** Notices that are over for so long. */
export function pruneNotices(queries: Queries, before: Date): Promise<number> {
  return queries.change(`DELETE FROM notices WHERE is_open = FALSE AND closed_at < :before LIMIT ${PRUNE_BATCH}`, {
    before,
  });
}

/** What it showed, a newer one shows better. */
const HAS_NEWER_PREVIEW = `EXISTS (SELECT 1 FROM sync_jobs n WHERE n.user_id = j.user_id AND n.id > j.id
  AND n.kind = 'preview' AND n.status IN ('success','unchanged'))`;

/** Old jobs that may have something to prune, after one of them. */
export async function oldJobs(
  queries: Queries,
  before: Date,
  after: JobId | 0,
  limit: number,
): Promise<readonly JobId[]> {
  const rows = await queries.rows<{ id: JobId }>(
    `SELECT j.id FROM sync_jobs j
     JOIN (SELECT COALESCE(MAX(id), 0) AS id FROM (SELECT id FROM sync_jobs WHERE created_at < :before
       ORDER BY created_at DESC, id DESC LIMIT 1) n) newest
     WHERE j.id > :after AND j.id <= newest.id AND j.finished_at < :before AND j.status <> 'awaiting_approval'
       AND (j.kind <> 'preview' OR ${HAS_NEWER_PREVIEW})
     ORDER BY j.id LIMIT :limit`,
    { before, after, limit },
  );
  return rows.map(({ id }) => id);
}

/**
 * Never deleted, however old: what proves that an item, an album or a deletion of VK's was our doing (ADR 6, spec §11), and
 * what has no clear end yet.
 */
const IS_PROOF = `(o.kind IN ('create','album_create') AND o.attempts > 0) OR o.kind = 'twin_delete'
  OR o.state IN ('sent','unknown')`;

/**
 * Deletes a batch of operations of old jobs that nothing asks for any more. Only of merchants whose shop was read to its end
 * since: until then the ledger may still have to explain what stands there. A plan that was only shown goes too.
 */
export async function pruneOperations(queries: Queries, jobIds: readonly JobId[], before: Date): Promise<number> {
  if (jobIds.length === 0) return 0;
  // By id: a first load alone left tens of thousands of them, and a DELETE over several tables knows no LIMIT.
  const rows = await queries.rows<{ id: number }>(
    `SELECT o.id FROM sync_operations o JOIN sync_configs c ON c.user_id = o.user_id AND c.shop_read_at > :before
     WHERE o.job_id IN (:jobIds) AND NOT (${IS_PROOF}) LIMIT ${PRUNE_BATCH}`,
    { jobIds: [...jobIds], before },
  );
  if (rows.length === 0) return 0;
  await queries.change('DELETE FROM sync_operations WHERE id IN (:ids)', { ids: rows.map(({ id }) => id) });
  return rows.length;
}

/**
 * Deletes old jobs that left nothing behind: exchanges that changed nothing or whose operations are gone, and previews that
 * a newer one has replaced. The newest exchange of each merchant stays, and so do jobs that belong to others.
 */
export async function pruneJobs(queries: Queries, jobIds: readonly JobId[]): Promise<number> {
  if (jobIds.length === 0) return 0;
  const rows = await queries.rows<{ id: JobId }>(
    `SELECT j.id FROM sync_jobs j WHERE j.id IN (:jobIds) AND j.source_job_id IS NULL AND j.undone_by_job_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM sync_operations o WHERE o.job_id = j.id)
       AND ((j.kind = 'sync' AND EXISTS (SELECT 1 FROM sync_jobs n WHERE n.user_id = j.user_id AND n.id > j.id
           AND n.kind = 'sync' AND n.finished_at IS NOT NULL))
         OR (j.kind = 'preview' AND ${HAS_NEWER_PREVIEW}))`,
    { jobIds: [...jobIds] },
  );
  if (rows.length === 0) return 0;
  return queries.change('DELETE FROM sync_jobs WHERE id IN (:ids)', { ids: rows.map(({ id }) => id) });
}
