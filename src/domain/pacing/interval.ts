/**
 * Milliseconds between two call slots for a limit of `callsPerSecond`. Three per cent wider than the bare share, so that
 * `callsPerSecond + 1` calls in a row span more than a second: 3 → 343 ms, four calls in 1,029 ms.
 */
export function slotIntervalMs(callsPerSecond: number): number {
  return Math.ceil(1028 / callsPerSecond);
}
