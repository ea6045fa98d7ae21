import type { Database, Queries } from '../../../db/database.js';
import {
  findWaitingAttempt,
  setAttemptCommunity,
  type ConnectionAttempt,
} from '../../../db/repositories/connection-attempts.repository.js';
import { publishedIn } from '../../../db/repositories/shop-counts.repository.js';
import { findVkConnection, formerCommunity } from '../../../db/repositories/vk-connections.repository.js';
import type { UserId, VkGroupId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import type { Orchestrator } from '../../orchestrator.js';
import type { CheckResult } from '../../web-services.js';
import { refusalOf } from '../checks.js';
import { choiceSince } from './choice-life.js';
import type { Chosen, CommunityChange } from './vk-id-contracts.js';

interface Deps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
  readonly now: () => number;
}

/**
 * Connects the chosen community with a key that waits. Another community than before is asked about first: its shop
 * begins with a first run of its own.
 */
export async function chooseCommunity(
  deps: Deps,
  { userId, attemptId, groupId, isSure }: { userId: UserId; attemptId: number; groupId: number; isSure: boolean },
): Promise<Chosen> {
  const { db, orchestrator } = deps;
  if (!Number.isSafeInteger(groupId) || groupId <= 0)
    throw new AppError('invalid', 'VK.GROUP_ID_INVALID', { field: 'community' });
  const attempt = await findWaitingAttempt(db, userId, attemptId, choiceSince(deps.now()));
  if (!attempt) return repeated(db, userId, groupId);
  await setAttemptCommunity(db, attempt.id, groupId);
  const former = await formerCommunity(db, userId);
  const answer = await orchestrator.connectVendor({ userId, service: 'vk', attemptId, vkGroupId: groupId, isSure });
  const result = answer as CheckResult;
  if (!result.ok) throw refusalOf(result, 'vk');
  if (answer.asksFirst === true) return { kind: 'asks', attemptId };
  return { kind: 'connected', result, isReconnect: former === groupId };
}

/** The button pressed twice, or the page opened again after the first press did its work. */
async function repeated(db: Database, userId: UserId, groupId: number): Promise<Chosen> {
  const connected = await findVkConnection(db, userId);
  if (connected?.groupId !== groupId || connected.blockedCode !== null)
    throw new AppError('conflict', 'VK_ID.CHOICE_OVER');
  return { kind: 'connected', result: { ok: true, lights: [] }, isReconnect: true };
}

/** What the question before another community is about. */
export async function communityChange(deps: Deps, userId: UserId, attemptId: number): Promise<CommunityChange> {
  const { db } = deps;
  const attempt = await findWaitingAttempt(db, userId, attemptId, choiceSince(deps.now()));
  const former = await formerCommunity(db, userId);
  if (attempt?.vkGroupId == null || former === null) throw new AppError('conflict', 'VK_ID.CHOICE_OVER');
  return {
    attemptId,
    groupId: attempt.vkGroupId,
    name: offeredName(attempt),
    former: { groupId: former, name: await nameOf(db, userId, former) },
    published: await publishedIn(db, { userId, groupId: former }),
  };
}

const offeredName = ({ vkId, vkGroupId }: ConnectionAttempt): string =>
  vkId?.communities?.find(({ id }) => id === vkGroupId)?.name ?? '';

async function nameOf(queries: Queries, userId: UserId, groupId: VkGroupId): Promise<string> {
  const connection = await findVkConnection(queries, userId);
  return connection?.groupId === groupId ? connection.groupName : '';
}
