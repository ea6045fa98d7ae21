import { isAppError, type AppError } from '../../domain/errors.js';
import type { Logger } from '../../observability/logger.js';
import { operatorSentence } from '../../services/operations/operator-sentence.js';

/** What passes by itself when servers start side by side. Everything else is somebody's mistake and said at once. */
const PASSING = new Set(['DB.DOWN', 'TEMPORAL.DOWN', 'TEMPORAL.NAMESPACE_UNKNOWN']);

/** Longer than MariaDB takes to repair itself after a power cut; then the supervisor starts us anew. */
const PATIENCE_MS = 120_000;
const TRY_EVERY_MS = 1000;
const SAY_EVERY_MS = 5000;

export interface PatienceDeps {
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  /** Milliseconds that only ever grow. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Tries until it works, saying every few seconds what it waits for. @throws what the last try threw, after two minutes */
export async function patiently<T>(what: string, attempt: () => Promise<T>, deps: PatienceDeps): Promise<T> {
  const { logger, now = () => performance.now(), sleep = pause } = deps;
  const startedAt = now();
  let saidAt = -Infinity;
  for (;;) {
    try {
      const result = await attempt();
      if (saidAt > -Infinity) logger.info('the wait is over', { for: what, seconds: seconds(now() - startedAt) });
      return result;
    } catch (error) {
      if (!isPassing(error) || now() - startedAt + TRY_EVERY_MS > PATIENCE_MS) throw error;
      if (now() - saidAt >= SAY_EVERY_MS) {
        saidAt = now();
        logger.warn('waiting', {
          for: what,
          code: error.code,
          seconds: seconds(now() - startedAt),
          limitSeconds: PATIENCE_MS / 1000,
          what: operatorSentence(error),
        });
      }
      await sleep(TRY_EVERY_MS);
    }
  }
}

const isPassing = (error: unknown): error is AppError => isAppError(error) && PASSING.has(error.code);
const seconds = (ms: number): number => Math.round(ms / 1000);
