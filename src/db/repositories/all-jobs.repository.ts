import type { JobId, UserId } from '../../domain/brand.js';
import type { Queries, SqlValue } from '../database.js';
import {
  toJob,
  type JobKind,
  type JobRecord,
  type JobRow,
  type JobStatus,
  type JobTrigger,
} from './jobs.repository.js';

/** A job of any merchant, with what the operator needs to find it elsewhere. */
export interface AnyJob {
  readonly job: JobRecord;
  readonly merchant: { readonly id: UserId; readonly email: string; readonly isPaused: boolean };
  readonly workflowId: string | null;
  readonly runId: string | null;
  readonly requestId: string;
  readonly progressAt: Date | null;
}

/** Which jobs to list; an absent part lets everything through. */
export interface AnyJobFilter {
  readonly userId?: UserId;
  readonly status?: JobStatus;
  readonly kind?: JobKind;
  readonly trigger?: JobTrigger;
  readonly reasonCode?: string;
  /** Failed, or with operations that did. */
  readonly hasFailures?: true;
  /** Rest now, rather than once did. */
  readonly restsAt?: Date;
  readonly from?: Date;
  /** Before, not at. */
  readonly until?: Date;
}

/** Where a page begins: jobs older than one, or newer than one; `null` = at the newest. */
export type JobMark = { readonly olderThan: JobId } | { readonly newerThan: JobId } | null;

type Row = JobRow & {
  email: string;
  isPaused: number;
  workflow_id: string | null;
  run_id: string | null;
  request_id: string;
  progress_at: Date | null;
};

const SELECT = `SELECT j.*, u.email, COALESCE(c.paused_at IS NOT NULL, FALSE) AS isPaused
  FROM sync_jobs j JOIN users u ON u.id = j.user_id LEFT JOIN sync_configs c ON c.user_id = j.user_id`;

const toAnyJob = (row: Row): AnyJob => ({
  job: toJob(row),
  merchant: { id: row.user_id, email: row.email, isPaused: Boolean(row.isPaused) },
  workflowId: row.workflow_id,
  runId: row.run_id,
  requestId: row.request_id,
  progressAt: row.progress_at,
});

export async function findAnyJob(queries: Queries, id: JobId): Promise<AnyJob | null> {
  const row = await queries.first<Row>(`${SELECT} WHERE j.id = :id`, { id });
  return row && toAnyJob(row);
}

/**
 * One page of all merchants' jobs, newest first, at most `limit`; no totals, for counting a million rows takes longer than
 * showing fifty. Every filter has an index that ends with the id, so that a page costs the same wherever it lies.
 */
export async function listAnyJobs(
  queries: Queries,
  filter: AnyJobFilter,
  at: { readonly mark: JobMark; readonly limit: number },
): Promise<readonly AnyJob[]> {
  const bounds = await idBounds(queries, filter);
  const newer = at.mark !== null && 'newerThan' in at.mark;
  const values: Record<string, SqlValue> = {
    userId: filter.userId ?? null,
    status: filter.status ?? null,
    kind: filter.kind ?? null,
    trigger: filter.trigger ?? null,
    reasonCode: filter.reasonCode ?? null,
    restsAt: filter.restsAt ?? null,
    first: bounds.first,
    last: bounds.last,
    mark: at.mark === null ? null : 'newerThan' in at.mark ? at.mark.newerThan : at.mark.olderThan,
    limit: at.limit,
  };
  const where = [
    'TRUE',
    ...(filter.userId === undefined ? [] : ['j.user_id = :userId']),
    ...(filter.status === undefined ? [] : ['j.status = :status']),
    ...(filter.kind === undefined ? [] : ['j.kind = :kind']),
    ...(filter.trigger === undefined ? [] : ['j.triggered_by = :trigger']),
    ...(filter.reasonCode === undefined ? [] : ['j.reason_code = :reasonCode']),
    ...(filter.hasFailures === undefined ? [] : ['j.has_failures = TRUE']),
    ...(filter.restsAt === undefined ? [] : [`j.status = 'parked' AND j.resume_at > :restsAt`]),
    ...(bounds.first === null ? [] : ['j.id >= :first']),
    ...(bounds.last === null ? [] : ['j.id < :last']),
    ...(at.mark === null ? [] : [newer ? 'j.id > :mark' : 'j.id < :mark']),
  ].join(' AND ');
  // The page's ids first: joining and reading whole rows is for fifty of them alone.
  const rows = await queries.rows<Row>(
    `${SELECT} JOIN (SELECT j.id FROM sync_jobs j FORCE INDEX (${indexFor(filter)}) WHERE ${where} ORDER BY j.id ${newer ? 'ASC' : 'DESC'} LIMIT :limit) p
       ON p.id = j.id ORDER BY j.id DESC`,
    values,
  );
  return rows.map(toAnyJob);
}

/**
 * The index to walk, rare values before frequent ones: left to itself, the server would rather sort everything of one status
 * than walk its ids backwards.
 */
function indexFor({ userId, status, kind, trigger, hasFailures, restsAt }: AnyJobFilter): string {
  if (userId !== undefined) return 'sync_jobs_user';
  if (restsAt !== undefined) return 'sync_jobs_resting';
  if (hasFailures !== undefined) return 'sync_jobs_failures';
  if (kind !== undefined && kind !== 'sync') return 'sync_jobs_kind';
  if (status !== undefined && status !== 'unchanged' && status !== 'success') return 'sync_jobs_status';
  if (trigger !== undefined && trigger !== 'schedule') return 'sync_jobs_trigger';
  return status === undefined ? 'PRIMARY' : 'sync_jobs_status';
}

/** A time as a place among the ids: jobs are numbered in the order they were made. */
async function idBounds(
  queries: Queries,
  { from, until }: AnyJobFilter,
): Promise<{ first: number | null; last: number | null }> {
  const firstSince = async (at: Date): Promise<number | null> =>
    (
      await queries.first<{ id: number }>(
        'SELECT id FROM sync_jobs WHERE created_at >= :at ORDER BY created_at, id LIMIT 1',
        { at },
      )
    )?.id ?? null;
  const first = from === undefined ? null : await firstSince(from);
  const last = until === undefined ? null : await firstSince(until);
  // Nothing was made since: no id is large enough.
  return { first: from !== undefined && first === null ? Number.MAX_SAFE_INTEGER : first, last };
}

/** The newest jobs of one merchant that are not over, however many wait behind the first. */
export async function openJobIds(queries: Queries, userId: UserId): Promise<readonly JobId[]> {
  const rows = await queries.rows<{ id: JobId }>(
    `SELECT id FROM sync_jobs WHERE user_id = :userId AND status IN ('pending','running') ORDER BY id`,
    { userId },
  );
  return rows.map(({ id }) => id);
}
