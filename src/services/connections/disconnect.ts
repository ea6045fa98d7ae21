import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../../db/database.js';
import { deleteEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { requestCancel } from '../../db/repositories/jobs.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { deleteVkConnection, findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { StartedJob } from '../engine-services.js';
import type { Orchestrator } from '../orchestrator.js';
import type { GoodsChoice, VendorService } from '../web-services.js';

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
  if (goods !== 'keep') {
    const vk = await findVkConnection(db, userId);
    if (vk === null || vk.blockedCode !== null) throw new AppError('conflict', 'CONNECTION.GOODS_UNREACHABLE');
  }
  await getSyncConfig(db, userId);
  await db.transaction(async queries => {
    await requestCancel(queries, userId);
    if (goods === 'keep') return remove(queries, userId, service);
    await updateSyncConfig(queries, userId, {
      pending_disconnect: goods,
      disconnect_service: service,
      next_due_at: null,
      rest_until: null,
    });
  });
  // The run under way ends at its next operation; if Temporal cannot be told, it finds the mark by itself.
  await orchestrator.poke(userId).catch(() => undefined);
  return goods === 'keep' ? null : startTakingOut(deps, userId, goods);
}

async function startTakingOut(deps: Deps, userId: UserId, goods: 'hide' | 'delete'): Promise<StartedJob> {
  const request = { requestId: randomUUID(), kind: 'disconnect', trigger: 'manual', options: { goods } } as const;
  const { outcome, jobId, refusedCode } = await deps.orchestrator.requestRun(userId, request);
  if (jobId === null) throw new AppError('conflict', refusedCode ?? 'SYNC.NOT_CONNECTED');
  return { outcome, jobId };
}

/** The goods are done: the connection whose end was asked for goes. Part of the transaction that ends the job. */
export async function endDisconnect(queries: Queries, userId: UserId): Promise<void> {
  const { pendingDisconnect, disconnectService } = await getSyncConfig(queries, userId);
  if (pendingDisconnect !== null) await remove(queries, userId, disconnectService ?? 'vk');
}

async function remove(queries: Queries, userId: UserId, service: VendorService): Promise<void> {
  if (service === 'evotor') await deleteEvotorConnection(queries, userId);
  else await deleteVkConnection(queries, userId);
  await updateSyncConfig(queries, userId, { pending_disconnect: null, disconnect_service: null });
}
