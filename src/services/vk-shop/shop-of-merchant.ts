import type { Queries } from '../../db/database.js';
import type { Shop } from '../../db/repositories/links.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';

/** The community the merchant has connected; `null` = none. */
export async function shopOfMerchant(queries: Queries, userId: UserId): Promise<Shop | null> {
  const connection = await findVkConnection(queries, userId);
  return connection && { userId, groupId: connection.groupId };
}
