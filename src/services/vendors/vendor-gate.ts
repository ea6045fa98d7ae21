import { createEvotorClient, type EvotorClient } from '../../clients/evotor/client.js';
import type { Http } from '../../clients/http/http.js';
import { createVkClient, type VkClient } from '../../clients/vk/client.js';
import { createLane, type Lane } from '../../clients/vk/lane.js';
import type { Database } from '../../db/database.js';
import { findEvotorConnection, setEvotorScheme } from '../../db/repositories/evotor-connections.repository.js';
import { findVkConnection, type VkConnection } from '../../db/repositories/vk-connections.repository.js';
import { postponeVkSlots, reserveVkSlots } from '../../db/repositories/vk-slots.repository.js';
import type { JobId, UserId, VkGroupId } from '../../domain/brand.js';
import { slotIntervalMs } from '../../domain/pacing/interval.js';
import type { TokenVault } from '../../security/token-vault.js';
import type { ApiLogWriter } from './api-log-writer.js';
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
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/** The only way to a vendor: clients with the merchant's token, their lane and their log. */
export interface VendorGate {
  /** `null` = the merchant has no till connection. */
  till(owner: CallOwner): Promise<EvotorClient | null>;
  /** `null` = the merchant has no VK connection. */
  shop(owner: CallOwner): Promise<{ client: VkClient; connection: VkConnection; lane: Lane } | null>;
  /** A client for a token nobody has accepted yet. */
  tillWith(token: string, owner: CallOwner, onScheme: (scheme: 'bearer' | 'x_authorization') => void): EvotorClient;
  shopWith(token: string, groupId: VkGroupId, owner: CallOwner): VkClient;
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
      });
    lanes.set(connectionId, lane);
    return lane;
  }

  /** A token on trial has no row yet; its few calls are spaced in this process alone. */
  function trialLane(): Lane {
    let next = 0;
    const reserve = (count: number): Promise<readonly number[]> => {
      const first = Math.max(now(), next);
      next = first + count * intervalMs;
      return Promise.resolve(Array.from({ length: count }, (_, index) => first + index * intervalMs));
    };
    return createLane({ reserve, now, sleep, intervalMs });
  }

  const evotor = (
    token: string,
    authScheme: 'bearer' | 'x_authorization',
    owner: CallOwner,
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

  const vk = (token: string, groupId: VkGroupId, lane: Lane, owner: CallOwner) =>
    createVkClient({
      baseUrl: options.vkApiUrl,
      version: options.vkApiVersion,
      token,
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
      const connection = await findVkConnection(db, owner.userId);
      if (!connection) return null;
      const token = vault.open(connection.sealedToken, tokenPlace.vk(owner.userId));
      const lane = laneOf(connection.id);
      return { client: vk(token, connection.groupId, lane, owner), connection, lane };
    },
    tillWith: (token, owner, onScheme) => evotor(token, 'bearer', owner, onScheme),
    shopWith: (token, groupId, owner) => vk(token, groupId, trialLane(), owner),
  };
}
