import { statfs } from 'node:fs/promises';
import { resolveTemporalUi } from '../config/endpoints.js';
import { programVersion } from '../config/program-version.js';
import { createSystemHealthService } from '../services/admin/health/system-health-service.js';
import { createAdminJobsService } from '../services/admin/jobs/admin-jobs-service.js';
import { createApprovalService } from '../services/sync/approval/approval-service.js';
import { createSyncService, type SyncServiceDeps } from '../services/sync/sync-service.js';
import type { WebServices } from '../services/web-services.js';
import { poolOf } from './compose-metrics.js';
import type { Base } from './compose.js';

/** The operator's use cases about runs and about the installation itself. */
export function composeAdmin(base: Base, deps: SyncServiceDeps): Pick<WebServices, 'adminJobs' | 'systemHealth'> {
  const { config } = base;
  return {
    adminJobs: createAdminJobsService({
      ...deps,
      sync: createSyncService(deps),
      approvals: createApprovalService(deps),
      temporalUi: { url: resolveTemporalUi(config), namespace: config.temporal.namespace },
    }),
    systemHealth: createSystemHealthService({
      ...deps,
      healthIntervalMs: config.sync.healthIntervalSeconds * 1000,
      version: programVersion(),
      pool: () => poolOf(base),
      disk: async () => {
        const { bavail, bsize, blocks } = await statfs(config.dataDir);
        return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
      },
    }),
  };
}
