const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Waits after the first, second … failed run in a row (spec §3: 5 min → 24 h). */
const BACK_OFF_MS = [5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR] as const;

/**
 * The next slot of a merchant's fixed rhythm after `nowMs`: slots are `intervalMs` apart and shifted by a hash of the
 * id, so that merchants spread evenly over the interval. All in epoch milliseconds.
 */
export function nextDueAt(userId: number, nowMs: number, intervalMs: number): number {
  // Knuth's multiplicative hash: neighbouring ids land far apart.
  const shift = (Math.imul(userId, 2654435761) >>> 0) % intervalMs;
  const passed = Math.floor((nowMs - shift) / intervalMs);
  return (passed + 1) * intervalMs + shift;
}

/** When a merchant whose last `failures` runs failed may be tried again; never earlier than the back-off. */
export function dueAfterFailure(failures: number, nowMs: number): number {
  const step = BACK_OFF_MS[Math.min(Math.max(failures, 1), BACK_OFF_MS.length) - 1] ?? 24 * HOUR;
  return nowMs + step;
}
