import type { Database } from '../../db/database.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import type { UserId } from '../../domain/brand.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import type { Logger } from '../../observability/logger.js';
import type { Metrics } from '../../observability/metrics/metrics.js';
import type { VendorGate } from '../vendors/vendor-gate.js';

/** What the phases of a run work with. */
export interface SyncDeps {
  readonly db: Database;
  readonly vendors: VendorGate;
  readonly logger: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** A JPEG ready for VK; throws AppError `PHOTO.*` for a picture that cannot be used. */
  readonly renderPhoto: (userId: UserId, choice: PhotoChoice) => Promise<Uint8Array>;
  /** `VK_CATEGORY_ID`. */
  readonly defaultCategoryId: number;
  /** `VK_STOCK_AMOUNT`. */
  readonly fixedStock: number;
  /** Waits before each look-up of a lost create, in milliseconds after the one before. */
  readonly lookupDelaysMs: readonly number[];
  /** `CATALOG_REFRESH_INTERVAL_SECONDS` in milliseconds. */
  readonly refreshIntervalMs: number;
  /** Counts what runs do; absent = nobody counts. */
  readonly metrics?: Metrics;
}

/** Waits for the look-ups of a lost create (spec §3: 10 s, 1 min, 5 min). */
export const LOOKUP_DELAYS_MS = [10_000, 60_000, 300_000] as const;

/** What a running phase may be told and asked by whoever runs it. */
export interface PhaseControl {
  readonly signal?: AbortSignal | undefined;
  /** Called at least once per vendor call. */
  readonly heartbeat: (detail: string) => void;
  /** Asked between two steps of a long read: why it should end now; `null` = it may go on. */
  readonly stopWanted?: () => Promise<StopReason | null>;
}
