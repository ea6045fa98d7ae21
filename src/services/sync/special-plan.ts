import { countByState } from '../../db/repositories/operations.repository.js';
import { findJob, updateJob } from '../../db/repositories/jobs.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import { planDisconnectPage } from './disconnect.js';
import { cancelStop } from './phases.js';
import { beginPlan, shopOf } from './plan.js';
import type { SyncDeps } from './sync-deps.js';
import { planUndoPage } from './undo.js';

export interface SpecialPage {
  readonly job: { readonly userId: UserId; readonly jobId: JobId };
  readonly planNo: number;
  /** Continue after this listing key; `null` = from the start. */
  readonly after: string | null;
}

/**
 * One page of the plan of a job that looks at the ledger alone: an undo, or the hiding of everything at a disconnect.
 * Neither reads the till or the shop, and no brake holds it: the merchant has just said yes to this very list.
 */
export async function planSpecialPage(
  deps: SyncDeps,
  { job, planNo, after }: SpecialPage,
): Promise<{ next: string | null; stop: StopReason | null }> {
  const stop = await cancelStop(deps, job.jobId);
  if (stop) return { next: null, stop };
  const record = await findJob(deps.db, job.jobId);
  if (!record) throw new AppError('not_found', 'JOB.NOT_FOUND');
  const shop = await shopOf(deps.db, job.userId);
  if (after === null) await beginPlan(deps, job);
  const page = { jobId: job.jobId, planNo, after };
  const next =
    record.kind === 'disconnect'
      ? await planDisconnectPage(deps.db, shop, { ...page, goods: record.options?.goods ?? 'hide' })
      : record.sourceJobId === null
        ? null
        : await planUndoPage(deps.db, shop, { ...page, sourceJobId: record.sourceJobId });
  if (next === null) await countSpecial(deps, job.jobId);
  return { next, stop: null };
}

async function countSpecial({ db }: SyncDeps, jobId: JobId): Promise<void> {
  const counts = await countByState(db, jobId);
  const done = (counts.get('done') ?? 0) + (counts.get('failed') ?? 0) + (counts.get('skipped') ?? 0);
  await updateJob(db, jobId, {
    phase: 'apply',
    progress_total: (counts.get('planned') ?? 0) + done,
    progress_done: done,
  });
}
