import type { JobId } from '../src/domain/brand.js';
import type { JobKind, QueuedJob, RunAnswer, RunRequest } from '../temporal/contracts.js';

/** What the running pipeline knows of its jobs. Pure state; the workflow maps messages to it. */
export class PipelineState {
  current: QueuedJob | null = null;
  /** Jobs that wait, one of each kind, in the order they were asked for. */
  queued: readonly QueuedJob[] = [];
  /** Something changed in the database that a sleeping run should look at. */
  isPoked = false;
  /** Somebody hinted that the till has changed; the marks in the database say when. */
  isHinted = false;
  /** Wishes may be served: the first one has its job, or waits for quiet. */
  isReady = false;
  /** A job is being looked for or opened for a wish. */
  isOpening = false;
  /** Code of the gate's refusal of the first wish. */
  refusedCode: string | null = null;

  /** Jobs by the wish they serve. */
  private readonly opened = new Map<string, JobId>();
  /** The first wish came late: a job that is over had served it already. */
  private isFirstServed = false;

  constructor(private readonly firstRequestId: string) {}

  /** A wish that comes again (its answer was lost, or Temporal was too busy to take it) is served by its own job. */
  answerRepeated({ requestId }: RunRequest): RunAnswer | null {
    const isFirst = requestId === this.firstRequestId;
    if (isFirst && this.refusedCode !== null) return { outcome: 'started', jobId: null, refusedCode: this.refusedCode };
    const jobId = this.opened.get(requestId);
    if (jobId === undefined) return null;
    const outcome = this.isFirstServed ? 'joined' : 'started';
    return { outcome: isFirst ? outcome : 'queued', jobId, refusedCode: null };
  }

  /** The first wish is served by a job of an earlier run of the pipeline: nothing is left to do for it. */
  noteServed(jobId: JobId): void {
    this.opened.set(this.firstRequestId, jobId);
    this.isFirstServed = true;
  }

  /** Jobs under way or waiting that could serve a wish of that kind. */
  candidates(kind: JobKind): readonly JobId[] {
    return [...(this.current === null ? [] : [this.current]), ...this.queued]
      .filter(job => job.kind === kind)
      .map(({ jobId }) => jobId);
  }

  /** The answer for a wish that a job serves which another wish opened. */
  answerServed(jobId: JobId): RunAnswer {
    const waits = this.current !== null && this.queued.some(job => job.jobId === jobId);
    return { outcome: waits ? 'queued' : 'joined', jobId, refusedCode: null };
  }

  /** The next waiting job becomes the current one. */
  advance(): QueuedJob | null {
    const [next, ...rest] = this.queued;
    this.current = next ?? null;
    this.queued = rest;
    return this.current;
  }

  begin(jobId: JobId, request: RunRequest): QueuedJob {
    this.opened.set(request.requestId, jobId);
    this.current = { jobId, kind: request.kind, trigger: request.trigger };
    return this.current;
  }

  /** Puts the job of a wish behind those that wait already, and answers the wish. A job that is known waits once. */
  enqueue(jobId: JobId, request: RunRequest): RunAnswer {
    this.opened.set(request.requestId, jobId);
    const outcome = this.current === null && this.queued.length === 0 ? 'started' : 'queued';
    const isKnown = this.current?.jobId === jobId || this.queued.some(job => job.jobId === jobId);
    if (!isKnown) this.queued = [...this.queued, { jobId, kind: request.kind, trigger: request.trigger }];
    return { outcome, jobId, refusedCode: null };
  }
}
