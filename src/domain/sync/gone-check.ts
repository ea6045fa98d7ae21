import type { BrakeSettings } from '../settings.js';

/** How many vanished goods are asked for one by one: as many as the brake on hides would let through. */
export function goneCheckLimit(published: number, brakes: BrakeSettings): number {
  return Math.max(brakes.hideCount, Math.floor((published * brakes.hidePercent) / 100));
}

/**
 * At most `size` of the entries, spread evenly over all of them: the first, the last, and equal steps between. Where
 * more goods have vanished than may be asked for, these stand for the rest.
 */
export function spreadSample<T>(all: readonly T[], size: number): readonly T[] {
  if (all.length <= size) return all;
  if (size <= 1) return all.slice(0, Math.max(0, size));
  const step = (all.length - 1) / (size - 1);
  return Array.from({ length: size }, (_, nth) => all[Math.round(nth * step)] as T);
}
