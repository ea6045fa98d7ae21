import type { Queries } from '../../../db/database.js';
import { goodsOnHold } from '../../../db/repositories/preview.repository.js';
import { addsSince } from '../../../db/repositories/shop-room.repository.js';
import { getSyncConfig } from '../../../db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../../domain/brand.js';
import { limitsInForce } from '../../../domain/sync/learnt-limits.js';
import { smallerLimit } from '../../../domain/sync/limits.js';
import { ADDS_WINDOW_MS } from '../plan-limits.js';
import type { ShopQuota } from './preview-contracts.js';

/** How many new goods the shop still takes today, as the planner reckons it. */
export async function shopQuota(db: Queries, userId: UserId, nowMs: number): Promise<ShopQuota | null> {
  const connection = await findVkConnection(db, userId);
  if (connection === null) return null;
  const { limits } = (await getSyncConfig(db, userId)).settings;
  const learnt = limitsInForce(connection.learntLimits, nowMs).addsPerDay;
  const perDay = smallerLimit(limits.addsPerDay, learnt);
  if (perDay === Number.MAX_SAFE_INTEGER) return null;
  const adds = await addsSince(db, { userId, groupId: connection.groupId }, new Date(nowMs - ADDS_WINDOW_MS));
  return {
    perDay,
    added: adds.count,
    left: Math.max(0, perDay - adds.count),
    waiting: await goodsOnHold(db, userId, 'LIMIT.ADDS_PER_DAY'),
    freesAt: adds.oldestAt === null ? null : new Date(adds.oldestAt.getTime() + ADDS_WINDOW_MS),
    isLearnt: learnt !== undefined && perDay === learnt,
  };
}
