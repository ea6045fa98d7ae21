import type { Database, Queries } from '../../db/database.js';
import { dropUsedApprovals, heldCount, waitsForYes } from '../../db/repositories/decisions.repository.js';
import { countByState, leavesWork, openCreates } from '../../db/repositories/operations.repository.js';
import { lockJob, openJobOfKind, updateJob, type JobRecord } from '../../db/repositories/jobs.repository.js';
import {
  lockSyncConfig,
  updateSyncConfig,
  type SyncConfigChanges,
} from '../../db/repositories/sync-config.repository.js';
import { addsSince } from '../../db/repositories/shop-room.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { dueAfterFailure, failuresAfter, nextDueAt, restUntil } from '../../domain/sync/due.js';
import { isThrough, type JobOutcome } from '../../domain/sync/job-outcome.js';
import type { Logger } from '../../observability/logger.js';
import type { Metrics } from '../../observability/metrics/metrics.js';
import { noteRunEnd } from '../notices/job-notices.js';
import { closeNotices, openNotice } from '../notices/notices.js';
import { GOODS_LEFT, goodsLeft } from './disconnect.js';
import { hintsAfter } from './hints.js';
import { isPartial } from './partial-run.js';
import { ADDS_WINDOW_MS } from './plan-limits.js';

export interface JobEnd {
  readonly userId: UserId;
  readonly jobId: JobId;
  readonly outcome: JobOutcome;
  readonly code: string | null;
  readonly resumeAtMs: number | null;
}

const DAY_MS = 86_400_000;

interface Deps {
  readonly db: Database;
  readonly now: () => number;
  readonly refreshIntervalMs: number;
  readonly metrics?: Pick<Metrics, 'runEnded'>;
  readonly logger?: Logger;
}

/**
 * Phase 6: the job's row, when the merchant is due again, and whether the shop now equals the wish. All or nothing, and
 * once: a job that is over stays as it ended.
 */
export async function finishJob(deps: Deps, given: JobEnd): Promise<void> {
  const ended = await deps.db.transaction(async queries => {
    const job = await lockJob(queries, given.jobId);
    if (job?.finishedAt !== null) return null;
    const left = await leftBehind(queries, given, job);
    const end: JobEnd = left === 0 ? given : { ...given, outcome: 'partial', code: GOODS_LEFT };
    const resumeAtMs = await resumeAt(deps, queries, end);
    await dropUsedApprovals(queries, end.jobId);
    // Why it waits was found with the plan.
    const waits = end.outcome === 'awaiting_approval';
    await updateJob(queries, end.jobId, {
      status: end.outcome,
      phase: 'finish',
      reason_code: waits ? job.reasonCode : end.code,
      ...(waits ? {} : { reason_params: left === 0 ? null : JSON.stringify({ count: String(left) }) }),
      resume_at: resumeAtMs === null ? null : new Date(resumeAtMs),
      finished_at: new Date(deps.now()),
    });
    if (waits && job.reasonCode !== null)
      await openNotice(queries, end.userId, job.reasonCode, job.reasonParams ?? {}, job.id);
    if (left > 0) await openNotice(queries, end.userId, GOODS_LEFT, { count: String(left) }, job.id);
    const changes =
      job.kind === 'sync' && !isPartial(job)
        ? await configAfter(deps, queries, end, job)
        : await configAfterSpecial(deps, queries, end, job);
    if (Object.keys(changes).length > 0) await updateSyncConfig(queries, end.userId, changes);
    if (job.kind === 'sync' && !isPartial(job)) await noteRunEnd(queries, { ...end, resumeAtMs }, job, deps.now());
    return { job, outcome: end.outcome, code: end.code };
  });
  if (ended === null) return;
  const { kind, trigger, startedAt } = ended.job;
  const seconds = startedAt === null ? null : (deps.now() - startedAt.getTime()) / 1000;
  const { outcome, code } = ended;
  deps.metrics?.runEnded({ kind, trigger, outcome, seconds });
  const { userId, jobId } = given;
  deps.logger?.info('run ended', { userId, jobId, kind, trigger, outcome, code, seconds });
}

/** Goods that a leaving which went through could not take out: 0 for every other job. */
async function leftBehind(queries: Queries, { userId, outcome }: JobEnd, { kind }: JobRecord): Promise<number> {
  return kind === 'disconnect' && isThrough(outcome) ? goodsLeft(queries, userId) : 0;
}

