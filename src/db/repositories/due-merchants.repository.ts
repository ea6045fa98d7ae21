import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** A merchant whose run the clock is to start. */
export interface DueMerchant {
  readonly userId: UserId;
  /** Hints of a changed till wait that their own signal did not serve. */
  readonly isDirty: boolean;
  /** The merchant is disconnecting the shop: what becomes of its goods. `null` = an ordinary run. */
  readonly goods: 'hide' | 'delete' | null;
}

/** Active merchants whose vendors let them be called: a vendor's block needs a person unless it has an end. */
const CALLABLE = `JOIN users u ON u.id = c.user_id AND u.status = 'active'
  JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id AND r.name = 'user'
  JOIN vk_connections v ON v.user_id = c.user_id AND v.blocked_code IS NULL`;

/**
 * Merchants to start now, longest due first; one never run before comes first of all. A mark does not start a merchant
 * that rests: whose last run failed or waits for a vendor. One who disconnects needs neither till nor confirmation.
 */
export async function dueMerchants(
  queries: Queries,
  at: { now: Date; staleMark: Date; limit: number },
): Promise<readonly DueMerchant[]> {
  const rows = await queries.rows<{ userId: UserId; isDirty: number; goods: 'hide' | 'delete' | null }>(
    `SELECT c.user_id AS userId, c.dirty_since IS NOT NULL AS isDirty, c.pending_disconnect AS goods
     FROM sync_configs c ${CALLABLE}
     LEFT JOIN evotor_connections e ON e.user_id = c.user_id
     WHERE (c.rest_until IS NULL OR c.rest_until <= :now) AND CASE
       WHEN c.pending_disconnect IS NOT NULL THEN c.next_due_at IS NULL OR c.next_due_at <= :now
       ELSE c.is_enabled = TRUE AND c.confirmed_at IS NOT NULL AND c.paused_at IS NULL
         AND (c.merge_asked_at IS NULL OR c.merge_chosen_at IS NOT NULL)
         AND e.access_token IS NOT NULL AND IF(e.blocked_until IS NULL, e.blocked_code IS NULL, e.blocked_until <= :now)
         AND (c.next_due_at IS NULL OR c.next_due_at <= :now OR c.dirty_since <= :staleMark) END
     ORDER BY LEAST(COALESCE(c.next_due_at, '1970-01-01'), COALESCE(c.dirty_since, c.next_due_at, '1970-01-01')), c.user_id
     LIMIT :limit`,
    at,
  );
  return rows.map(row => ({ ...row, isDirty: Boolean(row.isDirty) }));
}
