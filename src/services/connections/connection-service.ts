import type { Database } from '../../db/database.js';
import { insertAttempt } from '../../db/repositories/connection-attempts.repository.js';
import { findEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { listStores } from '../../db/repositories/till-cache.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { registerSecret } from '../../observability/redact.js';
import type { TokenVault } from '../../security/token-vault.js';
import type { Orchestrator } from '../orchestrator.js';
import { tokenPlace } from '../vendors/token-places.js';
import type { CheckResult, ConnectionCard, ConnectionService, VendorService } from '../web-services.js';
import { firstBadCode } from './checks.js';
import { disconnect } from './disconnect.js';

export interface ConnectionServiceDeps {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly orchestrator: Orchestrator;
}

/** Longest token taken; Evotor's and VK's are under 300 characters. */
const MAX_TOKEN = 2000;
/** Tokens travel in headers and forms: visible ASCII without blanks. */
const TOKEN = /^[\x21-\x7e]+$/;

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
    if (!result.ok) throw new AppError('upstream_rejected', firstBadCode(result) ?? 'CONNECTION.REFUSED', { service });
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
      return (await orchestrator.testConnection({ userId, service })) as CheckResult;
    },
    disconnect: (userId, service, goods = 'keep') => disconnect(deps, userId, service, goods),
  };
}

function cleanToken(token: string): string {
  const clean = token.trim();
  if (clean === '' || clean.length > MAX_TOKEN || !TOKEN.test(clean))
    throw new AppError('invalid', 'CONNECTION.TOKEN_SHAPE', { field: 'token' });
  registerSecret(clean);
  return clean;
}

export async function evotorCard(db: Database, userId: UserId): Promise<ConnectionCard> {
  const found = await findEvotorConnection(db, userId);
  if (found?.sealedToken == null) return { service: 'evotor', connection: null };
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
      problemCode: found.blockedCode ?? (found.isOnline ? null : 'EVOTOR.DOWN'),
      vkGroupId: null,
      vkScreenName: null,
    },
  };
}

export async function vkCard(db: Database, userId: UserId): Promise<ConnectionCard> {
  const found = await findVkConnection(db, userId);
  if (!found) return { service: 'vk', connection: null };
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
    },
  };
}
