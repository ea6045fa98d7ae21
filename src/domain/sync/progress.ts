/** Least operations done before a rate means anything. */
const LEAST_DONE = 5;

/**
 * Whole seconds until the rest is done at the pace so far; `null` while that cannot be told.
 * `elapsedMs`: since applying began.
 */
export function secondsLeft(done: number, total: number, elapsedMs: number): number | null {
  if (done < LEAST_DONE || elapsedMs <= 0 || total < done) return null;
  return Math.ceil(((total - done) * elapsedMs) / done / 1000);
}
