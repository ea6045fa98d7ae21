import type { Http } from '../../clients/http/http.js';
import { refreshToken, type VkTokens } from '../../clients/vk/vk-id.js';
import type { Database } from '../../db/database.js';
import { insertTokenEvent } from '../../db/repositories/health.repository.js';
import {
  findVkConnection,
  saveRenewedTokens,
  type VkConnection,
} from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import type { CallOutcome } from '../../domain/result.js';
import { registerSecret } from '../../observability/redact.js';
import type { TokenVault } from '../../security/token-vault.js';
import { noteShopState } from '../notices/connection-notices.js';
import type { ApiLogWriter } from './api-log-writer.js';
import { tokenPlace } from './token-places.js';

export interface RenewalDeps {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly http: Http;
  readonly apiLog: ApiLogWriter;
  /** `VK_ID_URL`, without a slash at the end. */
  readonly vkIdUrl: string;
  /** `VK_CLIENT_ID`; without it no token can be renewed. */
  readonly vkClientId: string | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * What became of a renewal.
 * - `renewed` this process traded the token in
 * - `fresh` it was not needed any more: another process was quicker, or the merchant connected anew
 * - `impossible` there is nothing to renew with: a token entered by hand
 * - `dead` VK takes the renewal token no more: the merchant has to connect anew
 * - `silent` VK ID did not say; the old token may still work
 */
export type Renewal = 'renewed' | 'fresh' | 'impossible' | 'dead' | 'silent';

/** A token is renewed when it lives no longer than this. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** Tokens of an idle merchant are renewed so often. */
export const IDLE_RENEWAL_MS = 86_400_000;
/** A renewal is two calls of 20 seconds at most. */
const LOCK_WAIT_SECONDS = 60;

export const isNearEnd = ({ tokenExpiresAt }: VkConnection, nowMs: number): boolean =>
  tokenExpiresAt !== null && tokenExpiresAt.getTime() - nowMs <= RENEW_BEFORE_MS;

/** Why a renewal is wanted, looked at again under the lock. */
export type RenewalNeed = (connection: VkConnection) => boolean;

/**
 * Trades the renewal token in for new tokens, once however many processes want it: VK makes the old one worthless at
 * that moment. A lock by name and not by row, for the row is also the lane of the calls and must not be held over a
 * call. Must run where the token is used: VK binds it to the address.
 */
export async function renewVkToken(deps: RenewalDeps, userId: UserId, isNeeded: RenewalNeed): Promise<Renewal> {
  const found = await findVkConnection(deps.db, userId);
  if (!found || !canRenew(deps, found)) return 'impossible';
  let result: Renewal = 'silent';
  await deps.db.locked(`vk-token/${found.id}`, LOCK_WAIT_SECONDS, async () => {
    const current = await findVkConnection(deps.db, userId);
    if (!current || !canRenew(deps, current)) result = 'impossible';
    else result = isNeeded(current) ? await trade(deps, current) : 'fresh';
  });
  return result;
}

function canRenew(deps: RenewalDeps, connection: VkConnection): boolean {
  return deps.vkClientId !== null && connection.sealedRefreshToken !== null && connection.deviceId !== null;
}

async function trade(deps: RenewalDeps, connection: VkConnection): Promise<Renewal> {
  const sealed = connection.sealedRefreshToken ?? '';
  const opened = deps.vault.open(sealed, tokenPlace.vkRefresh(connection.userId));
  registerSecret(opened);
  let outcome = await ask(deps, connection, opened);
  // An answer that was lost: asked again, VK tells whether the old token has been traded in already.
  if (outcome.outcome === 'unknown') outcome = await ask(deps, connection, opened);
  if (outcome.outcome === 'ok') return keep(deps, connection, sealed, outcome.value);
  if (outcome.outcome === 'unknown') return 'silent';
  // The merchant has connected anew while VK was asked: what stands there now was not refused.
  if ((await findVkConnection(deps.db, connection.userId))?.sealedRefreshToken !== sealed) return 'fresh';
  await insertTokenEvent(deps.db, connection.userId, 'token_refresh_failed', outcome.code);
  if (outcome.code !== 'VK_ID.GRANT_REJECTED') return 'silent';
  const owner = { userId: connection.userId, jobId: null };
  await noteShopState(deps.db, owner, { isOnline: false, blockedCode: outcome.code });
  return 'dead';
}

function ask(deps: RenewalDeps, connection: VkConnection, token: string): Promise<CallOutcome<VkTokens>> {
  return refreshToken({
    vkIdUrl: deps.vkIdUrl,
    clientId: deps.vkClientId ?? '',
    refreshToken: token,
    deviceId: connection.deviceId ?? '',
    http: deps.http,
    log: deps.apiLog.for({ userId: connection.userId, jobId: null }),
    now: deps.now,
  });
}

/** Both tokens and the event in one transaction: there is never one without the other. */
async function keep(deps: RenewalDeps, connection: VkConnection, traded: string, tokens: VkTokens): Promise<Renewal> {
  const { userId } = connection;
  registerSecret(tokens.accessToken);
  registerSecret(tokens.refreshToken);
  const isKept = await deps.db.transaction(async queries => {
    const isSaved = await saveRenewedTokens(queries, {
      connectionId: connection.id,
      sealedToken: deps.vault.seal(tokens.accessToken, tokenPlace.vk(userId)),
      sealedRefreshToken: deps.vault.seal(tokens.refreshToken, tokenPlace.vkRefresh(userId)),
      expiresAt: new Date(deps.now() + tokens.expiresInSeconds * 1000),
      tradedRefreshToken: traded,
    });
    if (isSaved) await insertTokenEvent(queries, userId, 'token_refreshed', '');
    return isSaved;
  });
  return isKept ? 'renewed' : 'fresh';
}
