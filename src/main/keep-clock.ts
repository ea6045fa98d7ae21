import type { Client } from '@temporalio/client';
import { applySchedules } from '../../temporal/schedules.js';
import type { Logger } from '../observability/logger.js';

/** How soon a Schedule that somebody deleted is back. */
const LOOK_EVERY_MS = 10 * 60_000;

/**
 * Puts the Schedules in place and keeps them there while the process runs. A paused one stays paused. Temporal that does
 * not answer just now is no reason to end a worker: the next look comes.
 */
export async function keepClock(
  client: Client,
  options: { readonly healthIntervalSeconds: number; readonly logger: Logger },
): Promise<{ stop: () => void }> {
  const apply = async (onlyMissing: boolean): Promise<void> => {
    try {
      const applied = await applySchedules(client, { ...options, onlyMissing });
      const changed = applied.filter(({ result }) => result === 'created' || result === 'deleted');
      if (changed.length > 0) options.logger.info('schedules put in place', { schedules: changed });
    } catch (error) {
      options.logger.warn('the schedules could not be put in place', { error });
    }
  };
  await apply(false);
  const timer = setInterval(() => void apply(true), LOOK_EVERY_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}
