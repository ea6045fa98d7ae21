import type { Database } from '../../db/database.js';
import {
  getSyncConfig,
  markHint,
  type SyncConfigChanges,
  type SyncConfigRecord,
} from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { hintDueAt } from '../../domain/sync/debounce.js';
import { refusalFor } from './open-job.js';

interface Deps {
  readonly db: Database;
  readonly now: () => number;
}

/** A merchant whose hints come more often than this is woken by the first of them; the database holds the others. */
const WAKE_AGAIN_AFTER_MS = 10_000;

export interface HintDeps extends Deps {
  /** Wakes the merchant's run, or starts one that waits for quiet. May fail: the dispatcher finds the mark. */
  readonly wake: (userId: UserId) => Promise<void>;
}

/**
 * Somebody says that a merchant's till has changed. The mark in the database is the truth; waking only makes it quick.
 * Resolves when the mark is kept, and gives what is left of the waking, which nobody need wait for and which never
 * rejects.
 */
export async function markDirty(deps: HintDeps, userId: UserId): Promise<{ readonly woken: Promise<boolean> }> {
  const now = deps.now();
  const before = await markHint(deps.db, userId, new Date(now));
  const isFresh = before === null || now - before.getTime() >= WAKE_AGAIN_AFTER_MS;
  if (!isFresh) return { woken: Promise.resolve(false) };
  const woken = deps.wake(userId).then(
    () => true,
    () => false,
  );
  return { woken };
}

/**
 * Milliseconds until the run that hints ask for may begin, 0 = now; `null` = there is no hint, or the merchant may not
 * run now: then the mark waits for the clock.
 */
export async function hintWait(deps: Deps, userId: UserId): Promise<number | null> {
  const config = await getSyncConfig(deps.db, userId);
  const now = deps.now();
  if (config.dirtySince === null || isResting(config, now)) return null;
  if ((await refusalFor(deps, { userId, kind: 'sync', trigger: 'webhook' })) !== null) return null;
  const first = config.dirtySince.getTime();
  return Math.max(0, hintDueAt(first, config.dirtySeenAt?.getTime() ?? first) - now);
}

/** Whether hints came that the run just ended has not seen. */
export async function hasOpenHint(deps: Deps, userId: UserId): Promise<boolean> {
  const config = await getSyncConfig(deps.db, userId);
  return config.dirtySince !== null && !isResting(config, deps.now());
}

/** What a run that began at a time leaves of the hints: those that came later are about a till it may not have seen. */
export function hintsAfter(config: SyncConfigRecord, startedAt: Date | null): SyncConfigChanges {
  const { dirtySince, dirtySeenAt } = config;
  if (dirtySince === null || startedAt === null || dirtySince > startedAt) return {};
  if (dirtySeenAt === null || dirtySeenAt <= startedAt) return { dirty_since: null, dirty_seen_at: null };
  return { dirty_since: dirtySeenAt };
}

function isResting(config: SyncConfigRecord, nowMs: number): boolean {
  return config.restUntil !== null && config.restUntil.getTime() > nowMs;
}
