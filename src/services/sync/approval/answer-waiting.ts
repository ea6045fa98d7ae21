import type { Database, Queries } from '../../../db/database.js';
import { closeHeld, decide, heldIds } from '../../../db/repositories/decisions.repository.js';
import { lockJob, updateJob, type JobRecord } from '../../../db/repositories/jobs.repository.js';
import { updateSyncConfig } from '../../../db/repositories/sync-config.repository.js';
import type { JobId, UserId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import { auditExchange } from '../../audit/audit-account.js';
import { closeNotices } from '../../notices/notices.js';
import { APPROVAL_NOTICES } from '../waiting-job.js';

interface Deps {
  readonly db: Database;
  readonly now: () => number;
}

/** Who ends a job: its merchant on the site, if nobody else says so. */
export interface CancelledBy {
  readonly userId: UserId | null;
  readonly origin: string;
}

/** Notes that somebody ends a job. */
export async function auditCancel(queries: Queries, job: JobRecord, by: CancelledBy): Promise<void> {
  const { userId, origin } = by;
  const entity = `job:${job.id}`;
  const before = { status: job.status };
  await auditExchange(queries, job.userId, 'job.cancel', { actor: userId, entity, before, origin });
}

/** What the merchant approved: everything that waits, or operations by id; the others are declined. */
export type ApprovalChoice = 'all' | { readonly operationIds: readonly number[] };

/** The job under its row's lock, if it waits for a yes. Throws `JOB.NOT_FOUND`, `JOB.NOT_WAITING`. */
async function lockWaiting(queries: Queries, userId: UserId, jobId: JobId): Promise<JobRecord> {
  const job = await lockJob(queries, jobId);
  if (job?.userId !== userId) throw new AppError('not_found', 'JOB.NOT_FOUND');
  if (job.status !== 'awaiting_approval') throw new AppError('conflict', 'JOB.NOT_WAITING');
  return job;
}

/**
 * Writes the merchant's answer. The waiting job is over with it: its harmless part is done, and what was approved goes
 * through in the next plan that still holds it, whichever run that is. Throws as `ApprovalService.approve`.
 */
export async function approveWaiting(deps: Deps, userId: UserId, jobId: JobId, choice: ApprovalChoice): Promise<void> {
  const now = new Date(deps.now());
  await deps.db.transaction(async queries => {
    const job = await lockWaiting(queries, userId, jobId);
    const waiting = await heldIds(queries, jobId);
    const approved = choice === 'all' ? waiting : choice.operationIds;
    if (approved.length === 0) throw new AppError('invalid', 'JOB.NOTHING_CHOSEN');
    const known = new Set(waiting);
    const unknown = approved.find(id => !known.has(id));
    if (unknown !== undefined) throw new AppError('not_found', 'JOB.OPERATION_NOT_FOUND', { id: unknown });
    await decide(queries, jobId, approved, now);
    await auditExchange(queries, userId, 'job.approve', {
      entity: `job:${jobId}`,
      after: { approved: approved.length, declined: waiting.length - approved.length },
    });
    const isWhole = job.counters.failed === 0 && job.tillComplete !== false;
    await end(queries, job, isWhole ? 'success' : 'partial', 'SYNC.APPROVED');
    // If the run that is asked for now cannot begin, the clock's next one carries the answer out.
    await updateSyncConfig(queries, userId, { next_due_at: null });
  });
}

/** Declines everything that waits. Throws `JOB.NOT_FOUND`, `JOB.NOT_WAITING`. */
export async function declineWaiting(deps: Deps, userId: UserId, jobId: JobId): Promise<void> {
  await deps.db.transaction(async queries => {
    const job = await lockWaiting(queries, userId, jobId);
    await decide(queries, jobId, [], new Date(deps.now()));
    await auditExchange(queries, userId, 'job.decline', { entity: `job:${jobId}` });
    await end(queries, job, 'cancelled', 'SYNC.DECLINED');
  });
}

/** Takes the question back without an answer: the next run asks again. Throws `JOB.NOT_FOUND`, `JOB.NOT_WAITING`. */
export async function cancelWaiting(deps: Deps, userId: UserId, jobId: JobId, by: CancelledBy): Promise<void> {
  await deps.db.transaction(async queries => {
    const job = await lockWaiting(queries, userId, jobId);
    await closeHeld(queries, jobId, 'SYNC.CANCELLED', new Date(deps.now()));
    await auditCancel(queries, job, by);
    await end(queries, job, 'cancelled', 'SYNC.CANCELLED');
  });
}

async function end(
  queries: Queries,
  job: JobRecord,
  status: 'success' | 'partial' | 'cancelled',
  code: string,
): Promise<void> {
  await updateJob(queries, job.id, { status, reason_code: code, reason_params: null });
  await closeNotices(queries, job.userId, APPROVAL_NOTICES);
}
