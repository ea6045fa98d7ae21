import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/database.js';
import { countStillFailed, stillFailedKeys } from '../../db/repositories/failed-operations.repository.js';
import { findOwnJob, type JobRecord } from '../../db/repositories/jobs.repository.js';
import { forgetRefusals } from '../../db/repositories/refusals.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { Orchestrator } from '../orchestrator.js';
import { refusalFor } from '../sync/open-job.js';
import { startedJob } from '../sync/started-job.js';
import { shopOfMerchant } from '../vk-shop/shop-of-merchant.js';
import type { HistoryService } from './history-contracts.js';

/** Keys forgotten in one statement. */
const KEYS_PER_STATEMENT = 1000;

interface Deps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
}

/** Kinds whose plan can be made anew for some goods; what an undo or a leaving could not do is asked for there again. */
const RETRYABLE: readonly JobRecord['kind'][] = ['sync', 'pilot'];

const isOver = ({ finishedAt, status }: JobRecord): boolean => finishedAt !== null && status !== 'awaiting_approval';

async function failedGoods(db: Database, userId: UserId, job: JobRecord): Promise<number> {
  const shop = await shopOfMerchant(db, userId);
  return shop === null || !RETRYABLE.includes(job.kind) ? 0 : countStillFailed(db, shop, job.id);
}

/** How many goods of a run could be tried again. Throws `JOB.NOT_FOUND`. */
export async function retryable(db: Database, userId: UserId, jobId: JobId): Promise<number> {
  const job = await findOwnJob(db, userId, jobId);
  if (!job) throw new AppError('not_found', 'JOB.NOT_FOUND');
  return isOver(job) ? failedGoods(db, userId, job) : 0;
}

/**
 * Tries the failed goods of a finished run again, and only those: VK's earlier refusals of them are forgotten, and the new
 * run plans these goods as they are wanted now, under the same brakes and answers as any run.
 */
export async function retryFailed(
  { db, orchestrator }: Deps,
  userId: UserId,
  jobId: JobId,
): ReturnType<HistoryService['retryFailed']> {
  const job = await findOwnJob(db, userId, jobId);
  if (!job) throw new AppError('not_found', 'JOB.NOT_FOUND');
  if (!isOver(job)) throw new AppError('conflict', 'JOB.NOT_OVER');
  const goods = await failedGoods(db, userId, job);
  if (goods === 0) throw new AppError('conflict', 'JOB.NOTHING_FAILED');
  const { settings } = await getSyncConfig(db, userId);
  if (settings.mode === 'preview' || !settings.mirror) throw new AppError('conflict', 'SYNC.ONLY_SHOWN');
  const wish = { kind: 'sync', trigger: 'manual', sourceJobId: jobId, options: { onlyFailed: true } } as const;
  const refusedCode = await refusalFor({ db }, { userId, ...wish });
  if (refusedCode !== null) throw new AppError('conflict', refusedCode);
  await forget(db, userId, jobId);
  const started = startedJob(await orchestrator.requestRun(userId, { requestId: randomUUID(), ...wish }));
  return { ...started, goods };
}

async function forget(db: Database, userId: UserId, jobId: JobId): Promise<void> {
  const shop = await shopOfMerchant(db, userId);
  if (shop === null) return;
  const keys = await stillFailedKeys(db, shop, jobId);
  await db.transaction(async queries => {
    for (let start = 0; start < keys.length; start += KEYS_PER_STATEMENT)
      await forgetRefusals(queries, shop, keys.slice(start, start + KEYS_PER_STATEMENT));
    // Should this run not begin, the next one by the clock must look at these goods all the same.
    await updateSyncConfig(queries, userId, { converged_till_digest: null });
  });
}
