import type { Database, Queries } from '../../db/database.js';
import { requestCancel } from '../../db/repositories/jobs.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import type { Orchestrator } from '../orchestrator.js';

/** Writes down that a merchant's exchange rests, or goes again: at once, for the clock comes by within a minute. */
export async function writePause(queries: Queries, userId: UserId, isPaused: boolean, at: Date): Promise<void> {
  await getSyncConfig(queries, userId);
  await updateSyncConfig(queries, userId, isPaused ? { paused_at: at } : { paused_at: null, next_due_at: null });
}

/** Ends the run under way at its next operation; if Temporal cannot be told, the run finds the mark by itself. */
export async function stopRun(
  { db, orchestrator }: { readonly db: Database; readonly orchestrator: Pick<Orchestrator, 'poke'> },
  userId: UserId,
): Promise<void> {
  await requestCancel(db, userId);
  await orchestrator.poke(userId).catch(() => undefined);
}
