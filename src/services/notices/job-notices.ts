import type { Queries } from '../../db/database.js';
import { catalogueNumbers } from '../../db/repositories/goods-page.repository.js';
import { parkedSince, type JobRecord } from '../../db/repositories/jobs.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { isParkedLong } from '../../domain/notices/parked-long.js';
import { isThrough, type JobOutcome } from '../../domain/sync/job-outcome.js';
import { closeNotices, openNotice } from './notices.js';

interface End {
  readonly userId: UserId;
  readonly outcome: JobOutcome;
  readonly code: string | null;
  readonly resumeAtMs: number | null;
}

const PARKED_LONG = 'SYNC.PARKED_LONG';

/**
 * What the end of a plain run tells the merchant: that the exchange has been resting for long, that it goes again, that
 * everything stands in VK for the first time. Part of the transaction that ends the job.
 */
export async function noteRunEnd(queries: Queries, end: End, job: JobRecord, nowMs: number): Promise<void> {
  if (end.outcome === 'parked') return noteRest(queries, end, job, nowMs);
  const isGoing = isThrough(end.outcome) || end.outcome === 'awaiting_approval';
  if (isGoing) await closeNotices(queries, end.userId, [PARKED_LONG, 'SYNC.STUCK']);
  if (isThrough(end.outcome)) await noteFirstLoad(queries, end.userId, job, nowMs);
}

async function noteRest(queries: Queries, end: End, job: JobRecord, nowMs: number): Promise<void> {
  const since = (await parkedSince(queries, end.userId, job.id))?.getTime() ?? nowMs;
  if (!isParkedLong({ code: end.code, sinceMs: since, resumeAtMs: end.resumeAtMs, nowMs })) return;
  await openNotice(queries, end.userId, PARKED_LONG, { cause: end.code ?? '' }, job.id);
}

/** Once per set-up: choosing another community and confirming anew begins another one. */
async function noteFirstLoad(queries: Queries, userId: UserId, job: JobRecord, nowMs: number): Promise<void> {
  const { confirmedAt, firstLoadAt, settings } = await getSyncConfig(queries, userId);
  if (confirmedAt === null || settings.mode === 'preview') return;
  if (firstLoadAt !== null && firstLoadAt >= confirmedAt) return;
  const { inVk, withReason } = await catalogueNumbers(queries, userId);
  if (inVk === 0) return;
  await updateSyncConfig(queries, userId, { first_load_at: new Date(Math.max(nowMs, confirmedAt.getTime())) });
  await openNotice(queries, userId, 'SYNC.FIRST_LOAD', { inVk: String(inVk), withReason: String(withReason) }, job.id);
}
