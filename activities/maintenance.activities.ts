import {
  dueConnectionChecks,
  idleTokens,
  pruneOldRows,
  type HousekeepingDeps,
} from '../src/services/maintenance/housekeeping.js';
import { endStuckJobs } from '../src/services/maintenance/stuck-jobs.js';
import { tellMerchants, type NoticeMailDeps } from '../src/services/notices/tell-merchants.js';
import { dispatchDue } from '../src/services/sync/dispatch-due.js';
import type { TestInput } from '../temporal/contracts.js';
import { inActivity } from './activity-scope.js';

/** The clock's work for all merchants. */
export function createMaintenanceActivities(deps: HousekeepingDeps & NoticeMailDeps) {
  const { logger, pipelines } = deps;
  return {
    dispatchDue: () => inActivity(logger, {}, () => dispatchDue({ ...deps, start: pipelines.start })),
    connectionsToCheck: (): Promise<readonly TestInput[]> => inActivity(logger, {}, () => dueConnectionChecks(deps)),
    tokensToRenew: () => inActivity(logger, {}, () => idleTokens(deps)),
    endStuckJobs: () => inActivity(logger, {}, () => endStuckJobs(deps)),
    tellMerchants: () => inActivity(logger, {}, () => tellMerchants(deps)),
    pruneOldRows: () => inActivity(logger, {}, () => pruneOldRows(deps)),
  };
}
