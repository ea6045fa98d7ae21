import type { Database } from '../../../db/database.js';
import { findAnyJob, listAnyJobs, type AnyJob } from '../../../db/repositories/all-jobs.repository.js';
import { listOperations } from '../../../db/repositories/operation-list.repository.js';
import { countByState } from '../../../db/repositories/operations.repository.js';
import { mustHave } from '../../../domain/access/actor.js';
import type { JobId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import { jobView } from '../../sync/job-view.js';
import { operationViews } from '../../sync/operation-view.js';
import { anyJobFilter, merchantAsked } from './any-job-filter.js';
import { controlJobs, type ControlDeps } from './control-jobs.js';
import type { AdminJob, AdminJobDetail, AdminJobsService } from './jobs-contracts.js';
import { runUrl, type TemporalUi } from './temporal-url.js';

const JOBS_PER_PAGE = 50;
const OPERATIONS_PER_PAGE = 50;

export interface AdminJobsDeps extends ControlDeps {
  readonly temporalUi: TemporalUi;
}

/** The runs of all merchants, and what an operator may do to them. */
export function createAdminJobsService(deps: AdminJobsDeps): AdminJobsService {
  const { db, now } = deps;
  const view = (found: AnyJob): AdminJob => ({
    ...jobView(found.job, now()),
    merchant: found.merchant,
    temporalUrl: runUrl(deps.temporalUi, found),
  });
  return {
    ...controlJobs(deps),
    async list(actor, filter, mark) {
      mustHave(actor, 'jobs.view');
      const merchant = filter.merchant === undefined ? null : await merchantAsked(db, filter.merchant);
      if (filter.merchant !== undefined && merchant === null)
        return { rows: [], hasNewer: false, hasOlder: false, merchant: null };
      const wanted = anyJobFilter(filter, merchant?.id, new Date(now()));
      if (wanted === null) return { rows: [], hasNewer: false, hasOlder: false, merchant };
      const isBackwards = mark !== null && 'newerThan' in mark;
      const found = await listAnyJobs(db, wanted, { mark, limit: JOBS_PER_PAGE + 1 });
      const hasMore = found.length > JOBS_PER_PAGE;
      // One more than a page was asked for; on the way back it is the newest that is too many.
      const rows = isBackwards ? found.slice(hasMore ? 1 : 0) : found.slice(0, JOBS_PER_PAGE);
      return {
        rows: rows.map(view),
        hasNewer: isBackwards ? hasMore : mark !== null,
        hasOlder: isBackwards || hasMore,
        merchant,
      };
    },
    async job(actor, jobId, page, filter) {
      mustHave(actor, 'jobs.view');
      const found = await jobOf(db, jobId);
      const offset = (Math.max(1, page) - 1) * OPERATIONS_PER_PAGE;
      const [listed, states] = await Promise.all([
        listOperations(db, jobId, { offset, limit: OPERATIONS_PER_PAGE }, filter),
        countByState(db, jobId),
      ]);
      const { workflowId, runId, requestId, progressAt } = found;
      const job: AdminJobDetail = { ...view(found), workflowId, runId, requestId, progressAt };
      return {
        job,
        states: [...states].map(([state, count]) => ({ state, count })),
        operations: await operationViews(db, found.merchant.id, listed.rows),
        total: listed.total,
        pageSize: OPERATIONS_PER_PAGE,
      };
    },
  };
}

/** Throws `JOB.NOT_FOUND`. */
async function jobOf(db: Database, jobId: JobId): Promise<AnyJob> {
  const found = await findAnyJob(db, jobId);
  if (found === null) throw new AppError('not_found', 'JOB.NOT_FOUND');
  return found;
}
