import type { JobId, UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

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
