import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { connectionsToCheck, pruneRows, stuckJobs } from '../src/db/repositories/health.repository.js';
import type { JobId } from '../src/domain/brand.js';
import { dispatchDue } from '../src/services/sync/dispatch-due.js';
import { finishJob } from '../src/services/sync/finish-job.js';
import type { SyncDeps } from '../src/services/sync/sync-deps.js';
import { startPipeline } from '../temporal/start-pipeline.js';
import type { TestInput } from '../temporal/contracts.js';
import { inActivity } from './activity-scope.js';

const HOUR_MS = 3_600_000;
/** Connections one health sweep checks at most; the rest is the next one's. */
const CHECKS_PER_SWEEP = 200;

export interface MaintenanceDeps extends SyncDeps {
  readonly temporal: Client;
  readonly healthIntervalMs: number;
  readonly logRetentionMs: number;
}

/** The clock's work for all merchants. */
export function createMaintenanceActivities(deps: MaintenanceDeps) {
  const { db, logger } = deps;
  return {
    dispatchDue: () =>
      inActivity(logger, {}, () =>
        dispatchDue({ ...deps, start: (userId, trigger) => startPipeline(deps.temporal, userId, trigger) }),
      ),
    connectionsToCheck: (): Promise<readonly TestInput[]> =>
      inActivity(logger, {}, () =>
        connectionsToCheck(db, new Date(deps.now() - deps.healthIntervalMs), CHECKS_PER_SWEEP),
      ),
    /** Jobs without progress for an hour are ended and reported, so that no merchant is locked for ever. */
    endStuckJobs: () =>
      inActivity(logger, {}, async () => {
        for (const stuck of await stuckJobs(db, new Date(deps.now() - HOUR_MS))) {
          logger.error('a job stood still for an hour and is ended', { ...stuck });
          await deps.temporal.workflow
            .getHandle(stuck.workflowId)
            .terminate('no progress for an hour')
            .catch((error: unknown) => {
              if (!(error instanceof WorkflowNotFoundError)) throw error;
            });
          const jobId = stuck.jobId as JobId;
          await finishJob(deps, { userId: stuck.userId, jobId, outcome: 'failed', code: 'SYNC.STUCK', resumeAtMs: null });
        }
      }),
    pruneOldRows: () =>
      inActivity(logger, {}, async () => {
        const now = deps.now();
        const rows = await pruneRows(db, new Date(now - deps.logRetentionMs), new Date(now - 24 * HOUR_MS));
        logger.info('old rows pruned', { rows });
      }),
  };
}
