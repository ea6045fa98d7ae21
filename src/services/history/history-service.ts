import type { Database } from '../../db/database.js';
import { findOwnJob, listJobs } from '../../db/repositories/jobs.repository.js';
import { operationsAfter } from '../../db/repositories/operation-list.repository.js';
import type { JobId, OperationId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { Orchestrator } from '../orchestrator.js';
import { jobView } from '../sync/job-view.js';
import { operationViews } from '../sync/operation-view.js';
import type { OperationFilter, OperationView } from '../web-services.js';
import type { HistoryService } from './history-contracts.js';
import { retryable, retryFailed } from './retry-failed.js';

const RUNS_PER_PAGE = 20;
/** Operations read at a time while a list is being downloaded. */
const EXPORT_PAGE = 500;

interface Deps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The runs of a merchant and what they did. */
export function createHistoryService(deps: Deps): HistoryService {
  const { db, now } = deps;
  return {
    async runs(userId, page, filter) {
      const range = { offset: (Math.max(1, page) - 1) * RUNS_PER_PAGE, limit: RUNS_PER_PAGE };
      const found = await listJobs(db, userId, range, filter);
      return { rows: found.rows.map(job => jobView(job, now())), total: found.total, pageSize: RUNS_PER_PAGE };
    },
    async export(userId, jobId, filter) {
      const job = await findOwnJob(db, userId, jobId);
      if (!job) throw new AppError('not_found', 'JOB.NOT_FOUND');
      return { job: jobView(job, now()), pages: exportPages(db, userId, jobId, filter) };
    },
    retryable: (userId, jobId) => retryable(db, userId, jobId),
    retryFailed: (userId, jobId) => retryFailed(deps, userId, jobId),
  };
}

/** Page by page after the last row sent: a list that grows meanwhile is neither cut nor doubled. */
async function* exportPages(
  db: Database,
  userId: UserId,
  jobId: JobId,
  filter: OperationFilter | undefined,
): AsyncGenerator<readonly OperationView[]> {
  for (let after: { rank: number; id: OperationId } | null = null; ;) {
    const found: Awaited<ReturnType<typeof operationsAfter>> = await operationsAfter(
      db,
      jobId,
      { after, limit: EXPORT_PAGE },
      filter,
    );
    if (found.rows.length > 0) yield await operationViews(db, userId, found.rows);
    if (found.next === null) return;
    after = found.next;
  }
}
