import type { AuditLine, AuditPerson } from '../../domain/audit-line.js';
import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

/** Which lines of the log to read; `null` lets everything through. */
export interface AuditFilter {
  /** Who did it, or to whom it was done. */
  readonly userId: UserId | null;
  readonly action: string | null;
  readonly from: Date | null;
  readonly until: Date | null;
}

/** Where a page begins: lines older than an id, newer than one (the oldest of them), or the newest of all. */
export type AuditPlace = { readonly before: number } | { readonly after: number } | null;

interface Row {
  id: number;
  created_at: Date;
  action: string;
  entity: string | null;
  before_value: unknown;
  after_value: unknown;
  origin: string;
  actor_id: UserId | null;
  actor_email: string | null;
  actor_name: string | null;
  subject_id: UserId | null;
  subject_email: string | null;
  subject_name: string | null;
}

const LINES = `SELECT a.id, a.created_at, a.action, a.entity, a.before_value, a.after_value, a.origin,
    o.id AS actor_id, o.email AS actor_email, TRIM(CONCAT(o.first_name, ' ', o.last_name)) AS actor_name,
    s.id AS subject_id, s.email AS subject_email, TRIM(CONCAT(s.first_name, ' ', s.last_name)) AS subject_name
  FROM audit_log a LEFT JOIN users o ON o.id = a.actor_user_id LEFT JOIN users s ON s.id = a.subject_user_id`;

const person = (id: UserId | null, email: string | null, name: string | null): AuditPerson | null =>
  id === null ? null : { id, email: email ?? '', name: name ?? '' };

const toLine = (row: Row): AuditLine => ({
  id: row.id,
  at: row.created_at,
  action: row.action,
  entity: row.entity ?? '',
  before: jsonColumnOrNull<Record<string, unknown>>(row.before_value),
  after: jsonColumnOrNull<Record<string, unknown>>(row.after_value),
  origin: row.origin,
  actor: person(row.actor_id, row.actor_email, row.actor_name),
  subject: person(row.subject_id, row.subject_email, row.subject_name),
});

/**
 * Lines by id, newest first, `limit` at most: two statements. Of a person each side is read along its own index, for a
 * condition with OR would read the whole log.
 */
export async function auditLines(
  queries: Queries,
  { userId, action, from, until }: AuditFilter,
  place: AuditPlace,
  limit: number,
): Promise<readonly AuditLine[]> {
  const isForward = place !== null && 'after' in place;
  const conditions = [
    ...(action === null ? [] : ['action = :action']),
    ...(from === null ? [] : ['created_at >= :from']),
    ...(until === null ? [] : ['created_at < :until']),
    ...(place === null ? [] : [isForward ? 'id > :at' : 'id < :at']),
  ];
  const order = `ORDER BY id ${isForward ? 'ASC' : 'DESC'} LIMIT :limit`;
  const idsWhere = (own: readonly string[]): string => {
    const all = [...own, ...conditions];
    return `SELECT id FROM audit_log ${all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`} ${order}`;
  };
  const sql =
    userId === null
      ? idsWhere([])
      : `SELECT id FROM ((${idsWhere(['actor_user_id = :userId'])}) UNION (${idsWhere(['subject_user_id = :userId'])})) t ${order}`;
  const at = place === null ? null : 'after' in place ? place.after : place.before;
  const found = await queries.rows<{ id: number }>(sql, { userId, action, from, until, at, limit });
  const rows = await queries.rows<Row>(`${LINES} WHERE a.id IN (:ids) ORDER BY a.id DESC`, {
    ids: [0, ...found.map(({ id }) => id)],
  });
  return rows.map(toLine);
}

/** A person by the number or the e-mail of their account. */
export async function auditPerson(queries: Queries, who: string): Promise<AuditPerson | null> {
  const row = await queries.first<{ id: UserId; email: string; name: string }>(
    `SELECT id, email, TRIM(CONCAT(first_name, ' ', last_name)) AS name FROM users
     WHERE id = :id OR email_key = LOWER(:email) LIMIT 1`,
    { id: /^\d{1,15}$/u.test(who) ? Number(who) : null, email: who },
  );
  return row && { id: row.id, email: row.email, name: row.name };
}

/** Log-ins are many and soon of no interest; what somebody changed is asked about much later. */
const PASSING_ACTIONS = ['account.log_in', 'account.log_in_failed'];
/** Rows one night deletes at most. */
const PER_NIGHT = 100_000;

/** Deletes lines older than their time; answers how many. */
export async function pruneAudit(
  queries: Queries,
  before: { readonly logIns: Date; readonly changes: Date },
): Promise<number> {
  const logIns = await queries.change(
    'DELETE FROM audit_log WHERE action IN (:actions) AND created_at < :before LIMIT :limit',
    { actions: PASSING_ACTIONS, before: before.logIns, limit: PER_NIGHT },
  );
  const changes = await queries.change('DELETE FROM audit_log WHERE created_at < :before LIMIT :limit', {
    before: before.changes,
    limit: PER_NIGHT,
  });
  return logIns + changes;
}

/** An account is about to go: what it did to others stays, without the address it was done from. */
export async function forgetOrigins(queries: Queries, userId: UserId): Promise<void> {
  await queries.change(
    `UPDATE audit_log SET origin = SUBSTRING_INDEX(origin, ' ', 1) WHERE actor_user_id = :userId AND origin LIKE '% %'`,
    { userId },
  );
}
