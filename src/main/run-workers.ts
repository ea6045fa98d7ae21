import { hostname } from 'node:os';
import { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../../activities/index.js';
import { connectTemporal } from '../../temporal/connect.js';
import type { QueueName } from '../../temporal/contracts.js';
import { createPipelineClock } from '../../temporal/pipeline-clock.js';
import { createWorkers, type WorkerSetup } from '../../temporal/workers.js';
import { programVersion } from '../config/program-version.js';
import { identityText } from '../domain/clock/worker-identity.js';
import { composeNotices } from './compose-notices.js';
import { composeSync, type Base } from './compose.js';
import { keepClock } from './keep-clock.js';

export interface WorkersOrder {
  /** Address of the Temporal server. */
  readonly address: string;
  readonly queues: readonly QueueName[];
  readonly workflows: WorkerSetup['workflows'];
  /** `false` leaves the Schedules to whoever else puts them in place; a process with the queue `maintenance` does otherwise. */
  readonly keepsClock?: boolean;
  /** Waits before the look-ups of a lost create, milliseconds; those of the specification unless given. */
  readonly lookupDelaysMs?: readonly number[] | undefined;
}

/**
 * Joins the workers of a process and lets them run until `ending`; a worker that ends by an error ends the process.
 * Answers the queues that are polled, and what waits for the work under way and closes everything.
 */
export async function runWorkers(
  base: Base,
  order: WorkersOrder,
  ending: Promise<void>,
): Promise<{ queues: readonly string[]; close: () => Promise<void> }> {
  const { config } = base;
  const { address, queues, workflows } = order;
  const { namespace } = config.temporal;
  const deps = composeSync(base);
  const connection = await NativeConnection.connect({ address });
  const temporal = await connectTemporal({ address, namespace });
  const workers = await createWorkers({
    connection,
    namespace,
    queues,
    activities: createActivities({
      ...deps,
      ...composeNotices(base),
      lookupDelaysMs: order.lookupDelaysMs ?? deps.lookupDelaysMs,
      pipelines: createPipelineClock(temporal),
      healthIntervalMs: config.sync.healthIntervalSeconds * 1000,
      logRetentionMs: config.sync.logRetentionDays * 86_400_000,
    }),
    workflows,
    identity: identityText({ version: programVersion(), host: hostname(), pid: process.pid }),
    metrics: base.metrics,
  });
  const { healthIntervalSeconds } = config.sync;
  const clock =
    order.keepsClock !== false && queues.includes('maintenance')
      ? await keepClock(temporal, { healthIntervalSeconds, logger: base.logger })
      : null;
  const running = Promise.all(workers.map(worker => worker.run()));
  running.catch((error: unknown) => {
    base.logger.error('a worker ended by an error', { error });
    process.exit(1);
  });
  void ending.then(() => {
    clock?.stop();
    for (const worker of workers) worker.shutdown();
  });
  return {
    queues: workers.map(worker => worker.options.taskQueue),
    close: async () => {
      await running;
      await deps.apiLog.drain();
      await temporal.connection.close();
      await connection.close();
      await base.db.close();
    },
  };
}
