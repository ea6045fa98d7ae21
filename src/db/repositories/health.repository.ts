import type { JobId, UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { IS_MERCHANT } from '../merchant-sql.js';

/** Writes `online` / `offline` when it differs from what the connection's row says now. Call before changing the row. */
export async function insertHealthEvent(
  queries: Queries,
  connection: { userId: UserId; service: 'evotor' | 'vk' },
  isOnline: boolean,
  detail: string,
): Promise<void> {
  const table = connection.service === 'evotor' ? 'evotor_connections' : 'vk_connections';
  await queries.change(
    `INSERT INTO health_check_logs (user_id, service, event, detail, checked_at)
     SELECT user_id, :service, :event, :detail, :now FROM ${table}
     WHERE user_id = :userId AND access_token IS NOT NULL AND is_online <> :isOnline`,
    {
      userId: connection.userId,
      service: connection.service,
      event: isOnline ? 'online' : 'offline',
      detail: detail.slice(0, 255),
      isOnline,
      now: new Date(),
    },
  );
}

/** Writes that VK's tokens were renewed, or could not be. */
export async function insertTokenEvent(
  queries: Queries,
  userId: UserId,
  event: 'token_refreshed' | 'token_refresh_failed',
  detail: string,
): Promise<void> {
  await queries.change(
    `INSERT INTO health_check_logs (user_id, service, event, detail, checked_at)
     VALUES (:userId, 'vk', :event, :detail, :now)`,
    { userId, event, detail: detail.slice(0, 255), now: new Date() },
  );
}

/** Connections of active merchants that nobody has called for an interval, that no run is using and that may be called now. */
export async function connectionsToCheck(
  queries: Queries,
  olderThan: Date,
  limit: number,
): Promise<readonly { userId: UserId; service: 'evotor' | 'vk' }[]> {
  const select = (
    service: string,
    table: string,
  ) => `SELECT c.user_id AS userId, '${service}' AS service, c.last_checked_at
    FROM ${table} c JOIN users u ON u.id = c.user_id AND u.status = 'active' AND ${IS_MERCHANT}
    WHERE (c.last_checked_at IS NULL OR c.last_checked_at < :olderThan) AND NOT EXISTS
      (SELECT 1 FROM sync_jobs j WHERE j.user_id = c.user_id AND j.status = 'running')`;
  // The longest unchecked first, or one vendor's connections would take every place of a sweep for ever.
  const rows = await queries.rows<{ userId: UserId; service: 'evotor' | 'vk' }>(
    `${select('evotor', 'evotor_connections')} AND c.access_token IS NOT NULL
       AND (c.blocked_until IS NULL OR c.blocked_until <= :now)
     UNION ALL ${select('vk', 'vk_connections')} AND NOT EXISTS (SELECT 1 FROM vk_method_blocks b
       WHERE b.vk_connection_id = c.id AND b.method IN ('*', 'users.get') AND b.blocked_until > :now)
     ORDER BY last_checked_at, userId LIMIT :limit`,
    { olderThan, limit, now: new Date() },
  );
  return rows.map(({ userId, service }) => ({ userId, service }));
}

/** An open job without progress for a while. */
export interface QuietJob {
  readonly jobId: JobId;
  readonly userId: UserId;
  readonly workflowId: string | null;
  readonly runId: string | null;
  /** It stands still for longer than any job may. */
  readonly isStuck: boolean;
}

/**
 * Open jobs without progress since `quiet`. One that waits behind a run of the same merchant that goes on is none of
 * them, however long that run takes.
 */
export async function quietJobs(queries: Queries, since: { quiet: Date; stuck: Date }): Promise<readonly QuietJob[]> {
  const rows = await queries.rows<Omit<QuietJob, 'isStuck'> & { isStuck: number }>(
    `SELECT j.id AS jobId, j.user_id AS userId, j.workflow_id AS workflowId, j.run_id AS runId,
       j.progress_at < :stuck AS isStuck FROM sync_jobs j
     WHERE j.status IN ('pending','running') AND j.progress_at < :quiet AND NOT (j.status = 'pending' AND EXISTS (
       SELECT 1 FROM sync_jobs r WHERE r.user_id = j.user_id AND r.status = 'running' AND r.progress_at >= :stuck))
     ORDER BY j.progress_at LIMIT 100`,
    since,
  );
  return rows.map(row => ({ ...row, isStuck: Boolean(row.isStuck) }));
}
