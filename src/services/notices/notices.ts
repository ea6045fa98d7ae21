import type { Queries } from '../../db/database.js';
import { settleCauses } from '../../db/repositories/notice-mails.repository.js';
import { endNotices, openNotices, upsertNotice } from '../../db/repositories/notices.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { causeOf } from '../../domain/notices/causes.js';

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

/** A whole cause is over, whichever of its codes was told; those of `except` stand on. */
export async function closeCause(
  queries: Queries,
  userId: UserId,
  cause: string,
  except: readonly string[] = [],
): Promise<void> {
  const codes = (await openNotices(queries, userId)).map(({ code }) => code);
  await closeNotices(
    queries,
    userId,
    codes.filter(code => causeOf(code).id === cause && !except.includes(code)),
  );
}

/** These causes are nobody's business any more, which is not the same as mended: nothing is said to work again. */
export async function dropCauses(queries: Queries, userId: UserId, causes: readonly string[]): Promise<void> {
  for (const cause of causes) await closeCause(queries, userId, cause);
  await settleCauses(queries, userId, causes, new Date());
}
