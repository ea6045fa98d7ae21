import { randomUUID } from 'node:crypto';
import {
  findJob,
  updateJob,
  type JobKind,
  type JobRecord,
  type JobTrigger,
} from '../../src/db/repositories/jobs.repository.js';
import { listOperations, type Operation } from '../../src/db/repositories/operations.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { diffPage } from '../../src/domain/sync/differ.js';
import { jobOutcome, type StopReason } from '../../src/domain/sync/job-outcome.js';
import { applyBatch } from '../../src/services/sync/apply/apply-batch.js';
import { finishJob, operationCounts } from '../../src/services/sync/finish-job.js';
import { jobMode, startJob } from '../../src/services/sync/job-life.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { listingsPhase, shopPhase, tillPhase } from '../../src/services/sync/phases.js';
import { endDisconnect } from '../../src/services/sync/disconnect.js';
import { finishPlan, type PlanTotals } from '../../src/services/sync/finish-plan.js';
import { beginPlan, loadPlanPage, savePlanPage } from '../../src/services/sync/plan.js';
import { planSpecialPage } from '../../src/services/sync/special-plan.js';
import type { SyncDeps } from '../../src/services/sync/sync-deps.js';
import { CONTROL } from './services-env.js';

export interface RunWish {
  readonly kind?: JobKind;
  readonly trigger?: JobTrigger;
  /** A job that a use case has opened already; its kind is kept in its row. */
  readonly jobId?: JobRecord['id'];
  /** Operations of one batch; small ones cut a run where an activity would end. */
  readonly maxOperations?: number;
  /** Called after the plan is written and before it is carried out. */
  readonly beforeApply?: (jobId: JobRecord['id']) => Promise<void>;
}

export interface RunResult {
  readonly job: JobRecord;
  readonly operations: readonly Operation[];
  /** The shop was not looked at. */
  readonly skipped: boolean;
}

/** Batches after which a run that does not end is a fault. */
const MOST_BATCHES = 200;

/** Plays a whole run as the workflow does, with the same use cases in the same order, in this process. */
export async function runPhases(deps: SyncDeps, userId: UserId, wish: RunWish = {}): Promise<RunResult> {
  const jobId = wish.jobId ?? (await open(deps, userId, wish));
  const job = { userId, jobId };
  const kind = (await findJob(deps.db, jobId))?.kind;
  let skipped = false;

  const end = async (outcome: JobRecord['status'], stop: StopReason | null = null): Promise<RunResult> => {
    await finishJob(deps, {
      ...job,
      outcome: outcome as Parameters<typeof finishJob>[1]['outcome'],
      code: stop?.code ?? null,
      resumeAtMs: stop?.kind === 'parked' ? stop.resumeAtMs : null,
    });
    const record = await findJob(deps.db, jobId);
    if (!record) throw new Error('the job is gone');
    const { rows } = await listOperations(deps.db, jobId, { offset: 0, limit: 100_000 });
    return { job: record, operations: rows, skipped };
  };

  await startJob(deps, job);
  if (kind === 'undo' || kind === 'disconnect') {
    for (let planNo = 1; planNo <= (kind === 'undo' ? 1 : 2); planNo++) {
      for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof planSpecialPage>> = await planSpecialPage(deps, { job, planNo, after });
        if (page.stop) return end(page.stop.kind, page.stop);
        if (page.next === null) break;
        after = page.next;
      }
      const result = await apply(deps, job, wish, false);
      if (result.stop !== null) return end(result.stop.kind, result.stop);
      if (kind === 'undo' || planNo === 2) {
        if (kind === 'disconnect') await endDisconnect(deps, userId);
        return end(result.outcome);
      }
    }
  }
  const reading = await tillPhase(deps, job, CONTROL);
  if (reading.stop) return end(reading.stop.kind, reading.stop);
  await listingsPhase(deps, job, CONTROL);
  const seen = await shopPhase(deps, job, CONTROL);
  if (seen.stop) return end(seen.stop.kind, seen.stop);
  const hasIncompleteStore = !reading.complete;
  ({ skipped } = seen);
  if (skipped) return end(jobOutcome({ stop: null, planned: 0, failedOperations: 0, hasIncompleteStore }));

  await updateJob(deps.db, jobId, { phase: 'plan' });
  const { planned, held, resumeAtMs } = await plan(deps, job);
  const mode = await jobMode(deps, job);
  if (mode === 'show') return end(planned + held === 0 ? 'unchanged' : 'success');
  await wish.beforeApply?.(jobId);
  const { outcome, stop } = await apply(deps, job, wish, hasIncompleteStore);
  if (stop !== null) return end(stop.kind, stop);
  if (resumeAtMs !== null && (outcome === 'success' || outcome === 'unchanged'))
    return end('parked', { kind: 'parked', code: 'LIMIT.ADDS_PER_DAY', resumeAtMs });
  return end(outcome);
}

async function open(deps: SyncDeps, userId: UserId, wish: RunWish): Promise<JobRecord['id']> {
  const { kind = 'sync', trigger = 'manual' } = wish;
  const request = { userId, kind, trigger, workflowId: `sync/${userId}`, requestId: randomUUID() };
  const { jobId, refusedCode } = await openJobFor(deps, request);
  if (jobId === null) throw new Error(`the run was refused: ${refusedCode ?? '?'}`);
  return jobId;
}

async function apply(
  deps: SyncDeps,
  job: { userId: UserId; jobId: JobRecord['id'] },
  wish: RunWish,
  hasIncompleteStore: boolean,
): Promise<{ outcome: JobRecord['status']; stop: StopReason | null }> {
  for (let batches = 0; batches < MOST_BATCHES; batches++) {
    const bounds = { budgetMs: 3_600_000, maxOperations: wish.maxOperations ?? 100 };
    const batch = await applyBatch(deps, job, CONTROL, bounds);
    if (batch.stop) return { outcome: batch.stop.kind, stop: batch.stop };
    if (batch.remaining > 0) continue;
    if (batch.lookupInMs === null) {
      const { done, failed, skipped: left, held } = await operationCounts(deps, job.jobId);
      if (held > 0) return { outcome: 'awaiting_approval', stop: null };
      const facts = { stop: null, planned: done + failed + left, failedOperations: failed, hasIncompleteStore };
      return { outcome: jobOutcome(facts), stop: null };
    }
    await deps.sleep(Math.max(batch.lookupInMs, 1));
  }
  throw new Error('the run does not come to an end');
}

async function plan(deps: SyncDeps, job: { userId: UserId; jobId: JobRecord['id'] }): Promise<PlanTotals> {
  await beginPlan(deps, job);
  let after: string | null = null;
  let unchanged = 0;
  do {
    const page: Awaited<ReturnType<typeof loadPlanPage>> = await loadPlanPage(deps, job.userId, after);
    const found = diffPage(page.records);
    await savePlanPage(deps, job, 1, found.changes);
    unchanged += found.unchanged;
    after = page.next;
  } while (after !== null);
  return finishPlan(deps, job, 1, unchanged);
}
