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

/** A hint's mark older than this was not served by its own signal. */
export const STALE_MARK_MS = 60_000;

/** Active merchants whose vendors let them be called: a vendor's block needs a person unless it has an end. */
const CALLABLE = `JOIN users u ON u.id = c.user_id AND u.status = 'active'
  JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id AND r.name = 'user'
  JOIN vk_connections v ON v.user_id = c.user_id AND v.blocked_code IS NULL`;

/** Due at `:now`; a mark older than `:staleMark` makes due by itself. */
const DUE = `(c.rest_until IS NULL OR c.rest_until <= :now) AND CASE
       WHEN c.pending_disconnect IS NOT NULL THEN c.next_due_at IS NULL OR c.next_due_at <= :now
       ELSE c.is_enabled = TRUE AND c.confirmed_at IS NOT NULL AND c.paused_at IS NULL
         AND (c.merge_asked_at IS NULL OR c.merge_chosen_at IS NOT NULL)
         AND e.access_token IS NOT NULL AND IF(e.blocked_until IS NULL, e.blocked_code IS NULL, e.blocked_until <= :now)
         AND (c.next_due_at IS NULL OR c.next_due_at <= :now OR c.dirty_since <= :staleMark) END`;

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
     WHERE ${DUE}
     ORDER BY LEAST(COALESCE(c.next_due_at, '1970-01-01'), COALESCE(c.dirty_since, c.next_due_at, '1970-01-01')), c.user_id
     LIMIT :limit`,
    at,
  );
  return rows.map(row => ({ ...row, isDirty: Boolean(row.isDirty) }));
}

/**
 * How far the dispatcher is behind: merchants that are due and that it has not touched yet, and how long the first of them
 * has been waiting, milliseconds; 0 = nobody. The one definition for pages, notices and metrics.
 */
export async function dispatchLag(queries: Queries, now: Date): Promise<{ lagMs: number; due: number }> {
  const row = await queries.first<{ due: number | string; since: Date | null }>(
    // Nobody knows since when one without a due time has been waiting: since its settings changed at the latest. Who rested
    // is late from the end of the rest on.
    `SELECT COUNT(*) AS due, MIN(GREATEST(CASE
         WHEN c.next_due_at <= :now THEN c.next_due_at
         WHEN c.dirty_since <= :staleMark THEN c.dirty_since
         ELSE c.updated_at END,
         COALESCE(c.rest_until, '1970-01-01'), COALESCE(e.blocked_until, '1970-01-01'))) AS since
     FROM sync_configs c ${CALLABLE}
     LEFT JOIN evotor_connections e ON e.user_id = c.user_id
     WHERE ${DUE}`,
    { now, staleMark: new Date(now.getTime() - STALE_MARK_MS) },
  );
  const since = row?.since ?? null;
  return { due: Number(row?.due ?? 0), lagMs: since === null ? 0 : Math.max(0, now.getTime() - since.getTime()) };
}
