import { timingSafeEqual } from 'node:crypto';
import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** Keeps the hash of a token we gave out for a till connection; the token itself is never stored. */
export async function insertPartnerToken(queries: Queries, connectionId: number, tokenHash: Buffer): Promise<void> {
  await queries.change(
    `INSERT INTO partner_tokens (evotor_connection_id, token_hash, created_at) VALUES (:connectionId, :tokenHash, :now)`,
    { connectionId, tokenHash, now: new Date() },
  );
}

/**
 * Whose token it is: `null` = nobody's; `userId` is `null` for a till that no merchant has claimed yet. The index is
 * looked up by a hash of the whole token, so its time tells nothing about a token that is nearly right.
 */
export async function findPartnerToken(
  queries: Queries,
  tokenHash: Buffer,
): Promise<{ readonly connectionId: number; readonly userId: UserId | null } | null> {
  const row = await queries.first<{ hash: Buffer; connectionId: number; userId: UserId | null }>(
    `SELECT t.token_hash AS hash, c.id AS connectionId, c.user_id AS userId FROM partner_tokens t
     JOIN evotor_connections c ON c.id = t.evotor_connection_id WHERE t.token_hash = :tokenHash`,
    { tokenHash },
  );
  if (row === null || !timingSafeEqual(row.hash, tokenHash)) return null;
  return { connectionId: row.connectionId, userId: row.userId };
}

/** Ends all tokens of a till but its newest. */
export async function keepNewestTokens(queries: Queries, connectionId: number, kept: number): Promise<void> {
  const oldest = await queries.first<{ id: number }>(
    `SELECT id FROM partner_tokens WHERE evotor_connection_id = :connectionId ORDER BY id DESC LIMIT 1 OFFSET :kept`,
    { connectionId, kept },
  );
  if (oldest === null) return;
  await queries.change('DELETE FROM partner_tokens WHERE evotor_connection_id = :connectionId AND id <= :id', {
    connectionId,
    id: oldest.id,
  });
}
