import { pruneAudit } from '../../db/repositories/audit-log.repository.js';
import {
  agedRowSteps,
  oldJobs,
  PRUNE_BATCH,
  pruneJobs,
  pruneNotices,
  pruneOperations,
  type PruneStep,
} from '../../db/repositories/prune.repository.js';
import { pruneUnclaimed } from '../../db/repositories/till-installs.repository.js';
import type { JobId } from '../../domain/brand.js';
import { deleteOverdueAccounts } from '../accounts/account-deletion.js';
import type { HousekeepingDeps } from './housekeeping.js';

const DAY_MS = 86_400_000;
/** A till nobody claims is forgotten so long after Evotor last spoke of it, and its token with it. */
const UNCLAIMED_KEPT_MS = 30 * DAY_MS;
/** What a run did stays to be read and taken back for so long, however short the logs are kept. */
const RUNS_KEPT_MS = 30 * DAY_MS;
/** Who changed what is asked long after what was called is of no use; log-ins are kept as long as the calls. */
const AUDIT_KEPT_MS = 365 * DAY_MS;
/** What a merchant was told stays for a year. */
const NOTICES_KEPT_MS = 365 * DAY_MS;
/** Jobs whose operations are looked through at once. */
const JOBS_PER_STEP = 200;
/** The activity ends within its time; what is left goes the next night. */
const BUDGET_MS = 4 * 60_000;

/**
 * Deletes what is older than its retention, in small batches until nothing is left or the night's time is over: logs and
 * tokens nobody can use, what old runs did unless it is a proof of ours, runs that left nothing, notices and lines of the audit log
 * long over, tills nobody claimed, and accounts whose owners asked for it and did not take it back during the grace.
 */
export async function pruneOldRows(deps: HousekeepingDeps): Promise<void> {
  const { db, logger } = deps;
  const now = deps.now();
  const ago = (ms: number): Date => new Date(now - ms);
  const night = { endsAt: performance.now() + BUDGET_MS };
  const gone: Record<string, number> = {};
  const logs = { log: ago(deps.logRetentionMs), day: ago(DAY_MS) };
  for (const { name, step } of agedRowSteps(db, logs)) gone[name] = await repeated(step, night);
  const changes = ago(Math.max(deps.logRetentionMs, AUDIT_KEPT_MS));
  gone['audit'] = await pruneAudit(db, { logIns: logs.log, changes });
  gone['notices'] = await repeated(() => pruneNotices(db, ago(NOTICES_KEPT_MS)), night);
  Object.assign(gone, await pruneRuns(deps, ago(Math.max(deps.logRetentionMs, RUNS_KEPT_MS)), night));
  gone['tills'] = await pruneUnclaimed(db, ago(UNCLAIMED_KEPT_MS));
  const accounts = await deleteOverdueAccounts(db, now);
  const isDone = performance.now() < night.endsAt;
  logger.info('old rows pruned', { ...gone, accounts, isDone });
}

interface Night {
  /** On the clock that never jumps. */
  readonly endsAt: number;
}

/** Batch after batch until one is not full. */
async function repeated(step: PruneStep, night: Night): Promise<number> {
  for (let gone = 0; ;) {
    const n = await step();
    gone += n;
    if (n < PRUNE_BATCH || performance.now() >= night.endsAt) return gone;
  }
}

/** Old jobs from the first to the last, with their operations. */
async function pruneRuns(
  { db }: HousekeepingDeps,
  before: Date,
  night: Night,
): Promise<{ operations: number; jobs: number }> {
  const gone = { operations: 0, jobs: 0 };
  let after: JobId | 0 = 0;
  while (performance.now() < night.endsAt) {
    const ids = await oldJobs(db, before, after, JOBS_PER_STEP);
    const last = ids.at(-1);
    if (last === undefined) break;
    gone.operations += await repeated(() => pruneOperations(db, ids, before), night);
    gone.jobs += await pruneJobs(db, ids);
    after = last;
  }
  return gone;
}
