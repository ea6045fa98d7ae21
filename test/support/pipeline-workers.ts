import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import type { Activities } from '../../activities/index.js';
import { NO_METRICS, type Metrics } from '../../src/observability/metrics/metrics.js';
import { QUEUES, type QueueName } from '../../temporal/contracts.js';
import { createWorkers } from '../../temporal/workers.js';
import { workflowBundle } from './workflow-bundle.js';

export interface RunningWorkers {
  /** Lets activities come to an operation boundary, then ends. */
  stop(): Promise<void>;
}

let isRuntimeInstalled = false;

/** The SDK's runtime is one per process, whatever number of environments follow each other in it. */
export function installRuntime(): void {
  if (isRuntimeInstalled) return;
  isRuntimeInstalled = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  });
}

/** Workers of all queues in this process, as `src/main/worker.ts` has them. */
export async function startWorkers(
  address: string,
  activities: Activities,
  metrics: Metrics = NO_METRICS,
): Promise<RunningWorkers> {
  installRuntime();
  const connection = await NativeConnection.connect({ address });
  const workers: readonly Worker[] = await createWorkers({
    connection,
    namespace: 'default',
    queues: Object.keys(QUEUES) as QueueName[],
    activities,
    workflows: { workflowBundle: await workflowBundle() },
    metrics,
  });
  const running = Promise.all(workers.map(worker => worker.run()));
  // A failure is told by `stop`; until then it must not end the process.
  running.catch(() => undefined);
  return {
    async stop() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
