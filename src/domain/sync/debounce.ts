/** Milliseconds of quiet after the last hint before a run begins (spec §3). */
export const QUIET_MS = 30_000;
/** Longest time the first hint waits, however many follow. */
export const LONGEST_WAIT_MS = 120_000;

/** When the run that hints ask for may begin. `firstMs`, `lastMs`: the first and the last hint nobody has served yet. */
export function hintDueAt(firstMs: number, lastMs: number): number {
  return Math.min(Math.max(firstMs, lastMs) + QUIET_MS, firstMs + LONGEST_WAIT_MS);
}
