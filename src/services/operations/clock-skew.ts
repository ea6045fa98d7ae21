import type { Queries } from '../../db/database.js';
import { AppError } from '../../domain/errors.js';

/** From here on times on pages and in logs are visibly wrong. */
export const SKEW_WARNED_MS = 2000;
/** From here on due times, locks that expire and one-time links of two processes contradict each other. */
export const SKEW_REFUSED_MS = 60_000;

/**
 * Milliseconds the database's clock is ahead of this machine's (negative: behind); 0 when the difference is no larger
 * than the time the question took.
 */
export async function clockSkewMs(db: Pick<Queries, 'first'>, now: () => number): Promise<number> {
  const asked = now();
  const row = await db.first<{ ms: number | string }>('SELECT UNIX_TIMESTAMP(NOW(3)) * 1000 AS ms');
  const answered = now();
  const skew = Number(row?.ms ?? asked) - (asked + answered) / 2;
  return Math.abs(skew) <= (answered - asked) / 2 ? 0 : Math.round(skew);
}

/** The fault of such a difference, or `null` when nobody would notice. */
export function skewFault(skewMs: number): AppError | null {
  if (Math.abs(skewMs) <= SKEW_WARNED_MS) return null;
  return new AppError('conflict', 'CLOCK.SKEW', {
    seconds: Math.round(Math.abs(skewMs) / 100) / 10,
    isAhead: skewMs > 0,
  });
}
