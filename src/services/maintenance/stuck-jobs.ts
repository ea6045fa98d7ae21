import { quietJobs, type QuietJob } from '../../db/repositories/health.repository.js';
import { openNotice } from '../notices/notices.js';
import { finishJob } from '../sync/finish-job.js';
import type { HousekeepingDeps } from './housekeeping.js';

/** A job without progress for so long is looked at: whether anything is left that could go on with it. */
const QUIET_MS = 5 * 60_000;
/** A job without progress for so long is ended even if its workflow says that it lives. */
const STUCK_MS = 60 * 60_000;

/**
 * Ends and reports jobs that nothing goes on with, so that no merchant is locked for ever: those whose workflow is gone,
 * and those that stand still for an hour. Operations they left `sent` are sorted out by the next run, which looks for a
 * lost create before it may send it again. A job that waits for approval is over for the pipeline and is none of them.
 */
export async function endStuckJobs(deps: HousekeepingDeps): Promise<void> {
  const now = deps.now();
  for (const job of await quietJobs(deps.db, { quiet: new Date(now - QUIET_MS), stuck: new Date(now - STUCK_MS) })) {
    try {
      await endIfDead(deps, job);
    } catch (error) {
      deps.logger.warn('a job that stands still could not be ended', { jobId: job.jobId, error });
    }
  }
}

async function endIfDead(deps: HousekeepingDeps, job: QuietJob): Promise<void> {
  const { workflowId, runId } = job;
  if (!job.isStuck && workflowId !== null && (await deps.pipelines.isOpen(workflowId))) return;
  deps.logger.error('a job that nothing goes on with is ended', { ...job });
  // Without a run of its own the job never began: the workflow of that id is another job's.
  if (workflowId !== null && runId !== null)
    await deps.pipelines.terminate(workflowId, 'no progress for an hour', runId);
  const { userId, jobId } = job;
  await finishJob(deps, { userId, jobId, outcome: 'failed', code: 'SYNC.STUCK', resumeAtMs: null });
  await openNotice(deps.db, userId, 'SYNC.STUCK', {}, jobId);
}
