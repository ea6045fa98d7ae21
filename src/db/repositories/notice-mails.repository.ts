import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { IS_MERCHANT } from '../merchant-sql.js';
import { NOTICE_COLUMNS, toNotice, type NoticeRecord } from './notices.repository.js';

/** Merchants who are to get letters: they can log in, the address is theirs, they want it, and no failed letter rests. */
const ELIGIBLE = `u.status = 'active' AND u.is_email_confirmed AND u.wants_notice_mail AND u.delete_requested_at IS NULL
  AND ${IS_MERCHANT}
  AND NOT EXISTS (SELECT 1 FROM notice_mail_rests t WHERE t.user_id = u.id AND t.retry_at > :now)`;

/** Merchants of whom something is to be told perhaps, by id, after one. */
export async function merchantsToTell(
  queries: Queries,
  wish: { readonly after: number; readonly limit: number; readonly now: Date },
): Promise<readonly UserId[]> {
  const rows = await queries.rows<{ id: UserId }>(
    `SELECT u.id FROM users u JOIN (
       SELECT user_id FROM notices WHERE is_open AND mailed_at IS NULL
       UNION SELECT user_id FROM notice_mails WHERE recovered_at IS NULL) c ON c.user_id = u.id
     WHERE u.id > :after AND ${ELIGIBLE} ORDER BY u.id LIMIT :limit`,
    wish,
  );
  return rows.map(({ id }) => id);
}

/** The address of a merchant who is still to get letters, the row locked until the transaction ends; `null` = not any more. */
export async function lockRecipient(queries: Queries, userId: UserId, now: Date): Promise<{ email: string } | null> {
  return queries.first<{ email: string }>(
    `SELECT u.email FROM users u WHERE u.id = :userId AND ${ELIGIBLE} FOR UPDATE`,
    { userId, now },
  );
}

/** Notices that are open, or were closed since. */
export async function freshNotices(queries: Queries, userId: UserId, since: Date): Promise<readonly NoticeRecord[]> {
  const rows = await queries.rows<Parameters<typeof toNotice>[0]>(
    `SELECT ${NOTICE_COLUMNS} FROM notices WHERE user_id = :userId AND (is_open OR closed_at >= :since) ORDER BY id`,
    { userId, since },
  );
  return rows.map(toNotice);
}

/** The last letters about a cause. */
export interface CauseMail {
  readonly cause: string;
  readonly toldAt: Date;
  /** When it was said to be over; `null` = that is still owed. */
  readonly recoveredAt: Date | null;
}

export async function causeMails(queries: Queries, userId: UserId): Promise<readonly CauseMail[]> {
  return queries.rows<CauseMail>(
    `SELECT cause, told_at AS toldAt, recovered_at AS recoveredAt FROM notice_mails WHERE user_id = :userId
     ORDER BY cause FOR UPDATE`,
    { userId },
  );
}

export async function saveCauseMail(queries: Queries, userId: UserId, mail: CauseMail): Promise<void> {
  await queries.change(
    `INSERT INTO notice_mails (user_id, cause, told_at, recovered_at) VALUES (:userId, :cause, :toldAt, :recoveredAt)
     ON DUPLICATE KEY UPDATE told_at = VALUES(told_at), recovered_at = VALUES(recovered_at)`,
    { userId, ...mail },
  );
}

export async function dropCauseMail(queries: Queries, userId: UserId, cause: string): Promise<void> {
  await queries.change('DELETE FROM notice_mails WHERE user_id = :userId AND cause = :cause', { userId, cause });
}

/** Nobody has to hear that these causes are over: they ended otherwise. */
export async function settleCauses(
  queries: Queries,
  userId: UserId,
  causes: readonly string[],
  at: Date,
): Promise<void> {
  if (causes.length === 0) return;
  await queries.change(
    `UPDATE notice_mails SET recovered_at = :at WHERE user_id = :userId AND cause IN (:causes) AND recovered_at IS NULL`,
    { userId, causes: [...causes], at },
  );
}

/** Notes that a letter told of these notices; `null` = none did after all. */
export async function markMailed(queries: Queries, ids: readonly number[], at: Date | null): Promise<void> {
  if (ids.length === 0) return;
  await queries.change('UPDATE notices SET mailed_at = :at WHERE id IN (:ids)', { ids: [...ids], at });
}

/** Tries to reach the merchant that failed one after the other. */
export async function mailAttempts(queries: Queries, userId: UserId): Promise<number> {
  const row = await queries.first<{ n: number }>(
    'SELECT attempts AS n FROM notice_mail_rests WHERE user_id = :userId',
    { userId },
  );
  return row?.n ?? 0;
}

export async function restMail(queries: Queries, userId: UserId, attempts: number, retryAt: Date): Promise<void> {
  await queries.change(
    `INSERT INTO notice_mail_rests (user_id, attempts, retry_at) VALUES (:userId, :attempts, :retryAt)
     ON DUPLICATE KEY UPDATE attempts = VALUES(attempts), retry_at = VALUES(retry_at)`,
    { userId, attempts: Math.min(attempts, 1000), retryAt },
  );
}

export async function endMailRest(queries: Queries, userId: UserId): Promise<void> {
  await queries.change('DELETE FROM notice_mail_rests WHERE user_id = :userId', { userId });
}

/** Whether and where letters go; `null` = no such account. */
export async function mailSetting(
  queries: Queries,
  userId: UserId,
): Promise<{ readonly email: string; readonly isConfirmed: boolean; readonly isOn: boolean } | null> {
  const row = await queries.first<{ email: string; isConfirmed: number; isOn: number }>(
    `SELECT email, is_email_confirmed AS isConfirmed, wants_notice_mail AS isOn FROM users WHERE id = :userId`,
    { userId },
  );
  return row && { email: row.email, isConfirmed: Boolean(row.isConfirmed), isOn: Boolean(row.isOn) };
}

export async function setWantsMail(queries: Queries, userId: UserId, isOn: boolean): Promise<void> {
  await queries.change('UPDATE users SET wants_notice_mail = :isOn WHERE id = :userId', { userId, isOn });
}
