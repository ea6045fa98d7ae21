import type { SyncDeps } from '../sync-deps.js';

/** Wait before look-up number `lookups` (from 0), in milliseconds. */
export function lookupDelay(deps: Pick<SyncDeps, 'lookupDelaysMs'>, lookups: number): number {
  const delays = deps.lookupDelaysMs;
  return delays[Math.min(lookups, delays.length - 1)] ?? 0;
}
