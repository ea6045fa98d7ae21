import type { ConnectionDeps } from '../src/services/connections/accept-connection.js';
import { createConnectionActivities } from './connection.activities.js';
import { createJobActivities } from './job.activities.js';
import type { HousekeepingDeps } from '../src/services/maintenance/housekeeping.js';
import type { NoticeMailDeps } from '../src/services/notices/tell-merchants.js';
import { createMaintenanceActivities } from './maintenance.activities.js';
import { createPhaseActivities } from './phase.activities.js';

export type ActivityDeps = HousekeepingDeps & ConnectionDeps & NoticeMailDeps;

/** All activities; a worker registers those of its queues' kinds, every one is harmless on any queue. */
export function createActivities(deps: ActivityDeps, applyBounds?: { budgetMs: number; maxOperations: number }) {
  return {
    ...createJobActivities(deps),
    ...createPhaseActivities(deps, applyBounds),
    ...createConnectionActivities(deps),
    ...createMaintenanceActivities(deps),
  };
}

/** What workflows may call; imported by them as a type only. */
export type Activities = ReturnType<typeof createActivities>;
