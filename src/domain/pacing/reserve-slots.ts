/** Slots taken from a lane: when each call may leave, and where the lane's next free slot is. Epoch milliseconds. */
export interface SlotReservation {
  readonly slots: readonly number[];
  readonly nextAt: number;
}

/**
 * Takes `count` slots from a lane whose next free slot is `nextAt`, one each `intervalMs`. Slots that nobody took in
 * time are gone: the first one is never before `now`, so an idle lane cannot save up a burst.
 */
export function reserveSlots(nextAt: number, now: number, count: number, intervalMs: number): SlotReservation {
  const first = Math.max(nextAt, now);
  return {
    slots: Array.from({ length: count }, (_, index) => first + index * intervalMs),
    nextAt: first + count * intervalMs,
  };
}
