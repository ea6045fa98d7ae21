import type { Queries } from '../database.js';
import { dispatchLag } from './due-merchants.repository.js';

/** Figures of all merchants at once; their number does not grow with that of the merchants. */
export interface InstallationFacts {
  readonly merchants: Readonly<Record<string, number>>;
  readonly openJobs: Readonly<Record<string, number>>;
  readonly blocked: readonly { readonly service: string; readonly code: string; readonly count: number }[];
  readonly dispatchLagSeconds: number;
  readonly backupAgeSeconds: number | null;
}

const OPEN = ['pending', 'running', 'awaiting_approval'] as const;

/** What the figures of the installation show: five small reads. */
export async function installationFacts(queries: Queries, now: Date): Promise<InstallationFacts> {
  const [lag, merchants, jobs, blocked, backup] = await Promise.all([
    dispatchLag(queries, now),
    merchantStates(queries, now),
    queries.rows<{ status: string; n: number | string }>(
      'SELECT status, COUNT(*) AS n FROM sync_jobs WHERE status IN (:open) GROUP BY status',
      { open: [...OPEN] },
    ),
    queries.rows<{ service: string; code: string; n: number | string }>(
      `SELECT 'vk' AS service, blocked_code AS code, COUNT(*) AS n FROM vk_connections
       WHERE blocked_code IS NOT NULL GROUP BY blocked_code
       UNION ALL SELECT 'evotor', blocked_code, COUNT(*) FROM evotor_connections
       WHERE blocked_code IS NOT NULL AND user_id IS NOT NULL GROUP BY blocked_code`,
    ),
    queries.first<{ at: Date | null }>(`SELECT MAX(created_at) AS at FROM audit_log WHERE action = 'backup.made'`),
  ]);
  return {
    merchants: { ...merchants, due: lag.due },
    openJobs: Object.fromEntries(OPEN.map(status => [status, Number(jobs.find(row => row.status === status)?.n ?? 0)])),
    blocked: blocked.map(({ service, code, n }) => ({ service, code, count: Number(n) })),
    dispatchLagSeconds: lag.lagMs / 1000,
    backupAgeSeconds: backup?.at ? (now.getTime() - backup.at.getTime()) / 1000 : null,
  };
}

/** `active`: the exchange is on and confirmed. `parked` waits for a vendor, `failing` after a run that failed. */
async function merchantStates(queries: Queries, now: Date): Promise<Readonly<Record<string, number>>> {
  const row = await queries.first<Record<string, number | string | null>>(
    `SELECT SUM(c.is_enabled AND c.confirmed_at IS NOT NULL AND c.paused_at IS NULL) AS active,
       SUM(c.paused_at IS NOT NULL) AS paused,
       SUM(COALESCE(c.rest_until > :now, FALSE) AND c.failing_count = 0) AS parked,
       SUM(c.is_enabled AND c.failing_count > 0) AS failing
     FROM sync_configs c JOIN users u ON u.id = c.user_id AND u.status = 'active'`,
    { now },
  );
  return Object.fromEntries(['active', 'paused', 'parked', 'failing'].map(state => [state, Number(row?.[state] ?? 0)]));
}
