import type { Database } from '../../db/database.js';
import { countByState, leavesWork, openCreates } from '../../db/repositories/operations.repository.js';
import { findJob, updateJob } from '../../db/repositories/jobs.repository.js';
import {
  getSyncConfig,
  updateSyncConfig,
  type SyncConfigChanges,
} from '../../db/repositories/sync-config.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { dueAfterFailure, nextDueAt } from '../../domain/sync/due.js';
import type { JobOutcome } from '../../domain/sync/job-outcome.js';

export interface JobEnd {
  readonly userId: UserId;
  readonly jobId: JobId;
  readonly outcome: JobOutcome;
  readonly code: string | null;
  readonly resumeAtMs: number | null;
}

interface Deps {
  readonly db: Database;
  readonly now: () => number;
  readonly refreshIntervalMs: number;
}

/** Phase 6: the job's row, when the merchant is due again, and whether the shop now equals the wish. Repeatable. */
export async function finishJob(deps: Deps, end: JobEnd): Promise<void> {
  const { db } = deps;
  const now = new Date(deps.now());
  const job = await findJob(db, end.jobId);
  if (!job) return;
  await updateJob(db, end.jobId, {
    status: end.outcome,
    phase: 'finish',
    reason_code: end.code,
    resume_at: end.resumeAtMs === null ? null : new Date(end.resumeAtMs),
    finished_at: now,
  });
  if (job.kind !== 'sync') return;
  await updateSyncConfig(db, end.userId, await configAfter(deps, end, job));
}

async function configAfter(
  deps: Deps,
  end: JobEnd,
  job: NonNullable<Awaited<ReturnType<typeof findJob>>>,
): Promise<SyncConfigChanges> {
  const now = deps.now();
  const config = await getSyncConfig(deps.db, end.userId);
  const failing = end.outcome === 'failed' ? config.failingCount + 1 : 0;
  const changes: SyncConfigChanges = {
    last_run_at: new Date(now),
    failing_count: failing,
    next_due_at: new Date(dueAt(deps, end, failing)),
  };
  // A mark set after the run began is about something this run may not have seen: it stays.
  const isServed = config.dirtySince !== null && job.startedAt !== null && config.dirtySince <= job.startedAt;
  if (isServed && end.outcome !== 'failed' && end.outcome !== 'parked') changes.dirty_since = null;
  if (await hasConverged(deps, end, job)) {
    changes.converged_till_digest = job.tillDigest;
    changes.converged_input_version = job.inputVersion;
  }
  return changes;
}

function dueAt(deps: Deps, end: JobEnd, failing: number): number {
  const now = deps.now();
  const next = nextDueAt(end.userId, now, deps.refreshIntervalMs);
  if (end.outcome === 'parked' && end.resumeAtMs !== null) return end.resumeAtMs;
  return end.outcome === 'failed' ? Math.max(next, dueAfterFailure(failing, now)) : next;
}

/** Nothing is left to do: the next run over an equal till with equal wishes need not look at VK. */
async function hasConverged(
  deps: Deps,
  end: JobEnd,
  job: { tillDigest: string | null; createdAt: Date },
): Promise<boolean> {
  if (job.tillDigest === null || (end.outcome !== 'success' && end.outcome !== 'unchanged')) return false;
  const counts = await operationCounts(deps, end.jobId);
  if (counts.open > 0 || (await openCreates(deps.db, end.userId)).length > 0) return false;
  return !(await leavesWork(deps.db, end.userId, end.jobId, job.createdAt));
}

/** Operations of a job by what became of them. */
export async function operationCounts(
  deps: Pick<Deps, 'db'>,
  jobId: JobId,
): Promise<{ done: number; failed: number; skipped: number; open: number }> {
  const counts = await countByState(deps.db, jobId);
  return {
    done: counts.get('done') ?? 0,
    failed: counts.get('failed') ?? 0,
    skipped: counts.get('skipped') ?? 0,
    open: (counts.get('planned') ?? 0) + (counts.get('sent') ?? 0) + (counts.get('unknown') ?? 0),
  };
}
