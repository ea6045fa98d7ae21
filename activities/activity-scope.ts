import { Context } from '@temporalio/activity';
import { withContext } from '../src/observability/context.js';
import { logError } from '../src/observability/error-kinds.js';
import type { Logger } from '../src/observability/logger.js';
import type { PhaseControl } from '../src/services/sync/sync-deps.js';
import { toApplicationFailure } from './to-application-failure.js';

/** A short activity: log context and failure mapping around one use case. */
export async function inActivity<T>(
  logger: Logger,
  ids: { userId?: number; jobId?: number },
  work: () => Promise<T>,
): Promise<T> {
  const { attempt, activityType, workflowExecution } = Context.current().info;
  const place = {
    ...(ids.userId === undefined ? {} : { userId: ids.userId }),
    ...(ids.jobId === undefined ? {} : { jobId: ids.jobId }),
    activity: activityType,
    ...(workflowExecution ? { workflowId: workflowExecution.workflowId, runId: workflowExecution.runId } : {}),
  };
  return withContext(place, async () => {
    try {
      return await work();
    } catch (error) {
      // Cancellation and shutdown are Temporal's own business.
      if (error instanceof Error && error.name === 'CancelledFailure') throw error;
      logError(logger, 'activity failed', error, { attempt });
      throw toApplicationFailure(error);
    }
  });
}

/** How often a phase that is busy elsewhere still says that it lives. */
const PULSE_MS = 10_000;

/** A long activity: as above, with heartbeats even while a single call takes its time. */
export async function inLongActivity<T>(
  logger: Logger,
  ids: { userId?: number; jobId?: number },
  work: (control: PhaseControl) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  let detail = 'started';
  const pulse = setInterval(() => {
    context.heartbeat(detail);
  }, PULSE_MS);
  const control: PhaseControl = {
    signal: context.cancellationSignal,
    heartbeat: text => {
      detail = text;
      context.heartbeat(text);
    },
  };
  try {
    return await inActivity(logger, ids, () => work(control));
  } finally {
    clearInterval(pulse);
  }
}
