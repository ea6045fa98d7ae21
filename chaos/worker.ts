import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { createActivities } from '../activities/index.js';
import { loadConfig } from '../src/config/load-config.js';
import { resolveEndpoints } from '../src/config/endpoints.js';
import { composeBase, composeSync } from '../src/main/compose.js';
import { runProcess } from '../src/main/run-process.js';
import { connectTemporal } from '../temporal/connect.js';
import { QUEUES, type QueueName } from '../temporal/contracts.js';
import { createPipelineClock } from '../temporal/pipeline-clock.js';
import { createWorkers } from '../temporal/workers.js';

/** Instead of ten seconds, a minute and five. */
const LOOKUP_DELAYS_MS = [400, 1500, 4000] as const;

/**
 * A worker as `src/main/worker.ts` joins it, with all queues; it only looks for lost creates sooner, and its workflows
 * notice a dead worker sooner. Arguments: the file of the workflow bundle.
 */
runProcess(async ending => {
  const [codePath] = process.argv.slice(2);
  if (codePath === undefined) throw new Error('the file of the workflow bundle is missing');
  const config = loadConfig(process.env);
  const endpoints = resolveEndpoints(config);
  const base = composeBase(config, 'chaos-worker', endpoints.databaseUrl);
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
      lookupDelaysMs: LOOKUP_DELAYS_MS,
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
  process.stdout.write('the worker is polling\n');
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
