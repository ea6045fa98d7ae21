import type { EvotorClient } from '../../clients/evotor/client.js';
import type { VkClient } from '../../clients/vk/client.js';
import type { VkGroup } from '../../clients/vk/types.js';
import type { Database, Queries } from '../../db/database.js';
import {
  deleteAttempt,
  findAttempt,
  type ConnectionAttempt,
} from '../../db/repositories/connection-attempts.repository.js';
import { saveEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import { findUserById } from '../../db/repositories/users.repository.js';
import {
  findVkConnection,
  formerCommunity,
  ownerOfCommunity,
  saveVkConnection,
  type AcceptedVkConnection,
} from '../../db/repositories/vk-connections.repository.js';
import { postponeVkSlots } from '../../db/repositories/vk-slots.repository.js';
import type { UserId, VkGroupId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { GUARD_WINDOW_MS } from '../../domain/pacing/earliest-departure.js';
import { registerSecret } from '../../observability/redact.js';
import type { TokenVault } from '../../security/token-vault.js';
import { auditExchange } from '../audit/audit-account.js';
import { noteConnected } from '../notices/connection-notices.js';
import { tokenPlace } from '../vendors/token-places.js';
import type { VendorGate } from '../vendors/vendor-gate.js';
import type { CheckResult } from '../web-services.js';
import { checkShop, checkTill, firstBadCode } from './checks.js';

export interface ConnectionDeps {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly vendors: VendorGate;
}

/** `asksFirst`: all is well, but it is another community than before, and nobody has said that it is meant. */
type AcceptResult = CheckResult & { readonly asksFirst?: boolean };

/**
 * Checks an entered token with its vendor; only an accepted one replaces what was there, in one transaction with all
 * that follows from it. The attempt's row goes in any case but two: a silent vendor, and a key by VK ID with which
 * another community may still be chosen. Another community than before is connected only when the merchant is sure.
 */
export async function acceptConnection(
  deps: ConnectionDeps,
  input: { userId: UserId; service: 'evotor' | 'vk'; attemptId: number; vkGroupId?: number; isSure?: boolean },
): Promise<AcceptResult> {
  const attempt = await findAttempt(deps.db, input.attemptId, input.userId);
  if (!attempt) throw new AppError('conflict', 'CONNECTION.MISSING');
  await refuseOperators(deps.db, attempt);
  const token = deps.vault.open(attempt.sealedToken, tokenPlace.attempt(input.userId, input.service));
  registerSecret(token);
  const result =
    input.service === 'evotor'
      ? await acceptTill(deps, attempt, token)
      : await acceptShop(deps, attempt, token, { groupId: input.vkGroupId ?? attempt.vkGroupId, isSure: input.isSure });
  if (!result.ok && !mayChooseAnew(attempt, result)) await deleteAttempt(deps.db, attempt.id);
  return result;
}

/** Only the role `user` has connections; it is asked here, where the site, the command line and VK ID come together. */
async function refuseOperators(db: Database, { id, userId }: ConnectionAttempt): Promise<void> {
  if ((await findUserById(db, userId))?.roles.includes('user') === true) return;
  await deleteAttempt(db, id);
  throw new AppError('conflict', 'SYNC.NOT_A_MERCHANT');
}

/** The key itself is good; it is the community that does not fit. */
function mayChooseAnew({ vkId }: ConnectionAttempt, { lights }: CheckResult): boolean {
  return vkId !== null && lights.every(({ id, state }) => id !== 'token' || state === 'ok');
}

/**
 * The connection, the new version of what listings are made of, and the end of the attempt: all or nothing. An attempt
 * that was taken away while the vendor was asked connects nothing: its merchant leaves, or has finished it elsewhere.
 */
async function keep(
  { db }: ConnectionDeps,
  attempt: ConnectionAttempt,
  save: (queries: Queries) => Promise<void>,
): Promise<void> {
  await db.transaction(async queries => {
    if (!(await deleteAttempt(queries, attempt.id)))
      throw new AppError('conflict', attempt.service === 'vk' ? 'VK_ID.CHOICE_OVER' : 'CONNECTION.MISSING');
    await save(queries);
    // Done by a short workflow for whoever entered the key.
    await auditExchange(queries, attempt.userId, 'connection.connect', {
      after: { service: attempt.service },
      origin: 'worker',
    });
    await raiseInputVersion(queries, attempt.userId);
  });
}

async function acceptTill(deps: ConnectionDeps, attempt: ConnectionAttempt, token: string): Promise<CheckResult> {
  let authScheme: 'bearer' | 'x_authorization' = 'bearer';
  const client: EvotorClient = deps.vendors.tillWith(token, { userId: attempt.userId, jobId: null }, scheme => {
    authScheme = scheme;
  });
  const { result } = await checkTill(client);
  if (!result.ok) return result;
  const sealedToken = deps.vault.seal(token, tokenPlace.evotor(attempt.userId));
  const connection = { userId: attempt.userId, sealedToken, authScheme, evotorUserId: null };
  await keep(deps, attempt, async queries => {
    await saveEvotorConnection(queries, connection);
    await noteConnected(queries, attempt.userId, 'evotor');
  });
  return result;
}

async function acceptShop(
  deps: ConnectionDeps,
  attempt: ConnectionAttempt,
  token: string,
  wish: { readonly groupId: number | null; readonly isSure: boolean | undefined },
): Promise<AcceptResult> {
  const { isSure = true } = wish;
  const groupId = wish.groupId as VkGroupId;
  const owner = await ownerOfCommunity(deps.db, groupId);
  if (owner !== null && owner !== attempt.userId)
    return { ok: false, lights: [{ id: 'community', state: 'bad', code: 'VK.COMMUNITY_TAKEN', detail: '' }] };
  const client: VkClient = deps.vendors.shopWith(token, groupId, { userId: attempt.userId, jobId: null });
  const { result, me, group } = await checkShop(client);
  if (me === null || group === null || !mayConnect(result)) return { ...result, ok: false };
  const former = await formerCommunity(deps.db, attempt.userId);
  if (!isSure && former !== null && former !== groupId) return { ...result, ok: true, asksFirst: true };
  const badCode = firstBadCode(result);
  await saveShop(deps, attempt, token, me, group, badCode === null ? [] : [badCode]);
  return { ...result, ok: true };
}

/** A market that is switched off can be switched on later; everything else has to be right to connect. */
function mayConnect(result: CheckResult): boolean {
  const code = firstBadCode(result);
  return code === null || code === 'VK.MARKET_OFF';
}

/** The renewal token moves with its key, sealed for its new place. */
function renewalOf(
  { vault }: ConnectionDeps,
  { userId, vkId }: ConnectionAttempt,
): NonNullable<AcceptedVkConnection['renewal']> | null {
  if (vkId === null) return null;
  const renewalToken = vault.open(vkId.sealedRefreshToken, tokenPlace.attemptRefresh(userId));
  registerSecret(renewalToken);
  return {
    sealedRefreshToken: vault.seal(renewalToken, tokenPlace.vkRefresh(userId)),
    tokenExpiresAt: vkId.expiresAt,
    deviceId: vkId.deviceId,
  };
}

async function saveShop(
  deps: ConnectionDeps,
  attempt: ConnectionAttempt,
  token: string,
  me: { id: number; firstName: string; lastName: string },
  group: VkGroup,
  stillWrong: readonly string[],
): Promise<void> {
  const connection = {
    userId: attempt.userId,
    sealedToken: deps.vault.seal(token, tokenPlace.vk(attempt.userId)),
    renewal: renewalOf(deps, attempt),
    vkUserId: me.id,
    vkUserName: `${me.firstName} ${me.lastName}`.trim(),
    groupId: group.id,
    groupName: group.name,
    groupScreenName: group.screenName,
    marketType: group.market?.type ?? null,
  };
  await keep(deps, attempt, async queries => {
    await saveVkConnection(queries, connection);
    await noteConnected(queries, attempt.userId, 'vk', stillWrong);
  });
  // VK counts the checks just made, but the shared row does not know them: whatever comes next leaves them a second.
  const saved = await findVkConnection(deps.db, attempt.userId);
  if (saved) await postponeVkSlots(deps.db, saved.id, GUARD_WINDOW_MS);
}
