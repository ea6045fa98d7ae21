import type { Queries } from '../database.js';
import type { JobStatus } from './jobs.repository.js';

/** The server behind the pool. */
export interface DatabaseFacts {
  readonly version: string;
  readonly bytes: number;
  readonly connections: number;
  readonly maxConnections: number;
}

export async function databaseFacts(queries: Queries): Promise<DatabaseFacts> {
  const row = await queries.first<{ version: string; bytes: string | number; used: string; most: string }>(
    `SELECT VERSION() AS version, @@max_connections AS most,
       (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'THREADS_CONNECTED') AS used,
       (SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables
        WHERE table_schema = DATABASE()) AS bytes`,
  );
  return {
    version: row?.version ?? '',
    bytes: Number(row?.bytes ?? 0),
    connections: Number(row?.used ?? 0),
    maxConnections: Number(row?.most ?? 0),
  };
}

/** What waits or stands still, over all merchants. */
export interface WaitingFacts {
  /** Open runs without progress. */
  readonly stuckJobs: number;
  /** Merchants whose till has hinted at a change that no run has seen yet, and since when the first of them waits. */
  readonly marks: number;
  readonly oldestMarkAt: Date | null;
  /** Merchants with a letter that did not leave, tried more than once. */
  readonly failingLetters: number;
}

/** One statement, cheap however many merchants there are: it stands on top of every operator's page. */
export async function waitingFacts(queries: Queries, quietSince: Date): Promise<WaitingFacts> {
  const row = await queries.first<{ stuck: number; marks: number; oldest: Date | null; letters: number }>(
    `SELECT
       (SELECT COUNT(*) FROM sync_jobs j WHERE j.status IN ('pending','running') AND j.progress_at < :quietSince
          AND NOT (j.status = 'pending' AND EXISTS (SELECT 1 FROM sync_jobs r
            WHERE r.user_id = j.user_id AND r.status = 'running' AND r.progress_at >= :quietSince))) AS stuck,
       (SELECT COUNT(*) FROM sync_configs WHERE dirty_since IS NOT NULL) AS marks,
       (SELECT MIN(dirty_since) FROM sync_configs) AS oldest,
       (SELECT COUNT(*) FROM notice_mail_rests WHERE attempts > 1) AS letters`,
    { quietSince },
  );
  return {
    stuckJobs: row?.stuck ?? 0,
    marks: row?.marks ?? 0,
    oldestMarkAt: row?.oldest ?? null,
    failingLetters: row?.letters ?? 0,
  };
}

/** Calls to a vendor by what became of them. */
export interface CallCount {
  readonly service: 'evotor' | 'vk' | 'vk_upload' | 'vk_id';
  readonly outcome: 'ok' | 'api_error' | 'unknown';
  readonly vendorCode: string | null;
  readonly lastHour: number;
  readonly lastDay: number;
}

/** Calls of the last hour and day; the caller gives both times, so that the counts are of one moment. */
export async function callCounts(
  queries: Queries,
  since: { readonly hour: Date; readonly day: Date },
): Promise<readonly CallCount[]> {
  const rows = await queries.rows<Omit<CallCount, 'lastHour' | 'lastDay'> & { lastHour: string; lastDay: string }>(
    `SELECT service, outcome, vendor_code AS vendorCode, COUNT(*) AS lastDay, SUM(started_at >= :hour) AS lastHour
     FROM api_log WHERE started_at >= :day GROUP BY service, outcome, vendor_code ORDER BY lastDay DESC LIMIT 100`,
    since,
  );
  return rows.map(row => ({ ...row, lastHour: Number(row.lastHour), lastDay: Number(row.lastDay) }));
}

/** Runs by status: open ones all, ended ones since a time. */
export async function jobCounts(
  queries: Queries,
  since: Date,
): Promise<readonly { readonly status: JobStatus; readonly count: number }[]> {
  const rows = await queries.rows<{ status: JobStatus; count: number | string }>(
    `SELECT status, COUNT(*) AS count FROM sync_jobs WHERE status IN ('pending','running','awaiting_approval') GROUP BY status
     UNION ALL
     SELECT status, COUNT(*) AS count FROM sync_jobs
     WHERE created_at >= :since AND status NOT IN ('pending','running','awaiting_approval') GROUP BY status`,
    { since },
  );
  return rows.map(({ status, count }) => ({ status, count: Number(count) }));
}

/** Why merchants rest, and how many for each reason. */
export interface RestCount {
  /** `parked` goes on by itself; `blocked` waits for the merchant. */
  readonly kind: 'parked' | 'blocked';
  readonly code: string;
  readonly merchants: number;
  /** When the first of the parked ones goes on. */
  readonly firstResumeAt: Date | null;
}

export async function restCounts(queries: Queries, now: Date): Promise<readonly RestCount[]> {
  const rows = await queries.rows<Omit<RestCount, 'merchants'> & { merchants: number | string }>(
    // Whoever has run since rests no more.
    `SELECT 'parked' AS kind, COALESCE(j.reason_code, '') AS code, COUNT(DISTINCT j.user_id) AS merchants,
       MIN(j.resume_at) AS firstResumeAt
     FROM sync_jobs j WHERE j.status = 'parked' AND j.resume_at > :now AND j.kind IN ('sync','disconnect')
       AND NOT EXISTS (SELECT 1 FROM sync_jobs n WHERE n.user_id = j.user_id AND n.id > j.id AND n.kind = j.kind
         AND n.finished_at IS NOT NULL)
     GROUP BY j.reason_code
     UNION ALL
     SELECT 'blocked', code, COUNT(DISTINCT user_id), NULL FROM (
       SELECT v.user_id, v.blocked_code AS code FROM vk_connections v WHERE v.blocked_code IS NOT NULL
       UNION SELECT e.user_id, e.blocked_code FROM evotor_connections e
         WHERE e.user_id IS NOT NULL AND e.blocked_code IS NOT NULL AND e.blocked_until IS NULL) b GROUP BY code
     ORDER BY merchants DESC, code LIMIT 100`,
    { now },
  );
  return rows.map(row => ({ ...row, merchants: Number(row.merchants) }));
}

/** Merchants whom the clock would stop starting if it stood still. */
export async function clockedMerchants(queries: Queries): Promise<number> {
  const row = await queries.first<{ n: number | string }>(
    `SELECT COUNT(*) AS n FROM sync_configs c JOIN users u ON u.id = c.user_id AND u.status = 'active'
     WHERE c.is_enabled AND c.confirmed_at IS NOT NULL AND c.paused_at IS NULL`,
  );
  return Number(row?.n ?? 0);
}
