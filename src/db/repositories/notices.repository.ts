import type { JobId, UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumn } from '../rows.js';

export interface NewNotice {
  readonly userId: UserId;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly jobId: JobId | null;
}

/** Writes a notice unless one of its code is open already: that one takes the new params and job. */
export async function upsertNotice(queries: Queries, notice: NewNotice): Promise<void> {
  const values = { ...notice, params: JSON.stringify(notice.params), now: new Date() };
  const changed = await queries.change(
    `UPDATE notices SET params = :params, job_id = :jobId WHERE user_id = :userId AND code = :code AND is_open`,
    values,
  );
  if (changed > 0) return;
  await queries.change(
    `INSERT INTO notices (user_id, code, params, job_id, created_at)
     SELECT :userId, :code, :params, :jobId, :now FROM users u WHERE u.id = :userId
       AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.user_id = :userId AND n.code = :code AND n.is_open)`,
    values,
  );
}

export async function endNotices(queries: Queries, userId: UserId, codes: readonly string[], now: Date): Promise<void> {
  if (codes.length === 0) return;
  await queries.change(
    `UPDATE notices SET is_open = FALSE, closed_at = :now WHERE user_id = :userId AND code IN (:codes) AND is_open`,
    { userId, codes: [...codes], now },
  );
}

/** A notice as it stands in its row. */
export interface NoticeRecord {
  readonly id: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly jobId: JobId | null;
  readonly isOpen: boolean;
  readonly snoozedUntil: Date | null;
  readonly mailedAt: Date | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

export const NOTICE_COLUMNS = `id, code, params, job_id AS jobId, is_open AS isOpen, snoozed_until AS snoozedUntil,
  mailed_at AS mailedAt, created_at AS createdAt, closed_at AS closedAt`;

type Row = Omit<NoticeRecord, 'params' | 'isOpen'> & { params: unknown; isOpen: number };

export const toNotice = (row: Row): NoticeRecord => ({
  ...row,
  params: jsonColumn<Record<string, string>>(row.params),
  isOpen: Boolean(row.isOpen),
});

/** Open notices of a merchant, newest first. */
export async function openNotices(queries: Queries, userId: UserId): Promise<readonly NoticeRecord[]> {
  const rows = await queries.rows<Row>(
    `SELECT ${NOTICE_COLUMNS} FROM notices WHERE user_id = :userId AND is_open ORDER BY id DESC LIMIT 100`,
    { userId },
  );
  return rows.map(toNotice);
}

/** Every notice of a merchant, newest first. */
export async function listNotices(
  queries: Queries,
  userId: UserId,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: readonly NoticeRecord[]; readonly total: number }> {
  const rows = await queries.rows<Row>(
    `SELECT ${NOTICE_COLUMNS} FROM notices WHERE user_id = :userId ORDER BY id DESC LIMIT :limit OFFSET :offset`,
    { userId, ...page },
  );
  const count = await queries.first<{ n: number }>('SELECT COUNT(*) AS n FROM notices WHERE user_id = :userId', {
    userId,
  });
  return { rows: rows.map(toNotice), total: count?.n ?? 0 };
}

/** One notice of one merchant; another merchant's is `null` as well. */
export async function findNotice(queries: Queries, userId: UserId, id: number): Promise<NoticeRecord | null> {
  const row = await queries.first<Row>(`SELECT ${NOTICE_COLUMNS} FROM notices WHERE user_id = :userId AND id = :id`, {
    userId,
    id,
  });
  return row ? toNotice(row) : null;
}

export async function snoozeNotice(queries: Queries, userId: UserId, id: number, until: Date): Promise<void> {
  await queries.change('UPDATE notices SET snoozed_until = :until WHERE user_id = :userId AND id = :id AND is_open', {
    userId,
    id,
    until,
  });
}

export async function endNotice(queries: Queries, userId: UserId, id: number, now: Date): Promise<void> {
  await queries.change(
    'UPDATE notices SET is_open = FALSE, closed_at = :now WHERE user_id = :userId AND id = :id AND is_open',
    { userId, id, now },
  );
}
