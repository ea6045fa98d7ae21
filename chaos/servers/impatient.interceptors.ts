import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Just over the pulse of the long activities, which is ten seconds. */
const DEAD_AFTER_MS = 14_000;
/** The short activities have no pulse: their whole time is what a dead worker costs. */
const SHORT_ACTIVITY_MS = 12_000;
const RETRY_AT_LEAST_EVERY_MS = 5000;
/** As many more tries as they come faster: the patience as a whole stays that of the product. */
const MORE_TRIES = 6;

/** The product's workflows notice a dead worker after half a minute to two; here after some seconds. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity(input, next) {
        const { retry } = input.options;
        const isLong = input.options.heartbeatTimeout !== undefined;
        return next({
          ...input,
          options: {
            ...input.options,
            ...(isLong ? { heartbeatTimeout: DEAD_AFTER_MS } : { startToCloseTimeout: SHORT_ACTIVITY_MS }),
            retry: {
              ...retry,
              maximumInterval: RETRY_AT_LEAST_EVERY_MS,
              ...(retry?.maximumAttempts === undefined ? {} : { maximumAttempts: retry.maximumAttempts * MORE_TRIES }),
            },
          },
        });
      },
    },
  ],
});
