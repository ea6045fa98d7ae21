import type { ApiLogEntry } from '../../clients/http/api-log.js';
import type { Database } from '../../db/database.js';
import { insertApiLog, type OwnedApiLogEntry } from '../../db/repositories/api-log.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import type { Logger } from '../../observability/logger.js';
import type { Metrics } from '../../observability/metrics/metrics.js';
import { callLabel, codeLabel } from './call-labels.js';

/** Keeps one row per vendor call without holding up the call: entries are written in the order they came, in batches. */
export interface ApiLogWriter {
  for(owner: { userId: UserId | null; jobId: JobId | null }): (entry: ApiLogEntry) => void;
  /** Resolves when everything noted so far is in the database. */
  drain(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** The call without its bodies, which are in its row. */
const shortOf = ({ service, method, path, status, outcome, vendorCode, durationMs }: ApiLogEntry) => ({
  vendor: service,
  method,
  path,
  status,
  outcome,
  vendorCode,
  ms: durationMs,
});

export function createApiLogWriter(db: Database, logger: Logger, metrics?: Pick<Metrics, 'vendorCall'>): ApiLogWriter {
  let waiting: OwnedApiLogEntry[] = [];
  let writing: Promise<void> | null = null;
  /** When each announced change was last said, by what was called. */
  const saidAt = new Map<string, number>();

  /** Every call of every merchant brings the same announcement: it is said once a day. */
  function sayChange({ service, path, warning, startedAt }: ApiLogEntry): void {
    if (warning === null) return;
    const call = callLabel({ service, path });
    const last = saidAt.get(`${service} ${call}`) ?? -Infinity;
    if (startedAt.getTime() - last < DAY_MS) return;
    saidAt.set(`${service} ${call}`, startedAt.getTime());
    logger.warn('vendor announces a change', { vendor: service, call, path, warning });
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await insertApiLog(db, batch);
      } catch (error) {
        // The log must never stop a run; what could not be kept is said once.
        logger.warn('API log rows could not be written', { error, rows: batch.length });
      }
    }
    writing = null;
  }

  return {
    for: owner => entry => {
      sayChange(entry);
      const { service, outcome, durationMs } = entry;
      metrics?.vendorCall({
        service,
        call: callLabel(entry),
        outcome,
        code: codeLabel(entry),
        seconds: durationMs / 1000,
      });
      logger.debug('vendor call', { ...owner, ...shortOf(entry) });
      waiting.push({ ...entry, ...owner });
      writing ??= writeAll();
    },
    drain: async () => {
      await writing;
    },
  };
}
