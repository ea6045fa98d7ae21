import type { Database } from '../../db/database.js';
import { noteBeat } from '../../db/repositories/clock-beats.repository.js';
import type { ScheduleId } from '../../domain/clock/schedules.js';

/**
 * Does the work of a Schedule and notes that it was done. Noted after the work, so that a Schedule whose work always fails
 * is late, as it is where nobody starts it: either way its merchants wait.
 */
export async function withBeat<T>(
  deps: { readonly db: Database; readonly now: () => number },
  id: ScheduleId,
  work: () => Promise<T>,
): Promise<T> {
  const result = await work();
  await noteBeat(deps.db, id, new Date(deps.now()));
  return result;
}
