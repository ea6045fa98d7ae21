import { UniqueConstraintError } from 'sequelize';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { Queries } from '../database.js';

/** What a person told of themselves. */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  /** E.164: `+79161234567`; `null` = none given. */
  readonly phone: string | null;
}

export interface ProfileRow extends Person {
  readonly email: string;
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
  readonly passwordChangedAt: Date | null;
}

export async function findProfile(queries: Queries, userId: UserId): Promise<ProfileRow | null> {
  return queries.first<ProfileRow>(
    `SELECT email, first_name AS firstName, last_name AS lastName, phone, created_at AS createdAt,
       last_login_at AS lastLoginAt, password_changed_at AS passwordChangedAt FROM users WHERE id = :userId`,
    { userId },
  );
}

export async function savePerson(queries: Queries, userId: UserId, person: Person): Promise<void> {
  await queries.change(
    `UPDATE users SET first_name = :firstName, last_name = :lastName, phone = :phone, updated_at = :now
     WHERE id = :userId`,
    { ...person, userId, now: new Date() },
  );
}

/** Throws `ACCOUNT.EMAIL_TAKEN`. */
export async function saveEmail(queries: Queries, userId: UserId, email: string): Promise<void> {
  try {
    await queries.change('UPDATE users SET email = :email, updated_at = :now WHERE id = :userId', {
      userId,
      email,
      now: new Date(),
    });
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw new AppError('conflict', 'ACCOUNT.EMAIL_TAKEN');
  }
}

/** A letter to the address was answered: a waiting account becomes active, a suspended one stays so. */
export async function confirmUser(queries: Queries, userId: UserId): Promise<void> {
  await queries.change(
    `UPDATE users SET is_email_confirmed = TRUE, status = IF(status = 'pending', 'active', status), updated_at = :now
     WHERE id = :userId`,
    { userId, now: new Date() },
  );
}

/** A new password ends every session of the account, on every device. */
export async function savePassword(queries: Queries, userId: UserId, passwordHash: string): Promise<void> {
  await queries.change(
    `UPDATE users SET password_hash = :passwordHash, password_changed_at = :now, session_epoch = session_epoch + 1,
       updated_at = :now WHERE id = :userId`,
    { userId, passwordHash, now: new Date() },
  );
  await endSessions(queries, userId);
}

/** The same password, hashed by today's parameters: sessions go on. A password changed meanwhile stays. */
export async function saveRehash(queries: Queries, userId: UserId, from: string, to: string): Promise<void> {
  await queries.change('UPDATE users SET password_hash = :to WHERE id = :userId AND password_hash = :from', {
    userId,
    from,
    to,
  });
}

/** Suspends or activates an account. A suspended one is logged out everywhere at once. */
export async function saveStatus(queries: Queries, userId: UserId, status: 'active' | 'suspended'): Promise<void> {
  await queries.change('UPDATE users SET status = :status, updated_at = :now WHERE id = :userId', {
    userId,
    status,
    now: new Date(),
  });
  if (status === 'suspended') await logOutEverywhere(queries, userId);
}

/** Ends every session of the account, on every device. */
export async function logOutEverywhere(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('UPDATE users SET session_epoch = session_epoch + 1, updated_at = :now WHERE id = :userId', {
    userId,
    now: new Date(),
  });
  await endSessions(queries, userId);
}

/** The e-mail is one nobody has answered a letter to yet. */
export async function unconfirmEmail(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('UPDATE users SET is_email_confirmed = FALSE WHERE id = :userId', { userId });
}

/** Asks for the account's deletion, or takes that back with `null`. Other devices are logged out. */
export async function saveDeletion(queries: Queries, userId: UserId, requestedAt: Date | null): Promise<void> {
  await queries.change(
    `UPDATE users SET delete_requested_at = :requestedAt, session_epoch = session_epoch + 1, updated_at = :now
     WHERE id = :userId`,
    { userId, requestedAt, now: new Date() },
  );
  await endSessions(queries, userId);
}

/** Accounts whose deletion was asked for before that time, the longest waiting first. */
export async function overdueDeletions(queries: Queries, before: Date, limit: number): Promise<readonly UserId[]> {
  const rows = await queries.rows<{ id: UserId }>(
    `SELECT id FROM users WHERE delete_requested_at <= :before ORDER BY delete_requested_at LIMIT :limit`,
    { before, limit },
  );
  return rows.map(({ id }) => id);
}

/**
 * Everything of the account goes with it, unless the deletion was taken back meanwhile; answers whether it went. A till of
 * theirs that Evotor still speaks of stays nobody's, without the e-mail. Part of a transaction.
 */
export async function deleteUser(queries: Queries, userId: UserId, before: Date): Promise<boolean> {
  await queries.change(
    `UPDATE evotor_connections c JOIN users u ON c.claimed_email = u.email
       AND LOWER(c.claimed_email) COLLATE utf8mb4_bin = LOWER(u.email) COLLATE utf8mb4_bin
     SET c.claimed_email = NULL WHERE u.id = :userId AND u.delete_requested_at <= :before AND c.user_id IS NULL`,
    { userId, before },
  );
  const gone = await queries.change('DELETE FROM users WHERE id = :userId AND delete_requested_at <= :before', {
    userId,
    before,
  });
  return gone > 0;
}

/** Rows of sessions go at once; the raised epoch ends those a store of another kind may hold. */
async function endSessions(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('DELETE FROM sessions WHERE user_id = :userId', { userId });
}
