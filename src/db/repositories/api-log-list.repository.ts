import type { JobId, UserId } from '../../domain/brand.js';
import type { Queries, SqlValue } from '../database.js';

/** A line of the API log without its bodies. */
export interface ApiLogRow {
  readonly id: number;
  readonly userId: UserId | null;
  readonly email: string | null;
  readonly jobId: JobId | null;
  readonly service: 'evotor' | 'vk' | 'vk_upload' | 'vk_id' | 'evotor_webhook';
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly outcome: 'ok' | 'api_error' | 'unknown';
  readonly vendorCode: string | null;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly startedAt: Date;
}

/** Which lines; absent parts let everything through. */
export interface ApiLogWish {
  readonly userId?: UserId;
  readonly jobId?: JobId;
  readonly service?: ApiLogRow['service'];
  readonly outcome?: ApiLogRow['outcome'];
  /** Lowest and highest HTTP status; `null` = no answer came. */
  readonly status?: readonly [number, number] | null;
  readonly vendorCode?: string;
  readonly path?: string;
  readonly from?: Date;
  readonly to?: Date;
}

export interface ApiLogRange {
  /** Ids between these two, both left out. */
  readonly above: number;
  readonly below: number;
  /** `older` = from the highest id down. */
  readonly direction: 'older' | 'newer';
  readonly limit: number;
  /** Most lines looked at. */
  readonly scan: number;
}

/** Higher than any id. */
export const NO_END = Number.MAX_SAFE_INTEGER;

const COLUMNS = `l.id, l.user_id AS userId, u.email, l.job_id AS jobId, l.service, l.http_method AS method, l.path, l.status,
  l.outcome, l.vendor_code AS vendorCode, l.duration_ms AS durationMs, l.request_bytes AS requestBytes,
  l.response_bytes AS responseBytes, l.started_at AS startedAt`;

/** Equalities with an index each, the one that leaves least first: the first of them that is wished for leads the search. */
const LEADS = [
  ['jobId', 'job_id', 'api_log_job'],
  ['userId', 'user_id', 'api_log_user'],
  ['vendorCode', 'vendor_code', 'api_log_vendor_code'],
  ['service', 'service', 'api_log_service'],
  ['outcome', 'outcome', 'api_log_outcome'],
] as const;

interface Search {
  /** Where the lines looked at come from: in the order of one index, no more than `scan` of them. */
  readonly scanned: (columns: string) => string;
  /** What a line looked at must have besides. */
  readonly rest: readonly string[];
  readonly values: Readonly<Record<string, SqlValue>>;
}

function searchOf(wish: ApiLogWish, range: ApiLogRange): Search {
  const { above, below, direction, scan } = range;
  const lead = LEADS.find(([name]) => wish[name] !== undefined);
  const rest = LEADS.filter(entry => entry !== lead && wish[entry[0]] !== undefined).map(
    ([name, column]) => `s.${column} = :${name}`,
  );
  if (wish.status === null) rest.push('s.status IS NULL');
  else if (wish.status !== undefined) rest.push('s.status BETWEEN :lowest AND :highest');
  if (wish.path !== undefined) rest.push("s.path LIKE :path ESCAPE '!'");
  if (wish.from !== undefined) rest.push('s.started_at >= :from');
  if (wish.to !== undefined) rest.push('s.started_at < :to');
  const where = `id > :above AND id < :below${lead === undefined ? '' : ` AND ${lead[1]} = :${lead[0]}`}`;
  const order = direction === 'older' ? 'DESC' : 'ASC';
  return {
    scanned: columns =>
      `(SELECT ${columns} FROM api_log FORCE INDEX (${lead?.[2] ?? 'PRIMARY'}) WHERE ${where} ORDER BY id ${order} LIMIT ${Math.trunc(scan)})`,
    rest,
    values: {
      ...Object.fromEntries(LEADS.map(([name]) => [name, wish[name] ?? null])),
      lowest: wish.status?.[0] ?? null,
      highest: wish.status?.[1] ?? null,
      path: wish.path === undefined ? null : `%${wish.path.replace(/[!%_]/gu, '!$&')}%`,
      from: wish.from ?? null,
      to: wish.to ?? null,
      above,
      below,
    },
  };
}

