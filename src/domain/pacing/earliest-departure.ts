/**
 * Milliseconds in which no more than the allowed number of calls may leave: a second and 18 ms, since a call may reach
 * the vendor late when this machine is busy (12 ms were measured on two loaded cores) and the next one in time.
 */
export const GUARD_WINDOW_MS = 1018;

/**
 * When a call planned for `plannedAt` may really leave, given when the last calls left (oldest first): never earlier
 * than a guard window after the call that is `callsPerSecond` back. Epoch milliseconds.
 */
export function earliestDeparture(departures: readonly number[], plannedAt: number, callsPerSecond: number): number {
  const blocking = departures[departures.length - callsPerSecond];
  return blocking === undefined ? plannedAt : Math.max(plannedAt, blocking + GUARD_WINDOW_MS);
}
