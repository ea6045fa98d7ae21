import type { UserId } from '../../domain/brand.js';
import { isScheduleId, type Beat, type ScheduleId } from '../../domain/clock/schedules.js';
import type { Queries } from '../database.js';

/** A Schedule as the database knows it. */
export interface BeatRecord extends Beat {
  readonly id: ScheduleId;
  /** E-mail of who paused it; `null` = not paused, not known, or an account that is gone. */
  readonly pausedBy: string | null;
}

/** The Schedule's work was done. */
export async function noteBeat(queries: Queries, id: ScheduleId, at: Date): Promise<void> {
  await queries.change(
    `INSERT INTO clock_beats (schedule, last_at) VALUES (:id, :at)
     ON DUPLICATE KEY UPDATE last_at = GREATEST(COALESCE(last_at, :at), :at)`,
    { id, at },
  );
}

/** Marks a Schedule as paused, or as going again: what pages say without asking Temporal. */
export async function markPaused(
  queries: Queries,
  id: ScheduleId,
  pause: { readonly at: Date; readonly by: UserId | null } | null,
): Promise<void> {
  await queries.change(
    `INSERT INTO clock_beats (schedule, paused_at, paused_by_user_id) VALUES (:id, :at, :by)
     ON DUPLICATE KEY UPDATE paused_at = :at, paused_by_user_id = :by`,
    { id, at: pause?.at ?? null, by: pause?.by ?? null },
  );
}

/** All Schedules that have left a trace. */
export async function listBeats(queries: Queries): Promise<readonly BeatRecord[]> {
  const rows = await queries.rows<{ id: string; lastAt: Date | null; pausedAt: Date | null; pausedBy: string | null }>(
    `SELECT b.schedule AS id, b.last_at AS lastAt, b.paused_at AS pausedAt, u.email AS pausedBy
     FROM clock_beats b LEFT JOIN users u ON u.id = b.paused_by_user_id`,
  );
  return rows.flatMap(({ id, ...row }) => (isScheduleId(id) ? [{ id, ...row }] : []));
}
