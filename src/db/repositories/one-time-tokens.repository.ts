import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** What a link of a letter is good for. */
export type TokenPurpose = 'confirm_email' | 'reset_password' | 'invite' | 'change_email';

/** A link we sent. The token itself is never stored. */
export interface OneTimeToken {
  readonly id: number;
  readonly userId: UserId;
  readonly purpose: TokenPurpose;
  /** The new address a `change_email` is about. */
  readonly email: string | null;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

interface Row {
  id: number;
  user_id: UserId;
  purpose: TokenPurpose;
  email: string | null;
  expires_at: Date;
  used_at: Date | null;
}

const toToken = (row: Row): OneTimeToken => ({
  id: row.id,
  userId: row.user_id,
  purpose: row.purpose,
  email: row.email,
  expiresAt: row.expires_at,
  usedAt: row.used_at,
});

export async function insertToken(
  queries: Queries,
  token: { userId: UserId; purpose: TokenPurpose; hash: Buffer; email: string | null; expiresAt: Date },
): Promise<void> {
  await queries.change(
    `INSERT INTO one_time_tokens (user_id, purpose, token_hash, email, expires_at, created_at)
     VALUES (:userId, :purpose, :hash, :email, :expiresAt, :now)`,
    { ...token, now: new Date() },
  );
}

/** The index is looked up by a hash of the whole token, so its time tells nothing about one that is nearly right. */
export async function findToken(queries: Queries, hash: Buffer): Promise<OneTimeToken | null> {
  const row = await queries.first<Row>('SELECT * FROM one_time_tokens WHERE token_hash = :hash', { hash });
  return row && toToken(row);
}

/** Uses a link up; `false` = it was used or had ended by then. */
export async function useToken(queries: Queries, id: number, now: Date): Promise<boolean> {
  const used = await queries.change(
    'UPDATE one_time_tokens SET used_at = :now WHERE id = :id AND used_at IS NULL AND expires_at > :now',
    { id, now },
  );
  return used === 1;
}

/** The links of these purposes that are still open end: a newer one takes their place, or they mean nothing any more. */
export async function endTokens(queries: Queries, userId: UserId, purposes: readonly TokenPurpose[]): Promise<void> {
  await queries.change(
    'DELETE FROM one_time_tokens WHERE user_id = :userId AND purpose IN (:purposes) AND used_at IS NULL',
    { userId, purposes: [...purposes] },
  );
}

/** The newest open link of a purpose. */
export async function openToken(
  queries: Queries,
  userId: UserId,
  purpose: TokenPurpose,
  now: Date,
): Promise<OneTimeToken | null> {
  const row = await queries.first<Row>(
    `SELECT * FROM one_time_tokens WHERE user_id = :userId AND purpose = :purpose AND used_at IS NULL
       AND expires_at > :now ORDER BY id DESC LIMIT 1`,
    { userId, purpose, now },
  );
  return row && toToken(row);
}
