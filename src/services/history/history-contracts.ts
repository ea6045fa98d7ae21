import type { JobId, UserId } from '../../domain/brand.js';
import type { StartedJob } from '../engine-services.js';
import type { JobStatus, JobView, OperationFilter, OperationView } from '../web-services.js';

/** Which runs to list; an absent part lets everything through. */
export interface RunFilter {
  readonly status?: JobStatus;
  readonly kind?: JobView['kind'];
  readonly trigger?: JobView['trigger'];
}

/** One run as a list for a spreadsheet: its operations in the order of work, a page at a time. */
export interface RunExport {
  readonly job: JobView;
  readonly pages: AsyncIterable<readonly OperationView[]>;
}

/** What was done: runs, their operations, and trying again what did not work. Ids of others throw `JOB.NOT_FOUND`. */
export interface HistoryService {
  /** Newest first. */
  runs(
    userId: UserId,
    page: number,
    filter?: RunFilter,
  ): Promise<{ rows: readonly JobView[]; total: number; pageSize: number }>;
  /** Every operation that a filter lets through. Throws `JOB.NOT_FOUND`. */
  export(userId: UserId, jobId: JobId, filter?: OperationFilter): Promise<RunExport>;
  /** How many goods (and albums) of a finished run could be tried again; 0 = none, or it is not over. */
  retryable(userId: UserId, jobId: JobId): Promise<number>;
  /**
   * Starts a run of the failed goods of a finished one and nothing else; goods that rest after refusals are tried too.
   * Throws `JOB.NOT_FOUND`, `JOB.NOT_OVER`, `JOB.NOTHING_FAILED`, `SYNC.ONLY_SHOWN` and what stands in the way of a run.
   */
  retryFailed(userId: UserId, jobId: JobId): Promise<StartedJob & { readonly goods: number }>;
}
