import type { JobId } from '../src/domain/brand.js';
import type { JobKind, QueuedJob, RunAnswer, RunRequest } from '../temporal/contracts.js';

/** What the running pipeline knows of its jobs. Pure state; the workflow maps messages to it. */
export class PipelineState {
  current: QueuedJob | null = null;
  queued: QueuedJob | null = null;
  /** The till of the current job has been asked: a later wish would not see the newest changes. */
  tillIsRead = false;
  /** Something changed in the database that a sleeping run should look at. */
  isPoked = false;
  /** A job is being opened for a wish. */
  isOpening = false;
  /** Code of the gate's refusal of the first wish. */
  refusedCode: string | null = null;

  constructor(private readonly firstRequestId: string) {}

  /** Whether a wish is served by the job under way: of the same kind, and asked before the till is read. */
  canJoin(kind: JobKind): boolean {
    return this.current !== null && this.current.kind === kind && !this.tillIsRead;
  }

  answerCurrent(request: RunRequest): RunAnswer {
    const outcome = request.requestId === this.firstRequestId ? 'started' : 'joined';
    return { outcome, jobId: this.current?.jobId ?? null, refusedCode: this.refusedCode };
  }

  answerQueued(): RunAnswer {
    return { outcome: 'queued', jobId: this.queued?.jobId ?? null, refusedCode: null };
  }

  /** The waiting job becomes the current one. */
  advance(): QueuedJob | null {
    this.current = this.queued;
    this.queued = null;
    this.tillIsRead = false;
    return this.current;
  }

  begin(jobId: JobId, request: RunRequest): QueuedJob {
    this.current = { jobId, kind: request.kind, trigger: request.trigger };
    return this.current;
  }
}
