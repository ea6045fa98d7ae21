import { UniqueConstraintError } from 'sequelize';
import type { UserId, VkGroupId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { LearntNumbers } from '../../domain/sync/learnt-limits.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';
import { IS_MERCHANT } from '../merchant-sql.js';
import { insertHealthEvent } from './health.repository.js';
import { markGoods } from './goods-marks.repository.js';

/** Limits a shop has shown us, by what VK refused; those in force at a moment: `domain/sync/learnt-limits.ts`. */
export interface LearntLimits extends LearntNumbers {
  /** The shop refused `stock_amount` (basic market): it is not sent any more. */
  readonly withoutStock?: boolean;
}

/** A merchant's VK connection. Tokens open only with the vault and their place. */
export interface VkConnection {
  readonly id: number;
  readonly userId: UserId;
  readonly sealedToken: string;
  readonly sealedRefreshToken: string | null;
  readonly tokenExpiresAt: Date | null;
  /** When the tokens were last renewed; `null` = never since connecting. */
  readonly tokenRenewedAt: Date | null;
  readonly deviceId: string | null;
  readonly vkUserName: string;
  readonly groupId: VkGroupId;
  readonly groupName: string;
  readonly groupScreenName: string;
  readonly marketType: string | null;
  readonly isOnline: boolean;
  readonly blockedCode: string | null;
  readonly lastCheckedAt: Date | null;
  readonly connectedAt: Date;
  readonly learntLimits: LearntLimits;
}

interface Row {
  id: number;
  user_id: UserId;
  access_token: string;
  refresh_token: string | null;
  token_expires_at: Date | null;
  token_renewed_at: Date | null;
  device_id: string | null;
  vk_user_name: string;
  group_id: VkGroupId;
  group_name: string;
  group_screen_name: string;
  market_type: string | null;
  is_online: number;
  blocked_code: string | null;
  last_checked_at: Date | null;
  connected_at: Date;
  learnt_limits: unknown;
}

const toConnection = (row: Row): VkConnection => ({
  id: row.id,
  userId: row.user_id,
  sealedToken: row.access_token,
  sealedRefreshToken: row.refresh_token,
  tokenExpiresAt: row.token_expires_at,
  tokenRenewedAt: row.token_renewed_at,
  deviceId: row.device_id,
  vkUserName: row.vk_user_name,
  groupId: row.group_id,
  groupName: row.group_name,
  groupScreenName: row.group_screen_name,
  marketType: row.market_type,
  isOnline: Boolean(row.is_online),
  blockedCode: row.blocked_code,
  lastCheckedAt: row.last_checked_at,
  connectedAt: row.connected_at,
  learntLimits: jsonColumnOrNull<LearntLimits>(row.learnt_limits) ?? {},
});

export async function findVkConnection(queries: Queries, userId: UserId): Promise<VkConnection | null> {
  const row = await queries.first<Row>('SELECT * FROM vk_connections WHERE user_id = :userId', { userId });
  return row ? toConnection(row) : null;
}

/** The user who has a community connected; one community belongs to one active connection. */
export async function ownerOfCommunity(queries: Queries, groupId: VkGroupId): Promise<UserId | null> {
  const row = await queries.first<{ user_id: UserId }>('SELECT user_id FROM vk_connections WHERE group_id = :groupId', {
    groupId,
  });
  return row?.user_id ?? null;
}

export interface AcceptedVkConnection {
  readonly userId: UserId;
  readonly sealedToken: string;
  /** What renews it; absent for a key entered by hand. */
  readonly renewal?: {
    readonly sealedRefreshToken: string;
    readonly tokenExpiresAt: Date;
    readonly deviceId: string;
  } | null;
  readonly vkUserId: number;
  readonly vkUserName: string;
  readonly groupId: VkGroupId;
  readonly groupName: string;
  readonly groupScreenName: string;
  readonly marketType: string | null;
}

/**
 * Makes or renews the connection with a token VK has just accepted. Links, rules and settings stay; links that a former
 * owner of the community left behind go, for an item has one owner. Throws `VK.COMMUNITY_TAKEN`.
 */
export async function saveVkConnection(
  queries: Queries,
  { renewal = null, ...connection }: AcceptedVkConnection,
): Promise<void> {
  const { userId, groupId } = connection;
  const before = await formerCommunity(queries, userId);
  const { sealedRefreshToken = null, tokenExpiresAt = null, deviceId = null } = renewal ?? {};
  const values = { ...connection, sealedRefreshToken, tokenExpiresAt, deviceId, now: new Date() };
  // Never ON DUPLICATE KEY: another merchant's row with the same community would be the one that is updated.
  const renew = () =>
    queries.change(
      `UPDATE vk_connections SET access_token = :sealedToken, refresh_token = :sealedRefreshToken,
         token_expires_at = :tokenExpiresAt, token_renewed_at = IF(:sealedRefreshToken IS NULL, NULL, :now),
         device_id = :deviceId, captcha_page = NULL, vk_user_id = :vkUserId, vk_user_name = :vkUserName, learnt_limits = IF(group_id = :groupId, learnt_limits, NULL),
         group_id = :groupId, group_name = :groupName, group_screen_name = :groupScreenName,
         market_type = :marketType, is_online = TRUE, blocked_code = NULL, last_checked_at = :now, updated_at = :now
       WHERE user_id = :userId`,
      values,
    );
  try {
    if ((await renew()) === 0) {
      await queries.change(
        `INSERT INTO vk_connections (user_id, access_token, refresh_token, token_expires_at, device_id, vk_user_id,
           vk_user_name, group_id, group_name, group_screen_name, market_type, is_online, last_checked_at, connected_at,
           updated_at)
         VALUES (:userId, :sealedToken, :sealedRefreshToken, :tokenExpiresAt, :deviceId, :vkUserId, :vkUserName,
           :groupId, :groupName, :groupScreenName, :marketType, TRUE, :now, :now, :now)`,
        values,
      );
    }
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    const owner = await ownerOfCommunity(queries, groupId);
    if (owner !== null && owner !== userId) throw new AppError('conflict', 'VK.COMMUNITY_TAKEN', {}, { cause: error });
    // Lost to the same merchant's other try: the row is there now.
    await renew();
  }
  await queries.change('DELETE FROM item_links WHERE vk_group_id = :groupId AND user_id <> :userId', {
    userId,
    groupId,
  });
  if (before !== groupId) await beginNewShop(queries, userId, before !== null);
  await markGoods(queries, userId);
}

/** The community a merchant has, or had before disconnecting; `null` = there never was one. */
export async function formerCommunity(queries: Queries, userId: UserId): Promise<VkGroupId | null> {
  return (await findVkConnection(queries, userId))?.groupId ?? (await lastCommunity(queries, userId));
}

/** The community a merchant's newest link belongs to, for one who was disconnected meanwhile. */
async function lastCommunity(queries: Queries, userId: UserId): Promise<VkGroupId | null> {
  const row = await queries.first<{ groupId: VkGroupId }>(
    'SELECT vk_group_id AS groupId FROM item_links WHERE user_id = :userId ORDER BY updated_at DESC LIMIT 1',
    { userId },
  );
  return row?.groupId ?? null;
}

/** Nothing known of one shop holds for another: a new first run, to be confirmed anew; a run under way ends. */
async function beginNewShop(queries: Queries, userId: UserId, isChange: boolean): Promise<void> {
  const now = new Date();
  await queries.change(
    `UPDATE sync_configs SET shop_read_at = NULL, converged_till_digest = NULL, converged_input_version = NULL,
       confirmed_at = IF(:isChange, NULL, confirmed_at), input_version = input_version + 1 WHERE user_id = :userId`,
    { userId, isChange },
  );
  await queries.change(
    `UPDATE sync_jobs SET cancel_requested_at = :now
     WHERE user_id = :userId AND status IN ('pending','running') AND cancel_requested_at IS NULL`,
    { userId, now },
  );
}

export async function deleteVkConnection(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('DELETE FROM vk_connections WHERE user_id = :userId', { userId });
  await markGoods(queries, userId);
}

/**
 * Result of a real call: online, or blocked by a code until the merchant does something. A change is noted in the
 * history of health.
 */
export async function setVkState(
  queries: Queries,
  userId: UserId,
  state: { isOnline: boolean; blockedCode: string | null },
): Promise<void> {
  await insertHealthEvent(queries, { userId, service: 'vk' }, state.isOnline, state.blockedCode ?? '');
  await queries.change(
    `UPDATE vk_connections SET is_online = :isOnline, blocked_code = :blockedCode, last_checked_at = :now,
       updated_at = :now WHERE user_id = :userId`,
    { userId, ...state, now: new Date() },
  );
}

/** Renewed tokens, sealed. They replace those whose renewal was asked for, and no others. */
export interface RenewedVkTokens {
  readonly connectionId: number;
  readonly sealedToken: string;
  readonly sealedRefreshToken: string;
  readonly expiresAt: Date;
  /** What was traded in. */
  readonly tradedRefreshToken: string;
}

/** `false` = the merchant has connected anew meanwhile, and what stands there is newer. */
export async function saveRenewedTokens(queries: Queries, tokens: RenewedVkTokens): Promise<boolean> {
  const changed = await queries.change(
    `UPDATE vk_connections SET access_token = :sealedToken, refresh_token = :sealedRefreshToken,
       token_expires_at = :expiresAt, token_renewed_at = :now, updated_at = :now
     WHERE id = :connectionId AND refresh_token = :tradedRefreshToken`,
    { ...tokens, now: new Date() },
  );
  return changed > 0;
}

/** Connections of active merchants whose tokens nobody has renewed since a time, so that they do not die of idleness. */
export async function tokensToRenew(queries: Queries, since: Date, limit: number): Promise<readonly UserId[]> {
  const rows = await queries.rows<{ userId: UserId }>(
    `SELECT v.user_id AS userId FROM vk_connections v JOIN users u ON u.id = v.user_id AND u.status = 'active' AND ${IS_MERCHANT}
     WHERE v.refresh_token IS NOT NULL AND v.blocked_code IS NULL AND COALESCE(v.token_renewed_at, v.connected_at) < :since
     ORDER BY COALESCE(v.token_renewed_at, v.connected_at) LIMIT :limit`,
    { since, limit },
  );
  return rows.map(({ userId }) => userId);
}

export async function saveLearntLimits(queries: Queries, userId: UserId, limits: LearntLimits): Promise<void> {
  await queries.change('UPDATE vk_connections SET learnt_limits = :limits WHERE user_id = :userId', {
    userId,
    limits: JSON.stringify(limits),
  });
}

/** A method VK told us to leave alone for a while. `*` stands for all of them (captcha). */
export interface MethodBlock {
  readonly method: string;
  readonly blockedUntil: Date;
  readonly code: string;
  /** Blocks in a row, for the growing wait. */
  readonly step: number;
}

/** Blocks that still hold or ended within the last day (their step still counts). */
export async function listMethodBlocks(queries: Queries, connectionId: number): Promise<readonly MethodBlock[]> {
  const rows = await queries.rows<{ method: string; blocked_until: Date; code: string; step: number }>(
    `SELECT method, blocked_until, code, step FROM vk_method_blocks
     WHERE vk_connection_id = :connectionId AND blocked_until > :since`,
    { connectionId, since: new Date(Date.now() - 86_400_000) },
  );
  return rows.map(row => ({ method: row.method, blockedUntil: row.blocked_until, code: row.code, step: row.step }));
}

/** A block that is over and done with. */
export async function deleteMethodBlock(queries: Queries, connectionId: number, method: string): Promise<void> {
  await queries.change('DELETE FROM vk_method_blocks WHERE vk_connection_id = :connectionId AND method = :method', {
    connectionId,
    method,
  });
}

/** A method works again: its next block is as short as if there had been one less, or none at all. */
export async function easeMethodBlock(queries: Queries, connectionId: number, method: string): Promise<void> {
  await queries.change(
    'DELETE FROM vk_method_blocks WHERE vk_connection_id = :connectionId AND method = :method AND step = 0',
    {
      connectionId,
      method,
    },
  );
  await queries.change(
    'UPDATE vk_method_blocks SET step = step - 1 WHERE vk_connection_id = :connectionId AND method = :method AND step > 0',
    { connectionId, method },
  );
}

export async function saveMethodBlock(queries: Queries, connectionId: number, block: MethodBlock): Promise<void> {
  await queries.change(
    `INSERT INTO vk_method_blocks (vk_connection_id, method, blocked_until, code, step, updated_at)
     VALUES (:connectionId, :method, :blockedUntil, :code, :step, :now)
     ON DUPLICATE KEY UPDATE blocked_until = VALUES(blocked_until), code = VALUES(code), step = VALUES(step),
       updated_at = VALUES(updated_at)`,
    { connectionId, ...block, now: new Date() },
  );
}
