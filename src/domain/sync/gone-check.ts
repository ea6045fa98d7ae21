import type { BrakeSettings } from '../settings.js';

/** How many vanished goods are asked for one by one: as many as the brake on hides would let through. */
export function goneCheckLimit(published: number, brakes: BrakeSettings): number {
  return Math.max(brakes.hideCount, Math.floor((published * brakes.hidePercent) / 100));
}
