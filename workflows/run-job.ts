import { condition, workflowInfo } from '@temporalio/workflow';
import { diffPage } from '../src/domain/sync/differ.js';
import { packChanges, type ChangeGroup } from '../src/domain/sync/packed-changes.js';
import { isThrough, jobOutcome, type JobOutcome, type StopReason } from '../src/domain/sync/job-outcome.js';
import type { JobRef, PlanTotals } from '../temporal/contracts.js';
import { compute, ledger, shop, till, writer } from './activity-proxies.js';
import type { PipelineState } from './pipeline-state.js';
import { showPhase } from './show-phase.js';

/** After so long of applying, the till is read again and the rest planned anew: prices never wait for a first load. */
export const APPLY_WINDOW_MS = 10 * 60_000;

export interface JobEnding {
  readonly outcome: JobOutcome;
  readonly code: string | null;
  readonly resumeAtMs: number | null;
}

/** `replan`: the apply window is over and work is left. */
export type RunResult = { readonly kind: 'over'; readonly ending: JobEnding } | { readonly kind: 'replan' };

/** Plans of a disconnect: what a lost answer added meanwhile is found by the second one. */
const DISCONNECT_PLANS = 2;

/** All phases of one job. Deterministic: every fact comes from an activity. */
export async function runJob(state: PipelineState, job: JobRef, planNo: number): Promise<RunResult> {
  await ledger.startJob(job, workflowInfo().runId);
  const kind = state.current?.kind;
  if (kind === 'undo') return takeBack(state, job, 1);
  if (kind === 'disconnect') return leave(state, job);
  return mirror(state, job, planNo);
}

/** From the till to the last write. */
async function mirror(state: PipelineState, job: JobRef, planNo: number): Promise<RunResult> {
  showPhase(job, 'reading the till');
  const reading = await till.readTill(job);
  if (reading.stop) return stopped(reading.stop);
  await compute.computeListings(job);
  showPhase(job, 'reading the shop', { tillComplete: reading.complete });
  const seen = await shop.readShop(job);
  if (seen.stop) return stopped(seen.stop);
  const hasIncompleteStore = !reading.complete;
  if (seen.skipped) return ended(jobOutcome({ stop: null, planned: 0, failedOperations: 0, hasIncompleteStore }));

  showPhase(job, 'planning', { planNo });
  const { planned, held, resumeAtMs } = await plan(job, planNo);
  const mode = await ledger.applyMode(job);
  if (mode === 'show') return ended(planned + held === 0 ? 'unchanged' : 'success');
  const result = await apply(state, job, { hasIncompleteStore, mayReplan: true, planned, held });
  return resumeAtMs === null ? result : rested(result, resumeAtMs);
}

/** Takes another job back: the ledger says how, neither till nor shop is read. */
async function takeBack(state: PipelineState, job: JobRef, planNo: number): Promise<RunResult> {
  showPhase(job, 'planning', { planNo });
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof ledger.planSpecialPage>> = await ledger.planSpecialPage({
      job,
      planNo,
      after,
    });
    if (page.stop) return stopped(page.stop);
    if (page.next === null) break;
    after = page.next;
  }
  return apply(state, job, { hasIncompleteStore: false, mayReplan: false });
}

/** Hides or deletes the goods, then lets go of the connection unless some of them could not be taken out. */
async function leave(state: PipelineState, job: JobRef): Promise<RunResult> {
  let result = await takeBack(state, job, 1);
  for (let planNo = 2; planNo <= DISCONNECT_PLANS && hasEnded(result); planNo++)
    result = await takeBack(state, job, planNo);
  if (hasEnded(result)) await ledger.endDisconnect(job);
  return result;
}

const hasEnded = (result: RunResult): boolean => result.kind === 'over' && isThrough(result.ending.outcome);

/** A run that went through although new goods have to wait for another day: rest, not failure. */
function rested(result: RunResult, resumeAtMs: number): RunResult {
  const isDone = result.kind === 'over' && ['success', 'unchanged'].includes(result.ending.outcome);
  return isDone ? stopped({ kind: 'parked', code: 'LIMIT.ADDS_PER_DAY', resumeAtMs }) : result;
}

/** Page by page through the pure differ; what a page led to is saved together with fetching the next one. */
async function plan(job: JobRef, planNo: number): Promise<PlanTotals> {
  await ledger.beginPlan(job);
  let after: string | null = null;
  let save: readonly ChangeGroup[] = [];
  let unchanged = 0;
  do {
    const page: Awaited<ReturnType<typeof ledger.exchangePlanPage>> = await ledger.exchangePlanPage({
      job,
      planNo,
      after,
      save,
    });
    const found = diffPage(page.records);
    save = packChanges(found.changes);
    unchanged += found.unchanged;
    after = page.next;
  } while (after !== null);
  return ledger.finishPlan(job, planNo, save, unchanged);
}

async function apply(
  state: PipelineState,
  job: JobRef,
  {
    hasIncompleteStore,
    mayReplan,
    ...numbers
  }: { hasIncompleteStore: boolean; mayReplan: boolean; planned?: number; held?: number },
): Promise<RunResult> {
  showPhase(job, 'writing to the shop', numbers);
  let spentMs = 0;
  for (let batchNo = 1; ; batchNo++) {
    const batch = await writer.applyBatch.executeWithOptions({ summary: `job ${job.jobId}, batch ${batchNo}` }, [job]);
    showPhase(job, 'writing to the shop', { ...numbers, batches: batchNo, remaining: batch.remaining });
    spentMs += batch.spentMs;
    if (batch.stop) return stopped(batch.stop);
    if (batch.remaining === 0) {
      if (batch.lookupInMs === null) break;
      // The only wait of a run that may pass a minute: look-ups of a create whose answer was lost.
      state.isPoked = false;
      await condition(() => state.isPoked, Math.max(batch.lookupInMs, 1));
    } else if (mayReplan && spentMs >= APPLY_WINDOW_MS) {
      return { kind: 'replan' };
    }
  }
  const { done, failed, skipped, open, held } = await ledger.operationCounts(job);
  const planned = done + failed + skipped + open;
  // The harmless rest is through; now the merchant is asked.
  if (held > 0) return ended('awaiting_approval');
  // Nothing should be open by now; what is all the same must not pass for done.
  return ended(jobOutcome({ stop: null, planned, failedOperations: failed + open, hasIncompleteStore }));
}

function ended(outcome: JobOutcome): RunResult {
  return { kind: 'over', ending: { outcome, code: null, resumeAtMs: null } };
}

function stopped(stop: StopReason): RunResult {
  const resumeAtMs = stop.kind === 'parked' ? stop.resumeAtMs : null;
  return { kind: 'over', ending: { outcome: stop.kind, code: stop.code, resumeAtMs } };
}
