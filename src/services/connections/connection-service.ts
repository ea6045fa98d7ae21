import type { Database } from '../../db/database.js';
import { insertAttempt } from '../../db/repositories/connection-attempts.repository.js';
import { findEvotorConnection, type EvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { listStores } from '../../db/repositories/till-cache.repository.js';
import { findVkConnection, listMethodBlocks } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { ALL_METHODS } from '../../domain/sync/method-block.js';
import type { TokenVault } from '../../security/token-vault.js';
import type { Orchestrator } from '../orchestrator.js';
import { tokenPlace } from '../vendors/token-places.js';
import type { CheckResult, ConnectionCard, ConnectionService, VendorService } from '../web-services.js';
import { refusalOf } from './checks.js';
import { cleanToken } from './clean-token.js';
import { disconnect } from './disconnect.js';
import { TILL_ENDED } from './till-ended.js';

export interface ConnectionServiceDeps {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly orchestrator: Orchestrator;
}

/** Connecting, testing and disconnecting; the vendors themselves are called by short workflows. */
export function createConnectionService(deps: ConnectionServiceDeps): ConnectionService {
  const { db, vault, orchestrator } = deps;

  async function connect(
    userId: UserId,
    service: VendorService,
    token: string,
    vkGroupId: number | null,
  ): Promise<CheckResult> {
    const clean = cleanToken(token);
    const sealedToken = vault.seal(clean, tokenPlace.attempt(userId, service));
    const attemptId = await insertAttempt(db, { userId, service, sealedToken, vkGroupId });
    const result = (await orchestrator.connectVendor({ userId, service, attemptId })) as CheckResult;
    if (!result.ok) throw refusalOf(result, service);
    return result;
  }

  return {
    cards: async userId => [await evotorCard(db, userId), await vkCard(db, userId)],
    connectEvotor: ({ userId, token }) => connect(userId, 'evotor', token, null),
    connectVk: async ({ userId, token, groupId }) => {
      if (!Number.isSafeInteger(groupId) || groupId <= 0)
        throw new AppError('invalid', 'VK.GROUP_ID_INVALID', { field: 'groupId' });
      return connect(userId, 'vk', token, groupId);
    },
    test: async (userId, service) => {
      const card = service === 'evotor' ? await evotorCard(db, userId) : await vkCard(db, userId);
      if (card.connection === null) throw new AppError('conflict', 'CONNECTION.MISSING');
      const ended = TILL_ENDED.find(code => code === card.connection?.problemCode);
      if (ended !== undefined) throw new AppError('conflict', ended);
      return (await orchestrator.testConnection({ userId, service })) as CheckResult;
    },
    disconnect: (userId, service, goods = 'keep') => disconnect(deps, userId, service, goods),
  };
}

export async function evotorCard(db: Database, userId: UserId): Promise<ConnectionCard> {
  const found = await findEvotorConnection(db, userId);
  // One that ended on Evotor's side still stands there, with what has become of it.
  if (found === null || (found.sealedToken ?? found.endedCode) === null) return { service: 'evotor', connection: null };
  const stores = (await listStores(db, userId)).filter(store => !store.isMissing);
  const [first] = stores;
  const others = stores.length - 1;
  return {
    service: 'evotor',
    connection: {
      isOnline: found.isOnline,
      detail: first === undefined ? '' : others === 0 ? first.name : `${first.name} и ещё ${others}`,
      lastCheckedAt: found.lastCheckedAt,
      connectedAt: found.connectedAt,
      problemCode: found.endedCode ?? found.blockedCode ?? (isSilent(found) ? 'EVOTOR.DOWN' : null),
      vkGroupId: null,
      vkScreenName: null,
    },
  };
}

/** Not reached at the last try; a token that nobody has tried yet is no trouble. */
const isSilent = ({ isOnline, lastCheckedAt }: EvotorConnection): boolean => !isOnline && lastCheckedAt !== null;

export async function vkCard(db: Database, userId: UserId): Promise<ConnectionCard> {
  const found = await findVkConnection(db, userId);
  if (!found) return { service: 'vk', connection: null };
  const blocks = await listMethodBlocks(db, found.id);
  return {
    service: 'vk',
    connection: {
      isOnline: found.isOnline,
      detail: found.groupName,
      lastCheckedAt: found.lastCheckedAt,
      connectedAt: found.connectedAt,
      problemCode: found.blockedCode ?? (found.isOnline ? null : 'VK.DOWN'),
      vkGroupId: found.groupId,
      vkScreenName: found.groupScreenName === '' ? null : found.groupScreenName,
      personName: found.vkUserName,
      needsCaptcha: blocks.some(({ method, code }) => method === ALL_METHODS && code === 'VK.CAPTCHA'),
    },
  };
}
