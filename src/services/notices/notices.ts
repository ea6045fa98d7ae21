import type { Queries } from '../../db/database.js';
import { endNotices, upsertNotice } from '../../db/repositories/notices.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';

/** Tells the merchant once: while a notice of a code is open, another cause only brings its params up to date. */
export async function openNotice(
  queries: Queries,
  userId: UserId,
  code: string,
  params: Readonly<Record<string, string>> = {},
  jobId: JobId | null = null,
): Promise<void> {
  await upsertNotice(queries, { userId, code, params, jobId });
}

/** What these notices told of is over. */
export async function closeNotices(queries: Queries, userId: UserId, codes: readonly string[]): Promise<void> {
  await endNotices(queries, userId, codes, new Date());
}
