import type { Database, Queries } from '../../db/database.js';
import { countByState, leavesWork, openCreates } from '../../db/repositories/operations.repository.js';
import { lockJob, updateJob, type JobRecord } from '../../db/repositories/jobs.repository.js';
import {
  lockSyncConfig,
  updateSyncConfig,
  type SyncConfigChanges,
} from '../../db/repositories/sync-config.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { dueAfterFailure, failuresAfter, nextDueAt, restUntil } from '../../domain/sync/due.js';
import type { JobOutcome } from '../../domain/sync/job-outcome.js';
import { hintsAfter } from './hints.js';

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

/**
 * Phase 6: the job's row, when the merchant is due again, and whether the shop now equals the wish. All or nothing, and
 * once: a job that is over stays as it ended.
 */
export async function finishJob(deps: Deps, end: JobEnd): Promise<void> {
  await deps.db.transaction(async queries => {
    const job = await lockJob(queries, end.jobId);
    if (job?.finishedAt !== null) return;
    await updateJob(queries, end.jobId, {
      status: end.outcome,
      phase: 'finish',
      reason_code: end.code,
      resume_at: end.resumeAtMs === null ? null : new Date(end.resumeAtMs),
      finished_at: new Date(deps.now()),
    });
    if (job.kind !== 'sync') return;
    await updateSyncConfig(queries, end.userId, await configAfter(deps, queries, end, job));
  });
}

async function configAfter(deps: Deps, queries: Queries, end: JobEnd, job: JobRecord): Promise<SyncConfigChanges> {
  const now = deps.now();
  const config = await lockSyncConfig(queries, end.userId);
  const failing = failuresAfter(end.outcome, config.failingCount);
  const due = dueAt(deps, end, failing);
  const rest = restUntil(end, due);
  const changes: SyncConfigChanges = {
    last_run_at: new Date(now),
    failing_count: failing,
    next_due_at: new Date(due),
    rest_until: rest === null ? null : new Date(rest),
    ...hintsAfter(config, job.startedAt),
  };
  // Listings of another till (a page's refresh beside the run) may be what was written.
  const isOfThisTill = config.listingsTillDigest === job.tillDigest;
  if (isOfThisTill && (await hasConverged(queries, end, job))) {
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
  queries: Queries,
  end: JobEnd,
  job: { tillDigest: string | null; createdAt: Date },
): Promise<boolean> {
  if (job.tillDigest === null || (end.outcome !== 'success' && end.outcome !== 'unchanged')) return false;
  const counts = await operationCounts({ db: queries }, end.jobId);
  if (counts.open > 0 || (await openCreates(queries, end.userId)).length > 0) return false;
  return !(await leavesWork(queries, end.userId, end.jobId, job.createdAt));
}

/** Operations of a job by what became of them. */
export async function operationCounts(
  deps: { readonly db: Queries },
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
