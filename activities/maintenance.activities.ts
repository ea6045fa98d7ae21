import { dueConnectionChecks, idleTokens, type HousekeepingDeps } from '../src/services/maintenance/housekeeping.js';
import { pruneOldRows } from '../src/services/maintenance/prune.js';
import { withBeat } from '../src/services/maintenance/clock-beat.js';
import { endStuckJobs } from '../src/services/maintenance/stuck-jobs.js';
import { tellMerchants, type NoticeMailDeps } from '../src/services/notices/tell-merchants.js';
import { dispatchDue } from '../src/services/sync/dispatch-due.js';
import type { TestInput } from '../temporal/contracts.js';
import { inActivity } from './activity-scope.js';

/** The clock's work for all merchants. */
export function createMaintenanceActivities(deps: HousekeepingDeps & NoticeMailDeps) {
  const { logger, pipelines } = deps;
  return {
    dispatchDue: () =>
      inActivity(logger, {}, () => withBeat(deps, 'dispatch', () => dispatchDue({ ...deps, start: pipelines.start }))),
    connectionsToCheck: (): Promise<readonly TestInput[]> =>
      inActivity(logger, {}, () => withBeat(deps, 'health', () => dueConnectionChecks(deps))),
    tokensToRenew: () => inActivity(logger, {}, () => withBeat(deps, 'tokens', () => idleTokens(deps))),
    endStuckJobs: () => inActivity(logger, {}, () => endStuckJobs(deps)),
    tellMerchants: () => inActivity(logger, {}, () => withBeat(deps, 'notices', () => tellMerchants(deps))),
    pruneOldRows: () => inActivity(logger, {}, () => withBeat(deps, 'prune', () => pruneOldRows(deps))),
  };
}
