import type { JobId, UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';
import type { JobStatus } from './jobs.repository.js';

export interface SetupRow {
  readonly goodsChosenAt: Date | null;
  readonly pilotSkippedAt: Date | null;
  readonly previewDone: JobId | null;
  readonly pilotDone: JobId | null;
  readonly preview: { readonly id: JobId; readonly status: JobStatus } | null;
  readonly pilot: { readonly id: JobId; readonly status: JobStatus } | null;
}

const newest = (kind: string): string =>
  `(SELECT JSON_OBJECT('id', j.id, 'status', j.status) FROM sync_jobs j
    WHERE j.user_id = u.id AND j.kind = '${kind}' ORDER BY j.id DESC LIMIT 1)`;
const last = (kind: string, where: string): string =>
  `(SELECT MAX(j.id) FROM sync_jobs j WHERE j.user_id = u.id AND j.kind = '${kind}' AND ${where})`;
const PREVIEW_DONE = `j.status IN ('success','unchanged')`;
/** However it ended: one that put nothing into the shop has tried nothing. */
const PILOT_DONE = 'j.finished_at IS NOT NULL AND j.items_created + j.items_updated > 0';

/** How far the set-up has come, besides connections and rules; one statement. */
export async function setupRow(queries: Queries, userId: UserId): Promise<SetupRow> {
  const row = await queries.first<Omit<SetupRow, 'preview' | 'pilot'> & { preview: unknown; pilot: unknown }>(
    `SELECT c.goods_chosen_at AS goodsChosenAt, c.pilot_skipped_at AS pilotSkippedAt,
       ${last('preview', PREVIEW_DONE)} AS previewDone, ${last('pilot', PILOT_DONE)} AS pilotDone,
       ${newest('preview')} AS preview, ${newest('pilot')} AS pilot
     FROM users u LEFT JOIN sync_configs c ON c.user_id = u.id WHERE u.id = :userId`,
    { userId },
  );
  return {
    goodsChosenAt: row?.goodsChosenAt ?? null,
    pilotSkippedAt: row?.pilotSkippedAt ?? null,
    previewDone: row?.previewDone ?? null,
    pilotDone: row?.pilotDone ?? null,
    preview: jsonColumnOrNull<NonNullable<SetupRow['preview']>>(row?.preview),
    pilot: jsonColumnOrNull<NonNullable<SetupRow['pilot']>>(row?.pilot),
  };
}

/** Moscow keeps one offset all year, so that a day of its calendar needs no time zone tables. */
const MOSCOW = `INTERVAL 3 HOUR`;

/** What the runs since a time did, by day of Moscow's calendar; days without a run are left out. */
export async function runsByDay(
  queries: Queries,
  userId: UserId,
  since: Date,
): Promise<
  readonly {
    readonly day: string;
    readonly created: number;
    readonly changed: number;
    readonly failed: number;
    readonly runs: number;
  }[]
> {
  return queries.rows(
    `SELECT DATE_FORMAT(finished_at + ${MOSCOW}, '%Y-%m-%d') AS day, COUNT(*) AS runs,
       CAST(SUM(items_created) AS SIGNED) AS created,
       CAST(SUM(items_updated + items_hidden + items_deleted) AS SIGNED) AS changed,
       CAST(SUM(items_failed + (status = 'failed')) AS SIGNED) AS failed
     FROM sync_jobs WHERE user_id = :userId AND finished_at >= :since AND kind <> 'preview'
     GROUP BY day ORDER BY day`,
    { userId, since },
  );
}
