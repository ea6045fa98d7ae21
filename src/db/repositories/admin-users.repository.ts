import type { Role } from '../../domain/account.js';
import type { UserNumbers, UserRow, UsersQuery } from '../../domain/account-list.js';
import type { UserId } from '../../domain/brand.js';
import type { Queries, SqlValues } from '../database.js';
import { likePattern } from '../like-pattern.js';

/** `deleting` beats what the column says: such an account is on its way out whatever it was before. */
const STATUS = `IF(u.delete_requested_at IS NULL, u.status, 'deleting')`;

/** Every account with what hangs on it once; a till row without a merchant, or one that ended, counts as no connection. */
const FROM = `FROM users u
  LEFT JOIN evotor_connections e ON e.user_id = u.id AND (e.access_token IS NOT NULL OR e.ended_code IS NOT NULL)
  LEFT JOIN vk_connections v ON v.user_id = u.id
  LEFT JOIN sync_configs c ON c.user_id = u.id`;

/** The latest moment a vendor asked us to wait for. */
const PARKED = `NULLIF(GREATEST(
  COALESCE(IF(e.blocked_until > :now, e.blocked_until, NULL), '1970-01-01'),
  COALESCE((SELECT MAX(b.blocked_until) FROM vk_method_blocks b
    WHERE b.vk_connection_id = v.id AND b.blocked_until > :now), '1970-01-01')), '1970-01-01')`;

const CONDITIONS = {
  connected: 'e.access_token IS NOT NULL AND v.id IS NOT NULL',
  confirmed: 'c.is_enabled = TRUE AND c.confirmed_at IS NOT NULL',
  parked: `(e.blocked_until > :now OR EXISTS (SELECT 1 FROM vk_method_blocks b
    WHERE b.vk_connection_id = v.id AND b.blocked_until > :now))`,
  failing: `(c.failing_count > 0 OR e.ended_code IS NOT NULL OR v.blocked_code IS NOT NULL
    OR (e.blocked_code IS NOT NULL AND e.blocked_until IS NULL))`,
} as const;

const ORDERS: Readonly<Record<UsersQuery['sort'], string>> = {
  new: 'u.id DESC',
  old: 'u.id',
  name: `u.last_name = '' AND u.first_name = '', u.last_name, u.first_name, u.id`,
  email: 'u.email, u.id',
  login: 'u.last_login_at IS NULL, u.last_login_at DESC, u.id',
};

const hasRole = (name: string): string =>
  `EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id AND r.name = ${name})`;

/** Where the text is looked for; a number is an id as well. */
const SEARCHED = `(u.email LIKE :pattern OR CONCAT_WS(' ', u.first_name, u.last_name, u.first_name) LIKE :pattern
  OR v.group_name LIKE :pattern OR v.group_screen_name LIKE :pattern OR CONVERT(e.evotor_user_id USING utf8mb4) LIKE :pattern
  OR u.phone LIKE :phone OR u.id = :number OR v.group_id = :number
  OR EXISTS (SELECT 1 FROM cached_stores s WHERE s.user_id = u.id AND s.name LIKE :pattern))`;

/** A telephone as people write it, as the middle of the kept one: `8 (916) 123-45` → `%791612345%`. */
function phonePattern(text: string): string {
  const digits = text.replace(/\D/gu, '');
  if (digits.length < 4 || /[^\d\s()+-]/u.test(text)) return '';
  return digits.length >= 10 && digits.startsWith('8') ? `%7${digits.slice(1)}%` : `%${digits}%`;
}

