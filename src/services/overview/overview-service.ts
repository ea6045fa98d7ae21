import type { Database } from '../../db/database.js';
import { runsByDay, setupRow } from '../../db/repositories/overview.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { DayOfRuns, OverviewService } from './overview-contracts.js';

/** Days the line of the overview shows. */
const DAYS = 14;
const DAY_MS = 86_400_000;
/** Moscow's clock is three hours ahead all year. */
const MOSCOW_MS = 3 * 3_600_000;

export function createOverviewService({
  db,
  now,
}: {
  readonly db: Database;
  readonly now: () => number;
}): OverviewService {
  const mark = async (
    userId: Parameters<OverviewService['setup']>[0],
    column: 'goods_chosen_at' | 'pilot_skipped_at',
  ) => {
    await getSyncConfig(db, userId);
    await updateSyncConfig(db, userId, { [column]: new Date(now()) });
  };
  return {
    setup: userId => setupRow(db, userId),
    async days(userId) {
      const today = Math.floor((now() + MOSCOW_MS) / DAY_MS);
      const first = today - DAYS + 1;
      const found = new Map(
        (await runsByDay(db, userId, new Date(first * DAY_MS - MOSCOW_MS))).map(row => [row.day, row]),
      );
      return Array.from({ length: DAYS }, (_, index): DayOfRuns => {
        const day = new Date((first + index) * DAY_MS).toISOString().slice(0, 10);
        return found.get(day) ?? { day, created: 0, changed: 0, failed: 0, runs: 0 };
      });
    },
    keepAllGoods: userId => mark(userId, 'goods_chosen_at'),
    skipPilot: userId => mark(userId, 'pilot_skipped_at'),
  };
}
