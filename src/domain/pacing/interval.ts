/**
 * Milliseconds between two call slots for a limit of `callsPerSecond`. Two per cent wider than the bare share, so that
 * `callsPerSecond + 1` calls in a row span more than a second: 3 → 340 ms, four calls in 1,020 ms.
 */
export function slotIntervalMs(callsPerSecond: number): number {
  return Math.ceil(1020 / callsPerSecond);
}
