import { findJob, updateJob } from '../../db/repositories/jobs.repository.js';
import { hasDueDeletes } from '../../db/repositories/plan.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { JobId } from '../../domain/brand.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import { maySkipShopRead } from '../../domain/sync/shop-read.js';
import type { JobRef } from '../../../temporal/contracts.js';
import { refusalFor } from './open-job.js';
import { hiddenBefore } from './plan.js';
import { recomputeListings } from './recompute-listings.js';
import { refreshShop } from './refresh-shop.js';
import { refreshTill } from './refresh-till.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';

/**
 * Why this job must end before its next step: it was asked to, it is over already (ended as stuck), or its merchant may
 * not run any more. A connection that this very run found blocked is no reason here: the run ends by its own answer.
 */
export async function cancelStop(deps: Pick<SyncDeps, 'db'>, jobId: JobId): Promise<StopReason | null> {
  const job = await findJob(deps.db, jobId);
  if (job === null) return { kind: 'cancelled', code: 'JOB.NOT_FOUND' };
  if (job.finishedAt !== null) return { kind: 'cancelled', code: job.reasonCode ?? 'SYNC.CANCELLED' };
  if (job.cancelRequestedAt !== null) return { kind: 'cancelled', code: 'SYNC.CANCELLED' };
  const code = await refusalFor(deps, job);
  return code === null || code === 'SYNC.BLOCKED' ? null : { kind: 'cancelled', code };
}

/** Phase 1 of a job: reads the till unless the merchant switched that off, and keeps what was read. */
export async function tillPhase(
  deps: SyncDeps,
  job: JobRef,
  control: PhaseControl,
): Promise<{ stop: StopReason | null; complete: boolean }> {
  const cancelled = await cancelStop(deps, job.jobId);
  if (cancelled) return { stop: cancelled, complete: false };
  const { settings } = await getSyncConfig(deps.db, job.userId);
  await updateJob(deps.db, job.jobId, { phase: 'till' });
  if (!settings.refreshTill) return { stop: null, complete: true };
  const reading = await refreshTill(deps, job, { ...control, stopWanted: () => cancelStop(deps, job.jobId) });
  await updateJob(deps.db, job.jobId, { till_digest: reading.digest, till_complete: reading.complete });
  return { stop: reading.stop, complete: reading.complete };
}

/** Brings the listings up to date, unless neither the till nor a wish has changed since they were computed. */
export async function listingsPhase(deps: SyncDeps, job: JobRef, control: PhaseControl): Promise<void> {
  await updateJob(deps.db, job.jobId, { phase: 'listings' });
  const config = await getSyncConfig(deps.db, job.userId);
  const record = await findJob(deps.db, job.jobId);
  await updateJob(deps.db, job.jobId, { input_version: config.inputVersion });
  const isSameTill = record?.tillDigest != null && record.tillDigest === config.listingsTillDigest;
  if (isSameTill && config.listingsVersion === config.inputVersion) return;
  await recomputeListings(deps, job.userId, control.heartbeat);
}

/** Phase 2 of a job: reads the shop, or proves that it need not. */
export async function shopPhase(
  deps: SyncDeps,
  job: JobRef,
  control: PhaseControl,
): Promise<{ stop: StopReason | null; skipped: boolean }> {
  const cancelled = await cancelStop(deps, job.jobId);
  if (cancelled) return { stop: cancelled, skipped: false };
  const config = await getSyncConfig(deps.db, job.userId);
  const record = await findJob(deps.db, job.jobId);
  if (!record) return { stop: { kind: 'cancelled', code: 'JOB.NOT_FOUND' }, skipped: false };
  await updateJob(deps.db, job.jobId, { phase: 'shop' });
  const skipped = maySkipShopRead({
    trigger: record.trigger,
    kind: record.kind,
    tillDigest: record.tillDigest,
    convergedTillDigest: config.convergedTillDigest,
    inputVersion: config.inputVersion,
    convergedInputVersion: config.convergedInputVersion,
    shopReadAgeMs: config.shopReadAt === null ? null : deps.now() - config.shopReadAt.getTime(),
    hasDueDeletes: await hasDueDeletes(deps.db, job.userId, await hiddenBefore(deps, job.userId)),
  });
  // A shop that was never read is read whatever the switch says: what stands there already would be created again.
  const mayRest = !config.settings.refreshShop && config.shopReadAt !== null;
  if (skipped || mayRest) return { stop: null, skipped };
  const stop = await refreshShop(deps, job, control);
  // A pause during the read ends the job here, before a plan is made of it.
  return { stop: stop ?? (await cancelStop(deps, job.jobId)), skipped: false };
}
