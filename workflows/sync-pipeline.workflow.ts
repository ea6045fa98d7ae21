import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  SEARCH_ATTRIBUTES,
  SIGNAL_CHANGED,
  UPDATE_REQUEST_RUN,
  type PipelineInput,
  type QueuedJob,
  type RunAnswer,
  type RunRequest,
} from '../temporal/contracts.js';
import { ledger } from './activity-proxies.js';
import { failureCode } from './failure-code.js';
import { PipelineState } from './pipeline-state.js';
import { runJob, type JobEnding } from './run-job.js';

/** An update, not a signal: who asks is told at once which job serves the wish. */
export const requestRun = defineUpdate<RunAnswer, [RunRequest]>(UPDATE_REQUEST_RUN);
export const changed = defineSignal(SIGNAL_CHANGED);

const outcomeKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.outcome, SearchAttributeType.KEYWORD);

/**
 * The one writer of a merchant, id `sync/<userId>`: runs one job after the other and ends when none is waiting.
 * A wish before the till is read joins the job under way, a later one waits for a job of its own kind.
 */
export async function syncPipeline(input: PipelineInput): Promise<void> {
  const { userId } = input;
  const state = new PipelineState(input.request.requestId);
  let isOpened = false;

  setHandler(changed, () => {
    state.isPoked = true;
  });
  setHandler(requestRun, async request => {
    // One wish at a time: two that come together must not open two jobs.
    await condition(() => isOpened && !state.isOpening);
    if (state.refusedCode !== null || state.canJoin(request.kind)) return state.answerCurrent(request);
    const served = state.answerRepeated(request) ?? state.answerQueued(request.kind);
    if (served !== null) return served;
    state.isOpening = true;
    const { jobId, refusedCode } = await ledger.openJob({ userId, request }).finally(() => {
      state.isOpening = false;
    });
    if (jobId !== null) state.enqueue(jobId, request);
    return { outcome: 'queued', jobId, refusedCode };
  });

  let planNo = 1;
  if (input.resume) {
    state.begin(input.resume.jobId, input.request);
    state.queued = input.resume.queued;
    state.tillIsRead = true;
    planNo = input.resume.planNo;
  } else {
    const opened = await ledger.openJob({ userId, request: input.request });
    state.refusedCode = opened.refusedCode;
    if (opened.jobId !== null) state.begin(opened.jobId, input.request);
  }
  isOpened = true;

  for (let job: QueuedJob | null = state.current; job !== null;) {
    const ref = { userId, jobId: job.jobId };
    const result = await endOf(state, ref, planNo);
    if (result === 'replan') {
      await condition(allHandlersFinished);
      const request = { ...input.request, kind: job.kind, trigger: job.trigger };
      await continueAsNew<typeof syncPipeline>({
        userId,
        request,
        resume: { jobId: job.jobId, planNo: planNo + 1, queued: state.queued },
      });
    }
    planNo = 1;
    await condition(allHandlersFinished);
    job = state.advance();
  }
  await condition(allHandlersFinished);
}

/** Runs one job to its end and writes that end down, whatever happens: a job is never left open by an error. */
async function endOf(
  state: PipelineState,
  job: { userId: PipelineInput['userId']; jobId: QueuedJob['jobId'] },
  planNo: number,
): Promise<'over' | 'replan'> {
  let ending: JobEnding;
  try {
    const result = await runJob(state, job, planNo);
    if (result.kind === 'replan') return 'replan';
    ending = result.ending;
  } catch (error) {
    const isCancelled = CancellationScope.current().consideredCancelled;
    ending = isCancelled
      ? { outcome: 'cancelled', code: 'SYNC.CANCELLED', resumeAtMs: null }
      : { outcome: 'failed', code: failureCode(error), resumeAtMs: null };
  }
  await CancellationScope.nonCancellable(() => ledger.finishJob({ job, ...ending }));
  upsertSearchAttributes([{ key: outcomeKey, value: ending.outcome }]);
  return 'over';
}
