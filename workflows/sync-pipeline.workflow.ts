import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineSignal,
  defineUpdate,
  makeContinueAsNewFunc,
  setHandler,
  upsertSearchAttributes,
  uuid4,
} from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  SEARCH_ATTRIBUTES,
  SIGNAL_CHANGED,
  SIGNAL_HINTED,
  UPDATE_REQUEST_RUN,
  type JobRef,
  type PipelineInput,
  type QueuedJob,
  type RunAnswer,
  type RunRequest,
} from '../temporal/contracts.js';
import type { UserId } from '../src/domain/brand.js';
import { ledger } from './activity-proxies.js';
import { awaitQuiet } from './await-quiet.js';
import { failureCode } from './failure-code.js';
import { PipelineState } from './pipeline-state.js';
import { runJob, type JobEnding } from './run-job.js';

/** An update, not a signal: who asks is told at once which job serves the wish. */
export const requestRun = defineUpdate<RunAnswer, [RunRequest]>(UPDATE_REQUEST_RUN);
export const changed = defineSignal(SIGNAL_CHANGED);
export const hinted = defineSignal(SIGNAL_HINTED);

const userIdKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.userId, SearchAttributeType.KEYWORD);
const triggerKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.trigger, SearchAttributeType.KEYWORD);
const outcomeKey = defineSearchAttributeKey(SEARCH_ATTRIBUTES.outcome, SearchAttributeType.KEYWORD);

/**
 * The one writer of a merchant, id `sync/<userId>`: runs one job after the other and ends when none is waiting.
 * A wish before the till is read joins the job under way, a later one waits for a job of its own kind; a hint of a
 * changed till waits for quiet, and a wish ends that wait.
 */
export async function syncPipeline(input: PipelineInput): Promise<void> {
  const { userId } = input;
  const state = new PipelineState(input.request.requestId);

  setHandler(changed, () => {
    state.isPoked = true;
  });
  setHandler(hinted, () => {
    state.isHinted = true;
  });
  setHandler(requestRun, async request => {
    // One wish at a time: two that come together must not open two jobs.
    await condition(() => state.isReady && !state.isOpening);
    const repeated = state.answerRepeated(request);
    if (repeated !== null) return repeated;
    state.isOpening = true;
    return serve(state, userId, request).finally(() => {
      state.isOpening = false;
    });
  });

  let planNo = input.resume?.planNo ?? 1;
  await begin(state, input);
  state.isReady = true;

  for (let job = await nextJob(state, userId); job !== null; job = await nextJob(state, userId)) {
    const result = await endOf(state, { userId, jobId: job.jobId }, planNo);
    if (result === 'replan') {
      await condition(allHandlersFinished);
      const request = { ...input.request, kind: job.kind, trigger: job.trigger };
      await goOn({
        userId,
        request,
        resume: { jobId: job.jobId, planNo: planNo + 1, queued: state.queued },
      });
    }
    planNo = 1;
    state.current = null;
    await condition(allHandlersFinished);
    // Hints can go on for ever; each run they lead to has a history of its own.
    if (state.isHinted && state.queued.length === 0) await goOn({ userId, request: hintRequest() });
  }
}

/** Goes on as a new run, which the Temporal Web UI finds by what it does, not by how the one before it ended. */
function goOn(input: PipelineInput): Promise<never> {
  return makeContinueAsNewFunc<typeof syncPipeline>({
    typedSearchAttributes: [
      { key: userIdKey, value: String(input.userId) },
      { key: triggerKey, value: input.request.trigger },
    ],
  })(input);
}

/** What this run of the workflow begins with: a job that goes on, a wish, or hints that wait for quiet. */
async function begin(state: PipelineState, { userId, request, resume }: PipelineInput): Promise<void> {
  if (resume) {
    state.begin(resume.jobId, request);
    state.queued = resume.queued;
    return;
  }
  if (request.trigger === 'webhook') {
    state.isHinted = true;
    return;
  }
  const served = request.askedAtMs === undefined ? null : await ledger.servingJob({ userId, request, candidates: [] });
  if (served !== null) return state.noteServed(served);
  const opened = await ledger.openJob({ userId, request });
  state.refusedCode = opened.refusedCode;
  if (opened.jobId !== null) state.begin(opened.jobId, request);
}

/** The job to run now; waits for quiet while hints are all there is. `null` = nothing is left to do. */
async function nextJob(state: PipelineState, userId: UserId): Promise<QueuedJob | null> {
  for (;;) {
    await condition(allHandlersFinished);
    const job = state.current ?? state.advance();
    if (job !== null || !state.isHinted) return job;
    state.isHinted = false;
    if (await awaitQuiet(state, userId)) {
      await condition(() => !state.isOpening);
      // A wish that came in the last moment runs at once and serves the hints too.
      if (state.queued.length > 0) continue;
      state.isOpening = true;
      const request = hintRequest();
      const { jobId } = await ledger.openJob({ userId, request });
      if (jobId !== null) state.begin(jobId, request);
      state.isOpening = false;
    }
  }
}

function hintRequest(): RunRequest {
  return { requestId: uuid4(), kind: 'sync', trigger: 'webhook' };
}

/** Finds or opens the job that serves a wish. */
async function serve(state: PipelineState, userId: UserId, request: RunRequest): Promise<RunAnswer> {
  const served = await ledger.servingJob({ userId, request, candidates: state.candidates(request.kind) });
  if (served !== null) return state.answerServed(served);
  const { jobId, refusedCode } = await ledger.openJob({ userId, request });
  return jobId === null ? { outcome: 'queued', jobId, refusedCode } : state.enqueue(jobId, request);
}

/** Runs one job to its end and writes that end down, whatever happens: a job is never left open by an error. */
async function endOf(state: PipelineState, job: JobRef, planNo: number): Promise<'over' | 'replan'> {
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
  state.isHinted = false;
  const isHintOpen = await CancellationScope.nonCancellable(() => ledger.finishJob({ job, ...ending }));
  if (isHintOpen) state.isHinted = true;
  upsertSearchAttributes([
    { key: outcomeKey, value: ending.outcome },
    // A run serves one wish after the other; the last one is what its list shows.
    ...(state.current === null ? [] : [{ key: triggerKey, value: state.current.trigger }]),
  ]);
  return 'over';
}
