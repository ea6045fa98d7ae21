import type { UserId } from '../../domain/brand.js';
import type { EndedCode } from '../../domain/connections/app-life.js';
import type { Queries } from '../database.js';
import { insertHealthEvent } from './health.repository.js';

export type EvotorAuthScheme = 'bearer' | 'x_authorization';

/** A merchant's till connection; `sealedToken` opens only with the vault and its place. */
export interface EvotorConnection {
  readonly id: number;
  readonly userId: UserId;
  readonly sealedToken: string | null;
  readonly authScheme: EvotorAuthScheme;
  readonly isOnline: boolean;
  readonly blockedCode: string | null;
  readonly blockedUntil: Date | null;
  /** The app is gone or not paid for: there is no token any more; `null` = neither. */
  readonly endedCode: EndedCode | null;
  /** `null` = connected by hand. */
  readonly evotorUserId: string | null;
  readonly lastCheckedAt: Date | null;
  readonly connectedAt: Date;
}

interface Row {
  id: number;
  user_id: UserId;
  access_token: string | null;
  auth_scheme: EvotorAuthScheme;
  is_online: number;
  blocked_code: string | null;
  blocked_until: Date | null;
  ended_code: EndedCode | null;
  evotor_user_id: string | null;
  last_checked_at: Date | null;
  connected_at: Date;
}

export async function findEvotorConnection(queries: Queries, userId: UserId): Promise<EvotorConnection | null> {
  const row = await queries.first<Row>('SELECT * FROM evotor_connections WHERE user_id = :userId', { userId });
  return row
    ? {
        id: row.id,
        userId: row.user_id,
        sealedToken: row.access_token,
        authScheme: row.auth_scheme,
        isOnline: Boolean(row.is_online),
        blockedCode: row.blocked_code,
        blockedUntil: row.blocked_until,
        endedCode: row.ended_code,
        evotorUserId: row.evotor_user_id,
        lastCheckedAt: row.last_checked_at,
        connectedAt: row.connected_at,
      }
    : null;
}

/**
 * Makes or renews the connection with a token the vendor has just accepted. What Evotor told of the app stays known: a
 * late repeat of it must not end what was connected by hand since.
 */
export async function saveEvotorConnection(
  queries: Queries,
  connection: { userId: UserId; sealedToken: string; authScheme: EvotorAuthScheme; evotorUserId: string | null },
): Promise<void> {
  const now = new Date();
  await queries.change(
    `INSERT INTO evotor_connections
       (user_id, access_token, auth_scheme, connection_type, is_online, last_checked_at, connected_at, updated_at)
     VALUES (:userId, :sealedToken, :authScheme, 'manual', TRUE, :now, :now, :now)
     ON DUPLICATE KEY UPDATE access_token = VALUES(access_token), auth_scheme = VALUES(auth_scheme), is_online = TRUE,
       blocked_code = NULL, blocked_until = NULL, ended_code = NULL, held_token = NULL, last_checked_at = :now,
       updated_at = :now`,
    { userId: connection.userId, sealedToken: connection.sealedToken, authScheme: connection.authScheme, now },
  );
}

export async function deleteEvotorConnection(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('DELETE FROM evotor_connections WHERE user_id = :userId', { userId });
}

/**
 * Result of a real call: online, or blocked by a code until the merchant reconnects, or resting until a time. A change
 * is noted in the history of health. An answer to a token that was taken away meanwhile says nothing.
 */
export async function setEvotorState(
  queries: Queries,
  userId: UserId,
  state: { isOnline: boolean; blockedCode: string | null; blockedUntil?: Date | null },
): Promise<void> {
  const now = new Date();
  await insertHealthEvent(queries, { userId, service: 'evotor' }, state.isOnline, state.blockedCode ?? '');
  await queries.change(
    `UPDATE evotor_connections SET is_online = :isOnline, blocked_code = :blockedCode, blocked_until = :blockedUntil,
       last_checked_at = :now, updated_at = :now WHERE user_id = :userId AND access_token IS NOT NULL`,
    { userId, isOnline: state.isOnline, blockedCode: state.blockedCode, blockedUntil: state.blockedUntil ?? null, now },
  );
}

export async function setEvotorScheme(queries: Queries, userId: UserId, scheme: EvotorAuthScheme): Promise<void> {
  await queries.change('UPDATE evotor_connections SET auth_scheme = :scheme WHERE user_id = :userId', {
    userId,
    scheme,
  });
}
