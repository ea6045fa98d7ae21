import type { UserId } from '../src/domain/brand.js';
import { applyBatch } from '../src/services/sync/apply/apply-batch.js';
import { listingsPhase, shopPhase, tillPhase } from '../src/services/sync/phases.js';
import { computeAfterRead } from '../src/services/sync/compute-after-read.js';
import { refreshTill } from '../src/services/sync/refresh-till.js';
import type { SyncDeps } from '../src/services/sync/sync-deps.js';
import type { ApplyResult, JobRef, ShopResult, TillResult } from '../temporal/contracts.js';
import { inLongActivity } from './activity-scope.js';

/** One apply activity returns after so much work (spec §3, Apply). */
export const APPLY_BOUNDS = { budgetMs: 90_000, maxOperations: 100 } as const;

/** The long phases of a run. */
export function createPhaseActivities(
  deps: SyncDeps,
  bounds: { budgetMs: number; maxOperations: number } = APPLY_BOUNDS,
) {
  const { logger } = deps;
  return {
    readTill: (job: JobRef): Promise<TillResult> =>
      inLongActivity(logger, job, control => tillPhase(deps, job, control)),
    readTillOnly: (userId: UserId): Promise<void> =>
      inLongActivity(logger, { userId }, async control => {
        await refreshTill(deps, { userId, jobId: null }, control);
      }),
    computeListings: (job: JobRef): Promise<void> =>
      inLongActivity(logger, job, control => listingsPhase(deps, job, control)),
    computeListingsOnly: (userId: UserId): Promise<void> =>
      inLongActivity(logger, { userId }, control => computeAfterRead(deps, userId, control.heartbeat)),
    readShop: (job: JobRef): Promise<ShopResult> =>
      inLongActivity(logger, job, control => shopPhase(deps, job, control)),
    applyBatch: (job: JobRef): Promise<ApplyResult> =>
      inLongActivity(logger, job, control => applyBatch(deps, job, control, bounds)),
  };
}
