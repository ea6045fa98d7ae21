import type { JobId, UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

export type JobKind = 'sync' | 'preview' | 'pilot' | 'undo' | 'disconnect';
export type JobTrigger = 'schedule' | 'manual' | 'webhook' | 'approval' | 'undo';
export type JobStatus =
  'pending' | 'running' | 'success' | 'partial' | 'failed' | 'awaiting_approval' | 'parked' | 'cancelled' | 'unchanged';
export type JobPhase = 'queued' | 'till' | 'listings' | 'shop' | 'plan' | 'apply' | 'finish';

/** What a job of a special kind is about. */
export interface JobOptions {
  readonly pilotKeys?: readonly string[];
  readonly pilotCount?: number;
  /** A sync of these goods alone. */
  readonly onlyKeys?: readonly string[];
  /** A sync of the goods that the source job could not do. */
  readonly onlyFailed?: true;
  readonly goods?: 'hide' | 'delete';
}

export interface JobRecord {
  readonly id: JobId;
  readonly userId: UserId;
  readonly kind: JobKind;
  readonly trigger: JobTrigger;
  /** The job this one approves or undoes. */
  readonly sourceJobId: JobId | null;
  readonly options: JobOptions | null;
  readonly undoneByJobId: JobId | null;
  readonly status: JobStatus;
  readonly phase: JobPhase;
  readonly tillDigest: string | null;
  readonly tillComplete: boolean | null;
  readonly inputVersion: number | null;
  readonly progressDone: number;
  readonly progressTotal: number;
  readonly applyStartedAt: Date | null;
  readonly counters: {
    readonly created: number;
    readonly updated: number;
    readonly hidden: number;
    readonly deleted: number;
    readonly skipped: number;
    readonly unchanged: number;
    readonly failed: number;
  };
  /** Operations that wait, or waited, for the merchant's yes. */
  readonly risky: number;
  readonly reasonCode: string | null;
  readonly reasonParams: Readonly<Record<string, string>> | null;
  readonly resumeAt: Date | null;
  readonly cancelRequestedAt: Date | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** A row of `sync_jobs` as it comes. */
export interface JobRow {
  id: JobId;
  user_id: UserId;
  kind: JobKind;
  triggered_by: JobTrigger;
  source_job_id: JobId | null;
  options: unknown;
  undone_by_job_id: JobId | null;
  status: JobStatus;
  phase: JobPhase;
  till_digest: string | null;
  till_complete: number | null;
  input_version: number | null;
  progress_done: number;
  progress_total: number;
  apply_started_at: Date | null;
  items_created: number;
  items_updated: number;
  items_hidden: number;
  items_deleted: number;
  items_skipped: number;
  items_unchanged: number;
  items_failed: number;
  items_risky: number;
  reason_code: string | null;
  reason_params: unknown;
  resume_at: Date | null;
  cancel_requested_at: Date | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

export const toJob = (row: JobRow): JobRecord => ({
  id: row.id,
  userId: row.user_id,
  kind: row.kind,
  trigger: row.triggered_by,
  sourceJobId: row.source_job_id,
  options: jsonColumnOrNull<JobOptions>(row.options),
  undoneByJobId: row.undone_by_job_id,
  status: row.status,
  phase: row.phase,
  tillDigest: row.till_digest,
  tillComplete: row.till_complete === null ? null : Boolean(row.till_complete),
  inputVersion: row.input_version,
  progressDone: row.progress_done,
  progressTotal: row.progress_total,
  applyStartedAt: row.apply_started_at,
  counters: {
    created: row.items_created,
    updated: row.items_updated,
    hidden: row.items_hidden,
    deleted: row.items_deleted,
    skipped: row.items_skipped,
    unchanged: row.items_unchanged,
    failed: row.items_failed,
  },
  risky: row.items_risky,
  reasonCode: row.reason_code,
  reasonParams: jsonColumnOrNull<Record<string, string>>(row.reason_params),
  resumeAt: row.resume_at,
  cancelRequestedAt: row.cancel_requested_at,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

export interface NewJob {
  readonly userId: UserId;
  readonly kind: JobKind;
  readonly trigger: JobTrigger;
  readonly workflowId: string;
  /** A wish repeated with the same id is the same wish. */
  readonly requestId: string;
  /** The job that is approved or undone. */
  readonly sourceJobId?: JobId;
  readonly options?: JobOptions;
}

/** Makes a job; the same wish made twice is the same job. */
export async function insertJob(queries: Queries, job: NewJob): Promise<JobId> {
  return (await queries.insert(
    `INSERT INTO sync_jobs (user_id, kind, triggered_by, source_job_id, options, request_id, workflow_id, progress_at,
       created_at)
     VALUES (:userId, :kind, :trigger, :sourceJobId, :options, :requestId, :workflowId, :now, :now)
     ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)`,
    {
      userId: job.userId,
      kind: job.kind,
      trigger: job.trigger,
      sourceJobId: job.sourceJobId ?? null,
      options: job.options === undefined ? null : JSON.stringify(job.options),
      requestId: job.requestId,
      workflowId: job.workflowId,
      now: new Date(),
    },
  )) as JobId;
}

/** The job a wish has opened; `null` = none yet. */
export async function findJobByRequest(queries: Queries, userId: UserId, requestId: string): Promise<JobId | null> {
  const row = await queries.first<{ id: JobId }>(
    'SELECT id FROM sync_jobs WHERE user_id = :userId AND request_id = :requestId',
    { userId, requestId },
  );
  return row?.id ?? null;
}

export async function findJob(queries: Queries, id: JobId): Promise<JobRecord | null> {
  const row = await queries.first<JobRow>('SELECT * FROM sync_jobs WHERE id = :id', { id });
  return row ? toJob(row) : null;
}

/** As {@link findJob}, locked until the transaction ends. */
export async function lockJob(queries: Queries, id: JobId): Promise<JobRecord | null> {
  const row = await queries.first<JobRow>('SELECT * FROM sync_jobs WHERE id = :id FOR UPDATE', { id });
  return row ? toJob(row) : null;
}

/** A job of one merchant; another merchant's is `null` as well. */
export async function findOwnJob(queries: Queries, userId: UserId, id: JobId): Promise<JobRecord | null> {
  const job = await findJob(queries, id);
  return job?.userId === userId ? job : null;
}

/** Which jobs to list; an absent part lets everything through. */
export interface JobFilter {
  readonly status?: JobStatus;
  readonly kind?: JobKind;
  readonly trigger?: JobTrigger;
}

/** Jobs of a merchant, newest first, and how many there are in all. */
export async function listJobs(
  queries: Queries,
  userId: UserId,
  page: { offset: number; limit: number },
  { status, kind, trigger }: JobFilter = {},
): Promise<{ rows: readonly JobRecord[]; total: number }> {
  const where = [
    'user_id = :userId',
    ...(status === undefined ? [] : ['status = :status']),
    ...(kind === undefined ? [] : ['kind = :kind']),
    ...(trigger === undefined ? [] : ['triggered_by = :trigger']),
  ].join(' AND ');
  const values = { userId, status: status ?? null, kind: kind ?? null, trigger: trigger ?? null };
  const rows = await queries.rows<JobRow>(
    `SELECT * FROM sync_jobs WHERE ${where} ORDER BY id DESC LIMIT :limit OFFSET :offset`,
    { ...values, ...page },
  );
  const count = await queries.first<{ n: number }>(`SELECT COUNT(*) AS n FROM sync_jobs WHERE ${where}`, values);
  return { rows: rows.map(toJob), total: count?.n ?? 0 };
}

/** The merchant's job that is not over, if there is one: running before waiting. */
export async function openJob(queries: Queries, userId: UserId): Promise<JobRecord | null> {
  const row = await queries.first<JobRow>(
    `SELECT * FROM sync_jobs WHERE user_id = :userId AND status IN ('pending','running')
     ORDER BY status = 'running' DESC, id LIMIT 1`,
    { userId },
  );
  return row ? toJob(row) : null;
}

/** The merchant's first open job of a kind besides one; one that was asked to end is none. `null` = there is none. */
export async function openJobOfKind(
  queries: Queries,
  userId: UserId,
  kind: JobKind,
  except: JobId | null = null,
): Promise<JobRecord | null> {
  const row = await queries.first<JobRow>(
    `SELECT * FROM sync_jobs WHERE user_id = :userId AND kind = :kind AND status IN ('pending','running')
       AND cancel_requested_at IS NULL AND id <> :except ORDER BY id LIMIT 1`,
    { userId, kind, except: except ?? 0 },
  );
  return row ? toJob(row) : null;
}

/** The merchant's job that waits for a yes, the newest if there were ever two. */
export async function waitingJob(queries: Queries, userId: UserId): Promise<JobRecord | null> {
  const row = await queries.first<JobRow>(
    `SELECT * FROM sync_jobs WHERE user_id = :userId AND status = 'awaiting_approval' ORDER BY id DESC LIMIT 1`,
    { userId },
  );
  return row ? toJob(row) : null;
}

export async function lastFinishedJob(queries: Queries, userId: UserId): Promise<JobRecord | null> {
  const row = await queries.first<JobRow>(
    `SELECT * FROM sync_jobs WHERE user_id = :userId AND kind = 'sync' AND finished_at IS NOT NULL
     ORDER BY id DESC LIMIT 1`,
    { userId },
  );
  return row ? toJob(row) : null;
}

/** A run of everything; one of chosen goods says nothing about how the exchange goes. */
const PLAIN = `kind = 'sync' AND options IS NULL`;

/** When the first of the plain runs in a row that were parked ended, looking back from one; `null` = the one before was not. */
export async function parkedSince(queries: Queries, userId: UserId, before: JobId): Promise<Date | null> {
  const row = await queries.first<{ since: Date | null }>(
    `SELECT MIN(finished_at) AS since FROM sync_jobs WHERE user_id = :userId AND ${PLAIN} AND status = 'parked'
       AND id < :before AND id > COALESCE((SELECT MAX(id) FROM sync_jobs WHERE user_id = :userId AND ${PLAIN}
         AND finished_at IS NOT NULL AND status <> 'parked' AND id < :before), 0)`,
    { userId, before },
  );
  return row?.since ?? null;
}

/**
 * The oldest job that serves a wish made at `askedAt` (`null` = now): one of the `candidates` that nobody asked to end
 * and that starts after the wish, else one that started after it and went through. A run of chosen goods serves nobody.
 */
export async function findServingJob(
  queries: Queries,
  wish: { userId: UserId; kind: JobKind; candidates: readonly JobId[]; askedAt: Date | null },
): Promise<JobId | null> {
  const row = await queries.first<{ id: JobId }>(
    `SELECT id FROM sync_jobs WHERE user_id = :userId AND kind = :kind AND cancel_requested_at IS NULL AND options IS NULL AND (
       (id IN (:candidates) AND status IN ('pending','running') AND (started_at IS NULL OR started_at >= :askedAt))
       OR (status IN ('success','partial','unchanged','awaiting_approval') AND started_at >= :askedAt))
     ORDER BY id LIMIT 1`,
    { ...wish, candidates: [0, ...wish.candidates] },
  );
  return row?.id ?? null;
}

/** Columns the phases of a run may set. */
export interface JobChanges {
  status?: JobStatus;
  phase?: JobPhase;
  run_id?: string | null;
  till_digest?: string | null;
  till_complete?: boolean;
  input_version?: number;
  progress_done?: number;
  progress_total?: number;
  apply_started_at?: Date;
  items_skipped?: number;
  items_unchanged?: number;
  items_risky?: number;
  undone_by_job_id?: JobId;
  cancel_requested_at?: Date;
  reason_code?: string | null;
  reason_params?: string | null;
  resume_at?: Date | null;
  started_at?: Date;
  finished_at?: Date;
}

/** Writes what changed and the time of progress. */
export async function updateJob(queries: Queries, id: JobId, changes: JobChanges): Promise<void> {
  const names = Object.keys(changes);
  await queries.change(
    `UPDATE sync_jobs SET ${[...names.map(name => `${name} = :${name}`), 'progress_at = :progressAt'].join(', ')}
     WHERE id = :id`,
    { ...changes, id, progressAt: new Date() },
  );
}

/** Asks a running job to end at the next operation boundary. */
export async function requestCancel(queries: Queries, userId: UserId): Promise<void> {
  await queries.change(
    `UPDATE sync_jobs SET cancel_requested_at = :now
     WHERE user_id = :userId AND status IN ('pending','running') AND cancel_requested_at IS NULL`,
    { userId, now: new Date() },
  );
}
