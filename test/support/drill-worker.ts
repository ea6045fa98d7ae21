import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createActivities } from '../../activities/index.js';
import { resolveEndpoints } from '../../src/config/endpoints.js';
import { loadConfig } from '../../src/config/load-config.js';
import { composeBase, composeSync } from '../../src/main/compose.js';
import { runProcess } from '../../src/main/run-process.js';
import { connectTemporal } from '../../temporal/connect.js';
import { QUEUES, type QueueName } from '../../temporal/contracts.js';
import { createPipelineClock } from '../../temporal/pipeline-clock.js';
import { createWorkers } from '../../temporal/workers.js';

export interface DrillWorker {
  /** File of the workflow bundle. */
  readonly codePath: string;
  /** Waits before the look-ups of a lost create; the product's unless given. */
  readonly lookupDelaysMs?: readonly number[];
}

/** Said on stdout once all queues are polled. */
export const POLLING = 'the worker is polling';

/**
 * The worker process of `src/main/worker.ts` with all queues, joined from the same parts, for chaos runs: the times
 * that would make them take hours are theirs to set, and the product need not know.
 */
export function runDrillWorker({ codePath, lookupDelaysMs }: DrillWorker): void {
  runProcess(async ending => {
    const config = loadConfig(process.env);
    const endpoints = resolveEndpoints(config);
    const base = composeBase(config, 'drill-worker', endpoints.databaseUrl);
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const deps = composeSync(base);
    const address = endpoints.temporalAddress;
    const { namespace } = config.temporal;
    const connection = await NativeConnection.connect({ address });
    const temporal = await connectTemporal({ address, namespace });
    const workers = await createWorkers({
      connection,
      namespace,
      queues: Object.keys(QUEUES) as QueueName[],
      activities: createActivities({
        ...deps,
        lookupDelaysMs: lookupDelaysMs ?? deps.lookupDelaysMs,
        pipelines: createPipelineClock(temporal),
        healthIntervalMs: config.sync.healthIntervalSeconds * 1000,
        logRetentionMs: config.sync.logRetentionDays * 86_400_000,
      }),
      workflows: { workflowBundle: { codePath } },
    });
    const running = Promise.all(workers.map(worker => worker.run()));
    running.catch((error: unknown) => {
      base.logger.error('a worker ended by an error', { error });
      process.exit(1);
    });
    void ending.then(() => {
      for (const worker of workers) worker.shutdown();
    });
    process.stdout.write(`${POLLING}\n`);
    return {
      logger: base.logger,
      close: async () => {
        await running;
        await deps.apiLog.drain();
        await temporal.connection.close();
        await connection.close();
        await base.db.close();
      },
    };
  });
}