/** When a rest is over; where the day's number of new goods is used up, when the oldest of them is a day old. */
async function resumeAt({ now }: Deps, queries: Queries, end: JobEnd): Promise<number | null> {
  if (end.code !== 'LIMIT.ADDS_PER_DAY' || end.resumeAtMs === null) return end.resumeAtMs;
  const connection = await findVkConnection(queries, end.userId);
  if (!connection) return end.resumeAtMs;
  const shop = { userId: end.userId, groupId: connection.groupId };
  const { oldestAt } = await addsSince(queries, shop, new Date(now() - ADDS_WINDOW_MS));
  return oldestAt === null ? end.resumeAtMs : oldestAt.getTime() + ADDS_WINDOW_MS;
}

/** What a job that is no plain run leaves behind. */
async function configAfterSpecial(
  deps: Deps,
  queries: Queries,
  end: JobEnd,
  job: JobRecord,
): Promise<SyncConfigChanges> {
  // The shop is not what the last run left: the next one has to look.
  if (job.kind === 'undo') return { converged_till_digest: null };
  if (job.kind !== 'disconnect') return {};
  // The merchant stopped the leaving: the connection stays, and so do the goods that are left. Not where the wish was
  // only made anew, or where it is the account that may not run now.
  if (end.outcome === 'cancelled' && job.cancelRequestedAt !== null) {
    if ((await openJobOfKind(queries, end.userId, 'disconnect', job.id)) !== null) return {};
    await closeNotices(queries, end.userId, [GOODS_LEFT]);
    return { pending_disconnect: null };
  }
  // What VK refused once it refuses again in an hour: one try a day, besides those the merchant asks for.
  if (end.code === GOODS_LEFT) return { next_due_at: new Date(deps.now() + DAY_MS) };
  // A leaving that rests or failed is taken up again by the clock.
  return ['parked', 'failed', 'cancelled'].includes(end.outcome) ? { next_due_at: new Date(dueAt(deps, end, 1)) } : {};
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
  if (isJudged(end, job, config.settings.mode)) changes.judged_input_version = job.inputVersion;
  // Listings of another till (a page's refresh beside the run) may be what was written.
  const isOfThisTill = config.listingsTillDigest === job.tillDigest;
  if (isOfThisTill && (await hasConverged(queries, end, job))) {
    changes.converged_till_digest = job.tillDigest;
    changes.converged_input_version = job.inputVersion;
  }
  return changes;
}

/**
 * Whether everything the merchant's wishes had changed has been carried out, so that what the next plan finds is the
 * till's doing. Not where each run is approved: there the wishes themselves may be what waits.
 */
function isJudged(end: JobEnd, job: JobRecord, mode: string): boolean {
  if (end.outcome === 'awaiting_approval') return mode !== 'approve';
  if (end.outcome === 'partial') return job.counters.failed === 0;
  return end.outcome === 'success' || end.outcome === 'unchanged';
}

function dueAt(deps: Deps, end: JobEnd, failing: number): number {
  const now = deps.now();
  const next = nextDueAt(end.userId, now, deps.refreshIntervalMs);
  // A shop that takes no more new goods today takes everything else: the rhythm goes on.
  if (end.code === 'LIMIT.ADDS_PER_DAY' && end.resumeAtMs !== null) return Math.min(next, end.resumeAtMs);
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
  if (await waitsForYes(queries, end.userId)) return false;
  const counts = await operationCounts({ db: queries }, end.jobId);
  if (counts.open > 0 || (await openCreates(queries, end.userId)).length > 0) return false;
  return !(await leavesWork(queries, end.userId, end.jobId, job.createdAt));
}

/** Operations of a job by what became of them; `held` ones wait for the merchant's yes. */
export async function operationCounts(
  deps: { readonly db: Queries },
  jobId: JobId,
): Promise<{ done: number; failed: number; skipped: number; open: number; held: number }> {
  const counts = await countByState(deps.db, jobId);
  return {
    done: counts.get('done') ?? 0,
    failed: counts.get('failed') ?? 0,
    skipped: counts.get('skipped') ?? 0,
    open: (counts.get('planned') ?? 0) + (counts.get('sent') ?? 0) + (counts.get('unknown') ?? 0),
    held: await heldCount(deps.db, jobId),
  };
}
