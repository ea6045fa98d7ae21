import type { JobId } from '../src/domain/brand.js';
import type { JobKind, QueuedJob, RunAnswer, RunRequest } from '../temporal/contracts.js';

/** What the running pipeline knows of its jobs. Pure state; the workflow maps messages to it. */
export class PipelineState {
  current: QueuedJob | null = null;
  /** Jobs that wait, one of each kind, in the order they were asked for. */
  queued: readonly QueuedJob[] = [];
  /** The till of the current job has been asked: a later wish would not see the newest changes. */
  tillIsRead = false;
  /** Something changed in the database that a sleeping run should look at. */
  isPoked = false;
  /** A job is being opened for a wish. */
  isOpening = false;
  /** Code of the gate's refusal of the first wish. */
  refusedCode: string | null = null;

  /** Jobs by the wish that opened them. */
  private readonly opened = new Map<string, JobId>();

  constructor(private readonly firstRequestId: string) {}

  /** Whether a wish is served by the job under way: of the same kind, and asked before the till is read. */
  canJoin(kind: JobKind): boolean {
    return this.current !== null && this.current.kind === kind && !this.tillIsRead;
  }

  answerCurrent(request: RunRequest): RunAnswer {
    const outcome = request.requestId === this.firstRequestId ? 'started' : 'joined';
    return { outcome, jobId: this.current?.jobId ?? null, refusedCode: this.refusedCode };
  }

  /** A wish that comes again (its answer was lost, or Temporal was too busy to take it) is served by its own job. */
  answerRepeated({ requestId }: RunRequest): RunAnswer | null {
    const jobId = this.opened.get(requestId);
    if (jobId === undefined) return null;
    return { outcome: requestId === this.firstRequestId ? 'started' : 'queued', jobId, refusedCode: null };
  }

  /** The answer for a wish that a waiting job serves; `null` = none of its kind waits. */
  answerQueued(kind: JobKind): RunAnswer | null {
    const job = this.queued.find(waiting => waiting.kind === kind);
    return job === undefined ? null : { outcome: 'queued', jobId: job.jobId, refusedCode: null };
  }

  /** The next waiting job becomes the current one. */
  advance(): QueuedJob | null {
    const [next, ...rest] = this.queued;
    this.current = next ?? null;
    this.queued = rest;
    this.tillIsRead = false;
    return this.current;
  }

  begin(jobId: JobId, request: RunRequest): QueuedJob {
    this.opened.set(request.requestId, jobId);
    this.current = { jobId, kind: request.kind, trigger: request.trigger };
    return this.current;
  }

  enqueue(jobId: JobId, request: RunRequest): void {
    this.opened.set(request.requestId, jobId);
    this.queued = [...this.queued, { jobId, kind: request.kind, trigger: request.trigger }];
  }
}
