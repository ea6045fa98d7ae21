import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

/** A community whose shop the owner of a key may edit, as VK listed it. */
export interface OfferedCommunity {
  readonly id: number;
  readonly name: string;
  readonly screenName: string;
  /** `null` = VK did not say. */
  readonly isMarketOn: boolean | null;
  readonly marketType: string | null;
}

/** What VK ID gave besides the key, and what the merchant may choose from. */
export interface VkIdGrant {
  readonly sealedRefreshToken: string;
  readonly expiresAt: Date;
  readonly deviceId: string;
  readonly personName: string;
  /** `null` = VK did not let us read them: the number is asked for. */
  readonly communities: readonly OfferedCommunity[] | null;
}

/** A token somebody entered, or got by VK ID, and nobody has checked yet. */
export interface ConnectionAttempt {
  readonly id: number;
  readonly userId: UserId;
  readonly service: 'evotor' | 'vk';
  readonly sealedToken: string;
  /** `null` = not chosen yet. */
  readonly vkGroupId: number | null;
  /** `null` = entered by hand. */
  readonly vkId: VkIdGrant | null;
}

interface Row {
  id: number;
  user_id: UserId;
  service: 'evotor' | 'vk';
  token: string;
  vk_group_id: number | null;
  refresh_token: string | null;
  token_expires_at: Date | null;
  device_id: string | null;
  vk_user_name: string | null;
  communities: unknown;
}

const toAttempt = (row: Row): ConnectionAttempt => ({
  id: row.id,
  userId: row.user_id,
  service: row.service,
  sealedToken: row.token,
  vkGroupId: row.vk_group_id,
  vkId:
    row.refresh_token === null || row.token_expires_at === null || row.device_id === null
      ? null
      : {
          sealedRefreshToken: row.refresh_token,
          expiresAt: row.token_expires_at,
          deviceId: row.device_id,
          personName: row.vk_user_name ?? '',
          communities: jsonColumnOrNull<OfferedCommunity[]>(row.communities),
        },
});

export async function insertAttempt(
  queries: Queries,
  { vkId = null, ...attempt }: Omit<ConnectionAttempt, 'id' | 'vkId'> & { readonly vkId?: VkIdGrant | null },
): Promise<number> {
  return queries.insert(
    `INSERT INTO connection_attempts (user_id, service, token, refresh_token, token_expires_at, device_id, vk_group_id,
       vk_user_name, communities, created_at)
     VALUES (:userId, :service, :sealedToken, :refreshToken, :expiresAt, :deviceId, :vkGroupId, :personName,
       :communities, :now)`,
    {
      ...attempt,
      refreshToken: vkId?.sealedRefreshToken ?? null,
      expiresAt: vkId?.expiresAt ?? null,
      deviceId: vkId?.deviceId ?? null,
      personName: vkId?.personName.slice(0, 200) ?? null,
      communities: vkId?.communities == null ? null : JSON.stringify(vkId.communities),
      now: new Date(),
    },
  );
}

export async function findAttempt(queries: Queries, id: number, userId: UserId): Promise<ConnectionAttempt | null> {
  const row = await queries.first<Row>('SELECT * FROM connection_attempts WHERE id = :id AND user_id = :userId', {
    id,
    userId,
  });
  return row && toAttempt(row);
}

/** A VK key made since then that waits for its community: the one named, or the newest that came by VK ID. */
export async function findWaitingAttempt(
  queries: Queries,
  userId: UserId,
  id: number | null,
  since: Date,
): Promise<ConnectionAttempt | null> {
  const row = await queries.first<Row>(
    `SELECT * FROM connection_attempts WHERE user_id = :userId AND service = 'vk' AND created_at >= :since
       AND ${id === null ? 'refresh_token IS NOT NULL' : 'id = :id'} ORDER BY id DESC LIMIT 1`,
    { userId, id, since },
  );
  return row && toAttempt(row);
}

export async function setAttemptCommunity(queries: Queries, id: number, vkGroupId: number): Promise<void> {
  await queries.change('UPDATE connection_attempts SET vk_group_id = :vkGroupId WHERE id = :id', { id, vkGroupId });
}

/** `false` = it was gone already. */
export async function deleteAttempt(queries: Queries, id: number): Promise<boolean> {
  return (await queries.change('DELETE FROM connection_attempts WHERE id = :id', { id })) > 0;
}

/** Nothing a merchant entered is kept. */
export async function deleteAttempts(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('DELETE FROM connection_attempts WHERE user_id = :userId', { userId });
}
