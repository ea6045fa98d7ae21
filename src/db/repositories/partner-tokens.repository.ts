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
): Promise<{ readonly userId: UserId | null } | null> {
  const row = await queries.first<{ hash: Buffer; userId: UserId | null }>(
    `SELECT t.token_hash AS hash, c.user_id AS userId FROM partner_tokens t
     JOIN evotor_connections c ON c.id = t.evotor_connection_id WHERE t.token_hash = :tokenHash`,
    { tokenHash },
  );
  return row !== null && timingSafeEqual(row.hash, tokenHash) ? { userId: row.userId } : null;
}
