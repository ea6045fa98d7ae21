import type { Context } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { Metrics } from '../src/observability/metrics/metrics.js';

/** Counts the work of a worker: how long each activity waited for it, how long it took and how it ended. */
export function meterActivities(metrics: Pick<Metrics, 'activityEnded'>) {
  return ({ info }: Context): { inbound: ActivityInboundCallsInterceptor } => ({
    inbound: {
      async execute(input, next) {
        const begunAt = Date.now();
        const ended = (outcome: 'ok' | 'failed' | 'cancelled'): void => {
          metrics.activityEnded({
            activity: info.activityType,
            queue: info.taskQueue,
            outcome,
            seconds: (Date.now() - begunAt) / 1000,
            waitedSeconds: info.attempt > 1 ? null : (begunAt - info.currentAttemptScheduledTimestampMs) / 1000,
          });
        };
        try {
          const result: unknown = await next(input);
          ended('ok');
          return result;
        } catch (error) {
          ended(error instanceof CancelledFailure ? 'cancelled' : 'failed');
          throw error;
        }
      },
    },
  });
}
