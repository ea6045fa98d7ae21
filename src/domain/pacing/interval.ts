/**
 * Milliseconds between two call slots for a limit of `callsPerSecond`. Two and a half per cent wider than the bare share, so that
 * `callsPerSecond + 1` calls in a row span more than a second: 3 → 342 ms, four calls in 1,026 ms.
 */
export function slotIntervalMs(callsPerSecond: number): number {
  return Math.ceil(1025 / callsPerSecond);
}
