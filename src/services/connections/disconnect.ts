import type { Database } from '../../db/database.js';
import { requestCancel } from '../../db/repositories/jobs.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { StartedJob } from '../engine-services.js';
import type { Orchestrator } from '../orchestrator.js';
import { auditExchange } from '../audit/audit-account.js';
import { closeNotices } from '../notices/notices.js';
import { GOODS_LEFT, requestDisconnect } from '../sync/disconnect.js';
import type { GoodsChoice, VendorService } from '../web-services.js';
import { endConnection } from './end-connection.js';

interface Deps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
}

/**
 * Disconnects a service. Goods that stay: at once. Goods that are to be hidden or deleted in VK: a job does that first,
 * and the connection ends with it; the wish is kept in the database, so a Temporal that is down only delays it.
 * Throws `CONNECTION.GOODS_UNREACHABLE`: VK is not connected or refuses the key, so nothing can be taken out.
 */
export async function disconnect(
  deps: Deps,
  userId: UserId,
  service: VendorService,
  goods: GoodsChoice,
): Promise<StartedJob | null> {
  const { db, orchestrator } = deps;
  await getSyncConfig(db, userId);
  if (goods === 'keep') {
    await db.transaction(async queries => {
      await requestCancel(queries, userId);
      await endConnection(queries, userId, service);
      await auditExchange(queries, userId, 'connection.disconnect', { before: { service }, after: { goods } });
      await closeNotices(queries, userId, [GOODS_LEFT]);
    });
    // The run under way ends at its next operation; if Temporal cannot be told, it finds the mark by itself.
    await orchestrator.poke(userId).catch(() => undefined);
    return null;
  }
  const vk = await findVkConnection(db, userId);
  if (vk === null || vk.blockedCode !== null) throw new AppError('conflict', 'CONNECTION.GOODS_UNREACHABLE');
  // Due at once: if the run cannot be asked for now, the clock does it.
  await db.transaction(async queries => {
    await updateSyncConfig(queries, userId, { disconnect_service: service, next_due_at: null, rest_until: null });
    await auditExchange(queries, userId, 'connection.disconnect', { before: { service }, after: { goods } });
  });
  return requestDisconnect(deps, userId, goods);
}
