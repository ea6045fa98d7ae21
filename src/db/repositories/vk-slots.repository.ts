import { reserveSlots } from '../../domain/pacing/reserve-slots.js';
import type { Database } from '../database.js';

/**
 * Takes `count` call slots of a VK token from its row, which all processes share: answers when each may be used, in
 * epoch milliseconds. The row is locked for the length of one short transaction.
 */
export async function reserveVkSlots(
  database: Database,
  connectionId: number,
  count: number,
  intervalMs: number,
): Promise<readonly number[]> {
  return database.transaction(async queries => {
    // The database's clock, not ours: processes on several machines must agree.
    const row = await queries.first<{ now: Date; next: Date | null }>(
      `SELECT UTC_TIMESTAMP(3) AS now, next_slot_at AS next FROM vk_connections WHERE id = :connectionId FOR UPDATE`,
      { connectionId },
    );
    if (!row) throw new Error('the VK connection is gone');
    const theirs = row.now.getTime();
    // Read before the next statement, so that its delay does not move the slots.
    const ours = Date.now();
    const taken = reserveSlots(row.next?.getTime() ?? theirs, theirs, count, intervalMs);
    await queries.change('UPDATE vk_connections SET next_slot_at = :next WHERE id = :connectionId', {
      connectionId,
      next: new Date(taken.nextAt),
    });
    return taken.slots.map(at => at - theirs + ours);
  });
}

/** VK said "too many": no process uses a slot for `ms`. */
export async function postponeVkSlots(database: Database, connectionId: number, ms: number): Promise<void> {
  await database.change(
    `UPDATE vk_connections
     SET next_slot_at = GREATEST(COALESCE(next_slot_at, UTC_TIMESTAMP(3)), UTC_TIMESTAMP(3) + INTERVAL :micros MICROSECOND)
     WHERE id = :connectionId`,
    { connectionId, micros: ms * 1000 },
  );
}
