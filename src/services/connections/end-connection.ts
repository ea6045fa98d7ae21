import type { Queries } from '../../db/database.js';
import { deleteEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { detachTill } from '../../db/repositories/till-installs.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { deleteVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import { noteDisconnected } from '../notices/connection-notices.js';
import type { VendorService } from '../web-services.js';

/**
 * Takes a connection away; without `service` the one whose goods were taken out of VK first. Part of a transaction of
 * the caller's.
 */
export async function endConnection(queries: Queries, userId: UserId, service?: VendorService): Promise<void> {
  const parted = service ?? (await getSyncConfig(queries, userId)).disconnectService ?? 'vk';
  if (parted === 'evotor') {
    await detachTill(queries, userId);
    await deleteEvotorConnection(queries, userId);
  } else await deleteVkConnection(queries, userId);
  await noteDisconnected(queries, userId, parted);
  await updateSyncConfig(queries, userId, { pending_disconnect: null, disconnect_service: null });
}
