import type { Database } from '../../db/database.js';
import { updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { nextDueAt } from '../../domain/sync/due.js';
import type { Logger } from '../../observability/logger.js';

/** Merchants released per minute at most: what one worker can begin without falling behind. */
const CEILING = 300;
/** A webhook's mark older than this was not served by its own signal. */
const STALE_MARK_MS = 60_000;

export interface DispatchDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly refreshIntervalMs: number;
  readonly logger: Logger;
  /** Starts the merchant's pipeline; `false` = one is running already. */
  readonly start: (userId: UserId, trigger: 'schedule' | 'webhook') => Promise<boolean>;
}

/** Starts the runs of all merchants that are due. One merchant's failure never touches another. */
export async function dispatchDue(deps: DispatchDeps): Promise<{ started: number; running: number; failed: number }> {
  const now = deps.now();
  const due = await deps.db.rows<{ userId: UserId; isDirty: number }>(
    `SELECT c.user_id AS userId, c.dirty_since IS NOT NULL AS isDirty
     FROM sync_configs c
     JOIN users u ON u.id = c.user_id AND u.status = 'active'
     JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id AND r.name = 'user'
     JOIN evotor_connections e ON e.user_id = c.user_id AND e.access_token IS NOT NULL AND e.blocked_code IS NULL
     JOIN vk_connections v ON v.user_id = c.user_id AND v.blocked_code IS NULL
     WHERE c.is_enabled = TRUE AND c.confirmed_at IS NOT NULL AND c.paused_at IS NULL
       AND (c.next_due_at IS NULL OR c.next_due_at <= :now OR c.dirty_since <= :staleMark)
     ORDER BY c.next_due_at LIMIT ${CEILING}`,
    { now: new Date(now), staleMark: new Date(now - STALE_MARK_MS) },
  );
  const counts = { started: 0, running: 0, failed: 0 };
  for (const { userId, isDirty } of due) {
    // Set before the start: if this process dies here, the merchant waits one interval instead of being hammered.
    await updateSyncConfig(deps.db, userId, { next_due_at: new Date(nextDueAt(userId, now, deps.refreshIntervalMs)) });
    try {
      if (await deps.start(userId, isDirty ? 'webhook' : 'schedule')) counts.started += 1;
      else counts.running += 1;
    } catch (error) {
      counts.failed += 1;
      deps.logger.warn('a due run could not be started', { userId, error });
    }
  }
  return counts;
}
