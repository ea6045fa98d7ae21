import { condition, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { PlannedChange } from '../src/domain/sync/compact.js';
import { diffPage } from '../src/domain/sync/differ.js';
import { jobOutcome, type JobOutcome, type StopReason } from '../src/domain/sync/job-outcome.js';
import type { JobRef } from '../temporal/contracts.js';
import { compute, ledger, shop, till, writer } from './activity-proxies.js';
import type { PipelineState } from './pipeline-state.js';

/** After so long of applying, the till is read again and the rest planned anew: prices never wait for a first load. */
export const APPLY_WINDOW_MS = 10 * 60_000;

export interface JobEnding {
  readonly outcome: JobOutcome;
  readonly code: string | null;
  readonly resumeAtMs: number | null;
}

/** `replan`: the apply window is over and work is left. */
export type RunResult = { readonly kind: 'over'; readonly ending: JobEnding } | { readonly kind: 'replan' };

/** All phases of one job, from the till to the last write. Deterministic: every fact comes from an activity. */
export async function runJob(state: PipelineState, job: JobRef, planNo: number): Promise<RunResult> {
  await ledger.startJob(job, workflowInfo().runId);
  setCurrentDetails('Reading the till');
  const reading = await till.readTill(job);
  if (reading.stop) return stopped(reading.stop);
  await compute.computeListings(job);
  setCurrentDetails('Reading the shop');
  const seen = await shop.readShop(job);
  if (seen.stop) return stopped(seen.stop);
  const hasIncompleteStore = !reading.complete;
  if (seen.skipped) return ended(jobOutcome({ stop: null, planned: 0, failedOperations: 0, hasIncompleteStore }));

  setCurrentDetails('Planning');
  const planned = await plan(job, planNo);
  const mode = await ledger.applyMode(job);
  if (mode !== 'apply') return ended(planned === 0 ? 'unchanged' : mode === 'ask' ? 'awaiting_approval' : 'success');
  return apply(state, job, hasIncompleteStore);
}

/** Page by page through the pure differ; what a page led to is saved together with fetching the next one. */
async function plan(job: JobRef, planNo: number): Promise<number> {
  await ledger.beginPlan(job);
  let after: string | null = null;
  let save: readonly PlannedChange[] = [];
  let unchanged = 0;
  do {
    const page: Awaited<ReturnType<typeof ledger.exchangePlanPage>> = await ledger.exchangePlanPage({
      job,
      planNo,
      after,
      save,
    });
    const found = diffPage(page.records);
    save = found.changes;
    unchanged += found.unchanged;
    after = page.next;
  } while (after !== null);
  const totals = await ledger.finishPlan(job, planNo, save, unchanged);
  return totals.planned;
}

async function apply(state: PipelineState, job: JobRef, hasIncompleteStore: boolean): Promise<RunResult> {
  setCurrentDetails('Writing to the shop');
  let spentMs = 0;
  for (;;) {
    const batch = await writer.applyBatch(job);
    spentMs += batch.spentMs;
    if (batch.stop) return stopped(batch.stop);
    if (batch.remaining === 0) {
      if (batch.lookupInMs === null) break;
      // The only wait of a run that may pass a minute: look-ups of a create whose answer was lost.
      state.isPoked = false;
      await condition(() => state.isPoked, Math.max(batch.lookupInMs, 1));
    } else if (spentMs >= APPLY_WINDOW_MS) {
      return { kind: 'replan' };
    }
  }
  const { done, failed, skipped, open } = await ledger.operationCounts(job);
  const planned = done + failed + skipped + open;
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
