import { createLane } from './lane.js';
import type { Lane, LaneOptions } from './lane.js';

/** The lane of a token that has no row yet (on trial, or being probed with): its few calls are spaced in this process alone. */
export function createLoneLane(options: Pick<LaneOptions, 'now' | 'sleep' | 'intervalMs'>): Lane {
  const { now, intervalMs } = options;
  let next = 0;
  const reserve = (count: number): Promise<readonly number[]> => {
    const first = Math.max(now(), next);
    next = first + count * intervalMs;
    return Promise.resolve(Array.from({ length: count }, (_, index) => first + index * intervalMs));
  };
  return createLane({ ...options, reserve });
}