function whereOf({ search, status, role, condition }: UsersQuery, now: Date): { where: string; values: SqlValues } {
  const text = search.trim();
  const parts = [
    ...(text === '' ? [] : [SEARCHED]),
    ...(status === null ? [] : [`${STATUS} = :status`]),
    ...(role === null ? [] : [hasRole(':role')]),
    ...(condition === null ? [] : [CONDITIONS[condition]]),
  ];
  const number = /^\d{1,15}$/u.test(text) ? Number(text) : null;
  return {
    where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`,
    values: { now, status, role, pattern: likePattern(text), phone: phonePattern(text), number },
  };
}

/** One page of accounts and how many there are in all: three statements, however many there are. */
export async function listUsers(
  queries: Queries,
  query: UsersQuery,
  page: { readonly offset: number; readonly limit: number; readonly now: Date },
): Promise<{ readonly rows: readonly UserRow[]; readonly total: number }> {
  const { where, values } = whereOf(query, page.now);
  const found = await queries.rows<{ id: UserId }>(
    `SELECT u.id ${FROM} ${where} ORDER BY ${ORDERS[query.sort]} LIMIT :limit OFFSET :offset`,
    { ...values, limit: page.limit, offset: page.offset },
  );
  const count = await queries.first<{ n: number }>(`SELECT COUNT(*) AS n ${FROM} ${where}`, values);
  const ids = found.map(({ id }) => id);
  const rows = new Map((await rowsOf(queries, ids, page.now)).map(row => [row.id, row]));
  return { rows: ids.flatMap(id => rows.get(id) ?? []), total: count?.n ?? 0 };
}

interface Row {
  id: UserId;
  email: string;
  first_name: string;
  last_name: string;
  phone: string | null;
  status: UserRow['status'];
  roles: string | null;
  created_at: Date;
  last_login_at: Date | null;
  has_till: number;
  till_name: string | null;
  till_online: number | null;
  till_code: string | null;
  group_name: string | null;
  shop_online: number | null;
  shop_code: string | null;
  is_enabled: number | null;
  is_confirmed: number | null;
  is_paused: number | null;
  failing_count: number | null;
  parked_until: Date | null;
}

async function rowsOf(queries: Queries, ids: readonly UserId[], now: Date): Promise<readonly UserRow[]> {
  const rows = await queries.rows<Row>(
    `SELECT u.id, u.email, u.first_name, u.last_name, u.phone, ${STATUS} AS status, u.created_at, u.last_login_at,
       (SELECT GROUP_CONCAT(r.name ORDER BY r.name) FROM user_roles ur JOIN roles r ON r.id = ur.role_id
         WHERE ur.user_id = u.id) AS roles,
       e.id IS NOT NULL AS has_till, e.is_online AS till_online,
       COALESCE(e.ended_code, e.blocked_code, IF(e.is_online = FALSE AND e.last_checked_at IS NOT NULL, 'EVOTOR.DOWN', NULL)) AS till_code,
       (SELECT MIN(s.name) FROM cached_stores s WHERE s.user_id = u.id AND s.missing_since IS NULL) AS till_name,
       v.group_name, v.is_online AS shop_online,
       COALESCE(v.blocked_code, IF(v.is_online = FALSE, 'VK.DOWN', NULL)) AS shop_code,
       c.is_enabled, c.confirmed_at IS NOT NULL AS is_confirmed, c.paused_at IS NOT NULL AS is_paused, c.failing_count,
       ${PARKED} AS parked_until
     ${FROM} WHERE u.id IN (:ids)`,
    { ids: [0, ...ids], now },
  );
  return rows.map(toRow);
}

const toRow = (row: Row): UserRow => ({
  id: row.id,
  email: row.email,
  firstName: row.first_name,
  lastName: row.last_name,
  phone: row.phone,
  status: row.status,
  roles: (row.roles?.split(',') ?? []) as Role[],
  createdAt: row.created_at,
  lastLoginAt: row.last_login_at,
  till: row.has_till
    ? { name: row.till_name ?? '', isOnline: Boolean(row.till_online), problemCode: row.till_code }
    : null,
  shop:
    row.group_name === null
      ? null
      : { name: row.group_name, isOnline: Boolean(row.shop_online), problemCode: row.shop_code },
  isEnabled: Boolean(row.is_enabled),
  isConfirmed: Boolean(row.is_confirmed),
  isPaused: Boolean(row.is_paused),
  failingCount: row.failing_count ?? 0,
  parkedUntil: row.parked_until === null ? null : new Date(row.parked_until),
});

const sum = (condition: string, name: string): string => `COALESCE(SUM(${condition}), 0) AS ${name}`;

/** All accounts counted by what they are, in one statement. */
export async function countUsers(queries: Queries, now: Date): Promise<UserNumbers> {
  const row = await queries.first<Readonly<Record<string, number | string>>>(
    `SELECT COUNT(*) AS n,
       ${(['pending', 'active', 'suspended', 'deleting'] as const).map(s => sum(`${STATUS} = '${s}'`, s)).join(', ')},
       ${(['user', 'admin', 'system'] as const).map(role => sum(hasRole(`'${role}'`), `is_${role}`)).join(', ')},
       ${Object.entries(CONDITIONS)
         .map(([name, condition]) => sum(`(${condition}) IS TRUE`, `${name}_now`))
         .join(', ')}
     ${FROM}`,
    { now },
  );
  const of = (name: string): number => Number(row?.[name] ?? 0);
  return {
    all: of('n'),
    statuses: {
      pending: of('pending'),
      active: of('active'),
      suspended: of('suspended'),
      deleting: of('deleting'),
    },
    roles: { user: of('is_user'), admin: of('is_admin'), system: of('is_system') },
    conditions: {
      connected: of('connected_now'),
      confirmed: of('confirmed_now'),
      parked: of('parked_now'),
      failing: of('failing_now'),
    },
  };
}
