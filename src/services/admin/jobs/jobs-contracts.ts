import type { Actor } from '../../../domain/access/actor.js';
import type { JobId, UserId } from '../../../domain/brand.js';
import type { JobStatus, JobView, OperationFilter, OperationView } from '../../web-services.js';

/** A merchant's job as the operator sees it. */
export interface AdminJob extends JobView {
  readonly merchant: { readonly id: UserId; readonly email: string; readonly isPaused: boolean };
  /** The run in the Temporal Web UI; `null` = it never began, or nobody said where that is. */
  readonly temporalUrl: string | null;
}

/** The numbers by which the job is found elsewhere. */
export interface AdminJobDetail extends AdminJob {
  readonly workflowId: string | null;
  readonly runId: string | null;
  readonly requestId: string;
  readonly progressAt: Date | null;
}

/** Which jobs to list; an absent part lets everything through. */
export interface AdminJobFilter {
  readonly status?: JobStatus;
  readonly kind?: JobView['kind'];
  readonly trigger?: JobView['trigger'];
  /** Number or whole e-mail address of a merchant. */
  readonly merchant?: string;
  readonly reasonCode?: string;
  /** What an operator looks for most: under way, waiting for a yes, resting now, failed wholly or in part. */
  readonly only?: 'running' | 'waiting' | 'parked' | 'failures';
  readonly from?: Date;
  /** Before, not at. */
  readonly until?: Date;
}

/** Where a page begins; `null` = with the newest job. */
export type AdminJobMark = { readonly olderThan: JobId } | { readonly newerThan: JobId } | null;

export interface AdminJobList {
  readonly rows: readonly AdminJob[];
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  /** The merchant asked for: `null` = nobody was, or there is none such. */
  readonly merchant: { readonly id: UserId; readonly email: string; readonly isPaused: boolean } | null;
}

/** The runs of all merchants. What an operator does to them stands in the audit log. */
export interface AdminJobsService {
  list(actor: Actor, filter: AdminJobFilter, mark: AdminJobMark): Promise<AdminJobList>;
  /** Throws `JOB.NOT_FOUND`. */
  job(
    actor: Actor,
    jobId: JobId,
    page: number,
    filter?: OperationFilter,
  ): Promise<{
    job: AdminJobDetail;
    /** Operations by state, those that are none left out. */
    states: readonly { readonly state: OperationView['state']; readonly count: number }[];
    operations: readonly OperationView[];
    total: number;
    pageSize: number;
  }>;
  /** Starts an exchange as the merchant's own button does. Throws `ACCOUNT.NOT_FOUND` and what refuses the merchant. */
  runNow(actor: Actor, userId: UserId): Promise<{ outcome: 'started' | 'joined' | 'queued'; jobId: JobId }>;
  /** Pauses or resumes a merchant's exchange, as their own switch does. Throws `ACCOUNT.NOT_FOUND`. */
  setPaused(actor: Actor, userId: UserId, paused: boolean): Promise<void>;
  /** Ends a job at its next operation, or takes back one that waits. Throws `JOB.NOT_FOUND`, `JOB.OVER`. */
  cancel(actor: Actor, jobId: JobId): Promise<void>;
  /**
   * Ends the merchant's workflow at once, and with it every job of theirs that is not over. What was sent is looked up by
   * the next run. Throws `JOB.NOT_FOUND`, `JOB.OVER`, `TEMPORAL.DOWN`.
   */
  terminate(actor: Actor, jobId: JobId): Promise<void>;
}