/** The statement behind a page, for the page and for the test that asks the server how it would go about it. */
export function apiLogStatement(wish: ApiLogWish, range: ApiLogRange) {
  const { scanned, rest, values } = searchOf(wish, range);
  const order = range.direction === 'older' ? 'DESC' : 'ASC';
  const looked = 'id, user_id, job_id, service, outcome, vendor_code, status, path, started_at';
  // With nothing else to look at, the index alone finds the page.
  const source = rest.length === 0 ? searchOf(wish, { ...range, scan: range.limit }).scanned('id') : scanned(looked);
  const found = `SELECT s.id FROM ${source} s ${rest.length === 0 ? '' : `WHERE ${rest.join(' AND ')}`}
    ORDER BY s.id ${order} LIMIT ${Math.trunc(range.limit)}`;
  const sql = `SELECT ${COLUMNS} FROM (${found}) f JOIN api_log l ON l.id = f.id
    LEFT JOIN users u ON u.id = l.user_id ORDER BY l.id ${order}`;
  return { sql, values };
}

/** A page of lines, in the order of the search. */
export async function findApiLog(
  queries: Queries,
  wish: ApiLogWish,
  range: ApiLogRange,
): Promise<readonly ApiLogRow[]> {
  const { sql, values } = apiLogStatement(wish, range);
  return queries.rows<ApiLogRow>(sql, values);
}

/** The last line a search looks at, if it would look at more than `scan`; `null` = it comes to the end of the log. */
export async function endOfScan(queries: Queries, wish: ApiLogWish, range: ApiLogRange): Promise<number | null> {
  const { scanned, values } = searchOf(wish, range);
  const last = range.direction === 'older' ? 'MIN' : 'MAX';
  const row = await queries.first<{ last: number | null; n: number }>(
    `SELECT ${last}(s.id) AS last, COUNT(*) AS n FROM ${scanned('id')} s`,
    values,
  );
  return row !== null && row.n >= range.scan ? row.last : null;
}

/** A call is over, and written, at most so long after it began. */
const LONGEST_CALL_MS = 5 * 60_000;

/** Ids between which all lines of a time stand, both left out: lines are written nearly, not quite, in the order of time. */
export async function idsOfPeriod(
  queries: Queries,
  from: Date | undefined,
  to: Date | undefined,
): Promise<{ readonly above: number; readonly below: number }> {
  const row = await queries.first<{ above: number | null; below: number | null }>(
    `SELECT (SELECT id FROM api_log WHERE started_at < :early ORDER BY started_at DESC LIMIT 1) AS above,
       (SELECT id FROM api_log WHERE started_at >= :late ORDER BY started_at LIMIT 1) AS below`,
    {
      early: from === undefined ? new Date(0) : new Date(from.getTime() - LONGEST_CALL_MS),
      late: to === undefined ? new Date('9999-01-01') : new Date(to.getTime() + LONGEST_CALL_MS),
    },
  );
  return { above: row?.above ?? 0, below: row?.below ?? NO_END };
}

/** A line with the bodies that were kept. */
export interface ApiLogEntryRow extends ApiLogRow {
  readonly requestBody: string | null;
  readonly responseBody: string | null;
}

export function findApiLogEntry(queries: Queries, id: number): Promise<ApiLogEntryRow | null> {
  return queries.first<ApiLogEntryRow>(
    `SELECT ${COLUMNS}, l.request_body AS requestBody, l.response_body AS responseBody
     FROM api_log l LEFT JOIN users u ON u.id = l.user_id WHERE l.id = :id`,
    { id },
  );
}
