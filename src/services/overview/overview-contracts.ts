import type { JobId, UserId } from '../../domain/brand.js';
import type { JobStatus } from '../web-services.js';

/** The newest job of a kind, as far as the set-up asks. */
export interface SetupJob {
  readonly id: JobId;
  readonly status: JobStatus;
}

/** Steps of the set-up that no connection and no rule tells of. */
export interface SetupFacts {
  /** The merchant pressed «Оставить всё»; `null` = not. */
  readonly goodsChosenAt: Date | null;
  /** The merchant pressed «Пропустить»; `null` = not. */
  readonly pilotSkippedAt: Date | null;
  /** The newest preview that ended with something to look at. */
  readonly previewDone: JobId | null;
  /** The newest pilot that put goods into the shop. */
  readonly pilotDone: JobId | null;
  /** The newest job of these kinds, whatever became of it: shows that one is under way or failed. */
  readonly preview: SetupJob | null;
  readonly pilot: SetupJob | null;
}

/** Runs of one day, for the line of the last two weeks. */
export interface DayOfRuns {
  /** `2026-11-21`, as the calendar of Moscow has it. */
  readonly day: string;
  /** Goods made and changed, and operations that failed. */
  readonly created: number;
  readonly changed: number;
  readonly failed: number;
  readonly runs: number;
}

export interface OverviewService {
  setup(userId: UserId): Promise<SetupFacts>;
  /** The last fourteen days, oldest first, days without a run among them. */
  days(userId: UserId): Promise<readonly DayOfRuns[]>;
  /** «Оставить всё»: nothing is left out, and that is what the merchant wants. */
  keepAllGoods(userId: UserId): Promise<void>;
  /** The first try with a few goods is left out. */
  skipPilot(userId: UserId): Promise<void>;
}
