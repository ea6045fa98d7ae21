import type { Database } from '../../db/database.js';
import { productState } from '../../db/repositories/catalogue.repository.js';
import { findEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { lastFinishedJob, openJob } from '../../db/repositories/jobs.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { explainGood, type GoodAnswer, type GoodFacts } from '../../domain/sync/explain-good.js';
import { refusalFor } from '../sync/open-job.js';

/** Ends after which a good that waits waits for the same thing. */
const ENDED_EARLY: readonly string[] = ['parked', 'failed'];

/**
 * Why a till product is or is not in VK: the one answer of the page and the command line. `asked` chooses between the
 * listings of a till id that has several. Throws `PRODUCT.NOT_FOUND`, also for another merchant's.
 */
export async function explainProduct(
  db: Database,
  userId: UserId,
  productId: string,
  asked: string | null = null,
): Promise<GoodAnswer & { readonly name: string; readonly key: ListingKey | null }> {
  const state = await productState(db, userId, productId, asked);
  if (!state) throw new AppError('not_found', 'PRODUCT.NOT_FOUND', { product: productId });
  return { name: state.name, key: state.key, ...explainGood({ ...state, ...(await exchangeFacts(db, userId)) }) };
}

async function exchangeFacts(
  db: Database,
  userId: UserId,
): Promise<Pick<GoodFacts, 'refusedCode' | 'isOnlyShown' | 'isRunning' | 'lastRunCode'>> {
  const { settings } = await getSyncConfig(db, userId);
  const last = await lastFinishedJob(db, userId);
  return {
    refusedCode: await refusedCode(db, userId),
    isOnlyShown: settings.mode === 'preview' || !settings.mirror,
    isRunning: (await openJob(db, userId)) !== null,
    lastRunCode: last !== null && ENDED_EARLY.includes(last.status) ? last.reasonCode : null,
  };
}

/** Why the clock leaves the merchant alone; of a refused token the vendor's own reason. */
async function refusedCode(db: Database, userId: UserId): Promise<string | null> {
  const code = await refusalFor({ db }, { userId, kind: 'sync', trigger: 'schedule' });
  if (code !== 'SYNC.BLOCKED') return code;
  const vk = await findVkConnection(db, userId);
  return vk?.blockedCode ?? (await findEvotorConnection(db, userId))?.blockedCode ?? code;
}
