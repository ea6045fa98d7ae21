import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

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
     WHERE user_id = :userId AND is_online <> :isOnline`,
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

/** Connections of active merchants that nobody has called for an interval and that no run is using now. */
export async function connectionsToCheck(
  queries: Queries,
  olderThan: Date,
  limit: number,
): Promise<readonly { userId: UserId; service: 'evotor' | 'vk' }[]> {
  const select = (service: string, table: string) => `SELECT c.user_id AS userId, '${service}' AS service
    FROM ${table} c JOIN users u ON u.id = c.user_id AND u.status = 'active'
    WHERE (c.last_checked_at IS NULL OR c.last_checked_at < :olderThan) AND NOT EXISTS
      (SELECT 1 FROM sync_jobs j WHERE j.user_id = c.user_id AND j.status = 'running')`;
  return queries.rows(
    `${select('evotor', 'evotor_connections')} AND c.access_token IS NOT NULL
     UNION ALL ${select('vk', 'vk_connections')} LIMIT :limit`,
    { olderThan, limit },
  );
}

/**
 * Jobs without progress since a time, to be ended and reported. One that waits behind a run of the same merchant that
 * goes on is none of them, however long that run takes.
 */
export async function stuckJobs(
  queries: Queries,
  since: Date,
): Promise<readonly { jobId: number; userId: UserId; workflowId: string | null; runId: string | null }[]> {
  return queries.rows(
    `SELECT j.id AS jobId, j.user_id AS userId, j.workflow_id AS workflowId, j.run_id AS runId FROM sync_jobs j
     WHERE j.status IN ('pending','running') AND j.progress_at < :since AND NOT (j.status = 'pending' AND EXISTS (
       SELECT 1 FROM sync_jobs r WHERE r.user_id = j.user_id AND r.status = 'running' AND r.progress_at >= :since))
     LIMIT 100`,
    { since },
  );
}

/** Deletes what is older than the retention; answers how many rows went. */
export async function pruneRows(queries: Queries, before: Date, attemptsBefore: Date): Promise<number> {
  let gone = 0;
  gone += await queries.change('DELETE FROM api_log WHERE started_at < :before LIMIT 100000', { before });
  gone += await queries.change('DELETE FROM health_check_logs WHERE checked_at < :before', { before });
  gone += await queries.change('DELETE FROM connection_attempts WHERE created_at < :attemptsBefore', {
    attemptsBefore,
  });
  gone += await queries.change('DELETE FROM rate_counters WHERE window_ends_at < :attemptsBefore', { attemptsBefore });
  gone += await queries.change('DELETE FROM sessions WHERE expires < :attemptsBefore', { attemptsBefore });
  return gone;
}
