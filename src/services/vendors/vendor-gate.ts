import { createEvotorClient, type EvotorClient } from '../../clients/evotor/client.js';
import type { Http } from '../../clients/http/http.js';
import { createVkClient, type VkClient } from '../../clients/vk/client.js';
import { createLane, type Lane } from '../../clients/vk/lane.js';
import { createLoneLane } from '../../clients/vk/lone-lane.js';
import { exchangeCode, type CodeOptions, type VkTokens } from '../../clients/vk/vk-id.js';
import type { Database } from '../../db/database.js';
import { findEvotorConnection, setEvotorScheme } from '../../db/repositories/evotor-connections.repository.js';
import { findVkConnection, type VkConnection } from '../../db/repositories/vk-connections.repository.js';
import { postponeVkSlots, reserveVkSlots } from '../../db/repositories/vk-slots.repository.js';
import type { JobId, UserId, VkGroupId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { slotIntervalMs } from '../../domain/pacing/interval.js';
import type { CallOutcome } from '../../domain/result.js';
import type { TokenVault } from '../../security/token-vault.js';
import type { ApiLogWriter } from './api-log-writer.js';
import { IDLE_RENEWAL_MS, isNearEnd, renewVkToken, type Renewal } from './renew-vk-token.js';
import { tokenPlace } from './token-places.js';

/** Whose call it is, and what ends it. */
export interface CallOwner {
  readonly userId: UserId;
  readonly jobId: JobId | null;
  readonly signal?: AbortSignal | undefined;
}

export interface VendorGateOptions {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly http: Http;
  readonly apiLog: ApiLogWriter;
  readonly evotorApiUrl: string;
  readonly vkApiUrl: string;
  readonly vkApiVersion: string;
  readonly vkCallsPerSecond: number;
  readonly vkIdUrl: string;
  /** `null` = tokens cannot be renewed. */
  readonly vkClientId: string | null;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  /** Told how long each call to VK waited for its slot. */
  readonly onSlotWaited?: (ms: number) => void;
}

/** The only way to a vendor: clients with the merchant's token, their lane and their log. */
export interface VendorGate {
  /** `null` = the merchant has no till connection. */
  till(owner: CallOwner): Promise<EvotorClient | null>;
  /**
   * `null` = the merchant has no VK connection. A token near its end is renewed first, and one that VK refuses in the
   * middle once more. Throws `VK_ID.GRANT_REJECTED` when VK takes the renewal token no more.
   */
  shop(owner: CallOwner): Promise<{ client: VkClient; connection: VkConnection; lane: Lane } | null>;
  /** A client for a token nobody has accepted yet. */
  tillWith(
    token: string,
    owner: Omit<CallOwner, 'userId'> & { readonly userId: UserId | null },
    onScheme: (scheme: 'bearer' | 'x_authorization') => void,
  ): EvotorClient;
  shopWith(token: string, groupId: VkGroupId, owner: CallOwner): VkClient;
  /** Trades the code of a sign-in with VK ID for tokens. Throws `VK_ID.NOT_OFFERED` without an app of ours. */
  tradeVkCode(
    code: Pick<CodeOptions, 'code' | 'codeVerifier' | 'deviceId' | 'redirectUri' | 'state'>,
    owner: CallOwner,
  ): Promise<CallOutcome<VkTokens>>;
  /** Renews the tokens of a merchant nobody has called for, so that they do not die of idleness. */
  renewIdle(userId: UserId): Promise<Renewal>;
}

interface TokenHolder {
  readonly token: string;
  /** `true` = there is another token now. */
  readonly renew: () => Promise<boolean>;
}

export function createVendorGate(options: VendorGateOptions): VendorGate {
  const { db, vault, http, apiLog, now, sleep, random } = options;
  const intervalMs = slotIntervalMs(options.vkCallsPerSecond);
  // One lane per connection and process: the guard against jitter has to see every call of this process.
  const lanes = new Map<number, Lane>();

  function laneOf(connectionId: number): Lane {
    const lane =
      lanes.get(connectionId) ??
      createLane({
        reserve: count => reserveVkSlots(db, connectionId, count, intervalMs),
        postpone: ms => postponeVkSlots(db, connectionId, ms),
        now,
        sleep,
        intervalMs,
        ...(options.onSlotWaited ? { onWaited: options.onSlotWaited } : {}),
      });
    lanes.set(connectionId, lane);
    return lane;
  }

  /** The connection with a token that lives for a while yet, if VK ID lets us have one. */
  async function liveConnection(userId: UserId): Promise<VkConnection | null> {
    const connection = await findVkConnection(db, userId);
    if (!connection || !isNearEnd(connection, now())) return connection;
    const renewal = await renewVkToken(options, userId, current => isNearEnd(current, now()));
    if (renewal === 'dead') throw new AppError('unauthenticated', 'VK_ID.GRANT_REJECTED');
    return findVkConnection(db, userId);
  }

  /** The token of a connection for one client; replaced at most once, after VK refused it. */
  function holderOf(connection: VkConnection): TokenHolder {
    const { userId } = connection;
    const open = (sealedToken: string) => vault.open(sealedToken, tokenPlace.vk(userId));
    let isReplaced = false;
    const holder = {
      token: open(connection.sealedToken),
      async renew() {
        if (isReplaced) return false;
        isReplaced = true;
        await renewVkToken(options, userId, current => current.sealedToken === connection.sealedToken);
        const current = await findVkConnection(db, userId);
        const isSame = current === null || current.sealedToken === connection.sealedToken;
        if (isSame || current.groupId !== connection.groupId) return false;
        holder.token = open(current.sealedToken);
        return true;
      },
    };
    return holder;
  }

  const evotor = (
    token: string,
    authScheme: 'bearer' | 'x_authorization',
    owner: Omit<CallOwner, 'userId'> & { readonly userId: UserId | null },
    onScheme: (scheme: 'bearer' | 'x_authorization') => void,
  ) =>
    createEvotorClient({
      baseUrl: options.evotorApiUrl,
      token,
      authScheme,
      onScheme,
      http,
      log: apiLog.for(owner),
      sleep,
      now,
      ...(owner.signal ? { signal: owner.signal } : {}),
    });

  const vk = (holder: TokenHolder, groupId: VkGroupId, lane: Lane, owner: CallOwner) =>
    createVkClient({
      baseUrl: options.vkApiUrl,
      version: options.vkApiVersion,
      get token() {
        return holder.token;
      },
      onTokenRefused: () => holder.renew(),
      groupId,
      http,
      log: apiLog.for(owner),
      lane,
      sleep,
      now,
      random,
      ...(owner.signal ? { signal: owner.signal } : {}),
    });

  return {
    async till(owner) {
      const connection = await findEvotorConnection(db, owner.userId);
      if (connection?.sealedToken == null) return null;
      const token = vault.open(connection.sealedToken, tokenPlace.evotor(owner.userId));
      return evotor(token, connection.authScheme, owner, scheme => void setEvotorScheme(db, owner.userId, scheme));
    },
    async shop(owner) {
      const connection = await liveConnection(owner.userId);
      if (!connection) return null;
      const lane = laneOf(connection.id);
      return { client: vk(holderOf(connection), connection.groupId, lane, owner), connection, lane };
    },
    tillWith: (token, owner, onScheme) => evotor(token, 'bearer', owner, onScheme),
    shopWith: (token, groupId, owner) =>
      vk({ token, renew: () => Promise.resolve(false) }, groupId, createLoneLane({ now, sleep, intervalMs }), owner),
    tradeVkCode(code, owner) {
      const { vkIdUrl, vkClientId: clientId } = options;
      if (clientId === null) throw new AppError('conflict', 'VK_ID.NOT_OFFERED');
      return exchangeCode({ ...code, vkIdUrl, clientId, http, log: apiLog.for(owner), now });
    },
    renewIdle: userId =>
      renewVkToken(options, userId, ({ tokenRenewedAt, connectedAt }) => {
        const since = (tokenRenewedAt ?? connectedAt).getTime();
        return now() - since >= IDLE_RENEWAL_MS;
      }),
  };
}
