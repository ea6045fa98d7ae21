import type { ExchangeState, VendorRest, HealthEvent } from '../../domain/account-list.js';
import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** What the page of one account shows besides its row and its connections. */
export interface AccountFacts {
  readonly isEmailConfirmed: boolean;
  readonly invitedUntil: Date | null;
  readonly sync: ExchangeState | null;
}

interface Row {
  is_email_confirmed: number;
  invited_until: Date | null;
  config_id: number | null;
  is_enabled: number | null;
  confirmed_at: Date | null;
  paused_at: Date | null;
  next_due_at: Date | null;
  rest_until: Date | null;
  failing_count: number | null;
}

/** Looking makes no row: a merchant who has set nothing up has no exchange yet. */
export async function accountFacts(queries: Queries, userId: UserId, now: Date): Promise<AccountFacts | null> {
  const row = await queries.first<Row>(
    `SELECT u.is_email_confirmed, c.id AS config_id, c.is_enabled, c.confirmed_at, c.paused_at, c.next_due_at,
       c.rest_until, c.failing_count,
       (SELECT MAX(t.expires_at) FROM one_time_tokens t WHERE t.user_id = u.id AND t.purpose = 'invite'
         AND t.used_at IS NULL AND t.expires_at > :now) AS invited_until
     FROM users u LEFT JOIN sync_configs c ON c.user_id = u.id WHERE u.id = :userId`,
    { userId, now },
  );
  return (
    row && {
      isEmailConfirmed: Boolean(row.is_email_confirmed),
      invitedUntil: row.invited_until,
      sync:
        row.config_id === null
          ? null
          : {
              isEnabled: Boolean(row.is_enabled),
              confirmedAt: row.confirmed_at,
              pausedAt: row.paused_at,
              nextDueAt: row.next_due_at,
              restUntil: row.rest_until,
              failingCount: row.failing_count ?? 0,
            },
    }
  );
}

/** Rests that vendors asked for and that are not over, the longest first. */
export async function vendorRests(queries: Queries, userId: UserId, now: Date): Promise<readonly VendorRest[]> {
  return queries.rows<VendorRest>(
    `SELECT 'vk' AS service, b.method, b.code, b.blocked_until AS until FROM vk_method_blocks b
       JOIN vk_connections v ON v.id = b.vk_connection_id WHERE v.user_id = :userId AND b.blocked_until > :now
     UNION ALL SELECT 'evotor', '', COALESCE(e.blocked_code, ''), e.blocked_until FROM evotor_connections e
       WHERE e.user_id = :userId AND e.blocked_until > :now
     ORDER BY until DESC LIMIT 20`,
    { userId, now },
  );
}

/** The last events of the connections, newest first. */
export async function healthEvents(queries: Queries, userId: UserId, limit: number): Promise<readonly HealthEvent[]> {
  return queries.rows<HealthEvent>(
    `SELECT service, event, detail, checked_at AS at FROM health_check_logs WHERE user_id = :userId
     ORDER BY checked_at DESC, id DESC LIMIT :limit`,
    { userId, limit },
  );
}

/** Calls to the vendors that were refused or lost since then. */
export async function countApiErrors(queries: Queries, userId: UserId, since: Date): Promise<number> {
  const row = await queries.first<{ n: number }>(
    `SELECT COUNT(*) AS n FROM api_log WHERE user_id = :userId AND outcome <> 'ok' AND started_at >= :since`,
    { userId, since },
  );
  return row?.n ?? 0;
}
