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

/** Failed runs in a row after one more ended. Rest and a stop by hand say nothing about whether runs get through. */
export function failuresAfter(outcome: string, before: number): number {
  if (outcome === 'failed') return before + 1;
  return outcome === 'parked' || outcome === 'cancelled' ? before : 0;
}

/** Stops that concern one method of a vendor, or new goods alone: everything else may go on in a run that something asks for meanwhile. */
const ONE_METHOD_RESTS: readonly string[] = ['VK.FLOOD', 'VK.METHOD_LIMIT', 'VK.SECTION_OFF', 'LIMIT.ADDS_PER_DAY'];

/**
 * Until when neither the clock nor a hint starts the merchant, `null` = at any time. A failed run rests for its back-off,
 * a parked one until its resume time; where one method alone rests, a hint may start a run that goes on with the others.
 */
export function restUntil(end: { outcome: string; code: string | null }, dueAtMs: number): number | null {
  if (end.outcome === 'failed') return dueAtMs;
  if (end.outcome !== 'parked') return null;
  return end.code !== null && ONE_METHOD_RESTS.includes(end.code) ? null : dueAtMs;
}
