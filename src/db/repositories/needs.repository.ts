import type { JobId, UserId } from '../../domain/brand.js';
import type { Beat } from '../../domain/clock/schedules.js';
import type { Queries } from '../database.js';
import { jsonColumn, jsonColumnOrNull } from '../rows.js';
import type { JobStatus } from './jobs.repository.js';
import type { NoticeRecord } from './notices.repository.js';

/** A job as far as it may need the merchant. */
export interface NeedJobRow {
  readonly id: JobId;
  readonly status: JobStatus;
  readonly code: string | null;
  readonly params: Readonly<Record<string, string>>;
}

/** Everything that may need a merchant. */
export interface NeedRow {
  readonly isEnabled: boolean;
  readonly confirmedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly mustChooseMerge: boolean;
  /** `null` = not connected. */
  readonly evotor: { readonly blockedCode: string | null; readonly isOnline: boolean } | null;
  readonly vk: { readonly blockedCode: string | null; readonly isOnline: boolean } | null;
  readonly current: NeedJobRow | null;
  readonly waiting: NeedJobRow | null;
  readonly last: NeedJobRow | null;
  readonly notices: readonly NoticeRecord[];
  /** The Schedule that starts everybody's runs; `null` = it has left no trace yet. */
  readonly dispatch: Beat | null;
}

const JOB = `JSON_OBJECT('id', j.id, 'status', j.status, 'code', j.reason_code,
  'params', JSON_EXTRACT(COALESCE(j.reason_params, '{}'), '$'))`;
const job = (where: string, order = 'j.id DESC'): string =>
  `(SELECT ${JOB} FROM sync_jobs j WHERE j.user_id = u.id AND ${where} ORDER BY ${order} LIMIT 1)`;
const time = (column: string): string => `CAST(UNIX_TIMESTAMP(${column}) * 1000 AS SIGNED)`;

const STATEMENT = `SELECT c.is_enabled AS isEnabled, c.confirmed_at AS confirmedAt, c.paused_at AS pausedAt,
    c.merge_asked_at IS NOT NULL AND c.merge_chosen_at IS NULL AS mustChooseMerge,
    COALESCE(e.access_token, e.ended_code) IS NOT NULL AS hasTill, COALESCE(e.ended_code, e.blocked_code) AS tillCode,
    e.is_online OR e.last_checked_at IS NULL AS isTillOnline,
    v.id IS NOT NULL AS hasShop, v.blocked_code AS shopCode, v.is_online AS isShopOnline,
    ${job(`j.status IN ('pending','running')`, `j.status = 'running' DESC, j.id`)} AS current,
    ${job(`j.status = 'awaiting_approval'`)} AS waiting,
    ${job(`j.kind = 'sync' AND j.finished_at IS NOT NULL`)} AS last,
    (SELECT JSON_ARRAYAGG(JSON_OBJECT('id', n.id, 'code', n.code, 'params', JSON_EXTRACT(n.params, '$'),
       'jobId', n.job_id, 'snoozedUntil', ${time('n.snoozed_until')}, 'mailedAt', ${time('n.mailed_at')},
       'createdAt', ${time('n.created_at')}) ORDER BY n.id DESC LIMIT 50)
     FROM notices n WHERE n.user_id = u.id AND n.is_open) AS notices,
    b.schedule IS NOT NULL AS hasBeat, b.last_at AS beatAt, b.paused_at AS clockPausedAt
  FROM users u LEFT JOIN sync_configs c ON c.user_id = u.id
    LEFT JOIN evotor_connections e ON e.user_id = u.id LEFT JOIN vk_connections v ON v.user_id = u.id
    LEFT JOIN clock_beats b ON b.schedule = 'dispatch'
  WHERE u.id = :userId`;

interface Row {
  isEnabled: number | null;
  confirmedAt: Date | null;
  pausedAt: Date | null;
  mustChooseMerge: number | null;
  hasTill: number;
  tillCode: string | null;
  isTillOnline: number | null;
  hasShop: number;
  shopCode: string | null;
  isShopOnline: number | null;
  current: unknown;
  waiting: unknown;
  last: unknown;
  notices: unknown;
  hasBeat: number;
  beatAt: Date | null;
  clockPausedAt: Date | null;
}

type NoticeJson = Pick<NoticeRecord, 'id' | 'code' | 'params' | 'jobId'> & {
  snoozedUntil: number | null;
  mailedAt: number | null;
  createdAt: number;
};

/** What may need a merchant, in one statement: it stands on top of every page. */
export async function needsOfMerchant(queries: Queries, userId: UserId): Promise<NeedRow | null> {
  const row = await queries.first<Row>(STATEMENT, { userId });
  if (row === null) return null;
  const connection = (has: number, blockedCode: string | null, isOnline: number | null): NeedRow['vk'] =>
    has ? { blockedCode, isOnline: Boolean(isOnline) } : null;
  return {
    isEnabled: Boolean(row.isEnabled),
    confirmedAt: row.confirmedAt,
    pausedAt: row.pausedAt,
    mustChooseMerge: Boolean(row.mustChooseMerge),
    evotor: connection(row.hasTill, row.tillCode, row.isTillOnline),
    vk: connection(row.hasShop, row.shopCode, row.isShopOnline),
    current: jsonColumnOrNull<NeedJobRow>(row.current),
    waiting: jsonColumnOrNull<NeedJobRow>(row.waiting),
    last: jsonColumnOrNull<NeedJobRow>(row.last),
    notices: (jsonColumnOrNull<NoticeJson[]>(row.notices) ?? []).map(toNotice),
    dispatch: row.hasBeat ? { lastAt: row.beatAt, pausedAt: row.clockPausedAt } : null,
  };
}

const dateOrNull = (milliseconds: number | null): Date | null =>
  milliseconds === null ? null : new Date(milliseconds);

const toNotice = ({ snoozedUntil, mailedAt, createdAt, ...notice }: NoticeJson): NoticeRecord => ({
  ...notice,
  params: jsonColumn<Record<string, string>>(notice.params),
  isOpen: true,
  snoozedUntil: dateOrNull(snoozedUntil),
  mailedAt: dateOrNull(mailedAt),
  createdAt: new Date(createdAt),
  closedAt: null,
});
