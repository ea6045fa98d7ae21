import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../../db/database.js';
import { requestCancel } from '../../db/repositories/jobs.repository.js';
import type { Shop } from '../../db/repositories/links.repository.js';
import { linksPage, placedCount } from '../../db/repositories/links-page.repository.js';
import { insertOperations, type NewOperation } from '../../db/repositories/operations.repository.js';
import { getSyncConfig, lockSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { operationRank } from '../../domain/sync/order.js';
import type { StartedJob } from '../engine-services.js';
import type { Orchestrator } from '../orchestrator.js';
import { closeNotices } from '../notices/notices.js';
import { endConnection } from '../connections/end-connection.js';
import { startedJob } from './started-job.js';

const DISCONNECT_PAGE = 500;
/** Says that some goods could not be taken out, and how many. */
export const GOODS_LEFT = 'DISCONNECT.GOODS_LEFT';

/**
 * The merchant leaves VK and says what becomes of the goods. The wish is kept before anything is asked for: if the run
 * cannot begin now, or rests on the way, the clock goes on with it. Throws `CONNECTION.MISSING`, `TEMPORAL.DOWN`.
 */
export async function requestDisconnect(
  deps: { readonly db: Database; readonly orchestrator: Orchestrator },
  userId: UserId,
  goods: 'hide' | 'delete',
): Promise<StartedJob> {
  const { db, orchestrator } = deps;
  if (!(await findVkConnection(db, userId))) throw new AppError('conflict', 'CONNECTION.MISSING');
  await getSyncConfig(db, userId);
  await updateSyncConfig(db, userId, { pending_disconnect: goods });
  await requestCancel(db, userId);
  await orchestrator.poke(userId).catch(() => undefined);
  return startedJob(
    await orchestrator.requestRun(userId, {
      requestId: randomUUID(),
      kind: 'disconnect',
      trigger: 'manual',
      options: { goods },
    }),
  );
}

/**
 * Plans one page of hides or deletes. Goods that EvoSync did not make itself are hidden, never deleted. Answers the key
 * to go on after, `null` = that was the last page.
 */
export async function planDisconnectPage(
  queries: Queries,
  shop: Shop,
  page: {
    readonly jobId: JobId;
    readonly goods: 'hide' | 'delete';
    readonly planNo: number;
    readonly after: string | null;
  },
): Promise<string | null> {
  const links = await linksPage(queries, shop, { after: page.after ?? '', limit: DISCONNECT_PAGE });
  const operations = links.flatMap((link): readonly NewOperation[] => {
    const kind = page.goods === 'delete' && link.madeBy === 'created' ? 'delete' : 'hide';
    if (kind === 'hide' && link.state === 'hidden') return [];
    return [
      {
        jobId: page.jobId,
        userId: shop.userId,
        groupId: shop.groupId,
        planNo: page.planNo,
        kind,
        rank: operationRank(kind, []),
        key: link.key,
        albumTitle: '',
        itemId: link.itemId,
        fields: [],
        before: { ...link.sent, ...(link.state === 'hidden' ? { hidden: true } : {}) },
        after: kind === 'hide' ? { hidden: true } : { deleted: true },
        reasonCode: 'DISCONNECT',
        photoId: null,
      },
    ];
  });
  await insertOperations(queries, operations);
  return links.length === DISCONNECT_PAGE ? (links.at(-1)?.key ?? null) : null;
}

/**
 * The goods are as the merchant wished: now the connection they were taken out for goes. Links stay, for a shop that
 * comes back. Where goods are left that VK would not let go of, the connection stays with them, and so does the wish.
 * Done once: without a wish there is nothing to end, the merchant has taken it back or this is a repeated try.
 */
export async function endDisconnect(deps: { readonly db: Database }, userId: UserId): Promise<void> {
  await deps.db.transaction(async queries => {
    const { pendingDisconnect } = await lockSyncConfig(queries, userId);
    if (pendingDisconnect === null || (await goodsLeft(queries, userId)) > 0) return;
    await endConnection(queries, userId);
    await closeNotices(queries, userId, [GOODS_LEFT]);
  });
}

/** How many goods a wish to leave has not taken out yet; 0 without such a wish, or without a shop. */
export async function goodsLeft(queries: Queries, userId: UserId): Promise<number> {
  const { pendingDisconnect: goods } = await getSyncConfig(queries, userId);
  const connection = goods === null ? null : await findVkConnection(queries, userId);
  if (goods === null || connection === null) return 0;
  return placedCount(queries, { userId, groupId: connection.groupId }, { withHidden: goods === 'delete' });
}
