import type { UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** Sums of one day; `day` counts days since 1970 in the given shift from UTC. */
export interface DaySum {
  readonly day: number;
  readonly runs: number;
  readonly made: number;
  readonly changed: number;
  readonly failed: number;
}

/** What the runs that ended since a moment did, day by day; days without one are left out, previews too. */
export async function jobDays(
  queries: Queries,
  userId: UserId,
  since: Date,
  utcShiftMinutes: number,
): Promise<readonly DaySum[]> {
  const rows = await queries.rows<Record<keyof DaySum, number | string>>(
    `SELECT FLOOR((TIMESTAMPDIFF(MINUTE, '1970-01-01', finished_at) + :shift) / 1440) AS day,
       COUNT(*) AS runs, SUM(items_created) AS made, SUM(items_updated + items_hidden + items_deleted) AS changed,
       SUM(items_failed) AS failed
     FROM sync_jobs WHERE user_id = :userId AND finished_at >= :since AND kind <> 'preview' GROUP BY day ORDER BY day`,
    { userId, since, shift: utcShiftMinutes },
  );
  return rows.map(row => ({
    day: Number(row.day),
    runs: Number(row.runs),
    made: Number(row.made),
    changed: Number(row.changed),
    failed: Number(row.failed),
  }));
}
