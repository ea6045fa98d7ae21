/** A rest that lasts so long, counted from the first parked run in a row, is told to the merchant. */
export const PARKED_LONG_MS = 6 * 3_600_000;

/**
 * Rests nobody is told of as «долго не получается»: with a used-up day limit everything but new goods goes on, and a
 * captcha has a notice of its own.
 */
const TOLD_OTHERWISE: readonly string[] = ['LIMIT.ADDS_PER_DAY', 'VK.CAPTCHA'];

/** Whether a run that parks now makes the rest a long one: it lasts, or is going to last, for six hours. */
export function isParkedLong(rest: {
  readonly code: string | null;
  /** When the first of the parked runs in a row ended. */
  readonly sinceMs: number;
  readonly resumeAtMs: number | null;
  readonly nowMs: number;
}): boolean {
  if (rest.code !== null && TOLD_OTHERWISE.includes(rest.code)) return false;
  return Math.max(rest.nowMs, rest.resumeAtMs ?? rest.nowMs) - rest.sinceMs >= PARKED_LONG_MS;
}
