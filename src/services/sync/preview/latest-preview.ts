import type { Queries } from '../../../db/database.js';
import { heldCount } from '../../../db/repositories/decisions.repository.js';
import { findOwnJob, type JobRecord } from '../../../db/repositories/jobs.repository.js';
import {
  hasWrittenSince,
  newestPreview,
  operationsByKind,
  priceUpdates,
  reasonCounts,
} from '../../../db/repositories/preview.repository.js';
import { getSyncConfig } from '../../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../../domain/brand.js';
import { jobView } from '../job-view.js';
import type { PreviewOverview } from './preview-contracts.js';

/** A preview older than this says little about the till of today. */
const FRESH_MS = 24 * 3_600_000;

/** The newest preview with its numbers, and what has happened since. */
export async function latestPreview(db: Queries, userId: UserId, nowMs: number): Promise<PreviewOverview> {
  const notListed = await reasonCounts(db, userId);
  const id = await newestPreview(db, userId);
  const job = id === null ? null : await findOwnJob(db, userId, id);
  if (job === null)
    return { job: null, since: 'nothing', isTillWhole: true, counts: {}, prices: 0, risky: 0, notListed };
  return {
    job: jobView(job, nowMs),
    since: await sinceThen(db, job, nowMs),
    isTillWhole: job.tillComplete !== false,
    counts: await operationsByKind(db, job.id),
    prices: await priceUpdates(db, job.id),
    risky: await heldCount(db, job.id),
    notListed,
  };
}

async function sinceThen(db: Queries, job: JobRecord, nowMs: number): Promise<PreviewOverview['since']> {
  if (job.finishedAt === null) return 'nothing';
  if (nowMs - job.finishedAt.getTime() > FRESH_MS) return 'day';
  const { inputVersion } = await getSyncConfig(db, job.userId);
  if (job.inputVersion !== null && job.inputVersion !== inputVersion) return 'wishes';
  return (await hasWrittenSince(db, job.userId, job.id)) ? 'run' : 'nothing';
}
