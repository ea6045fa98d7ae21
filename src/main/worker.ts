import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { connectTemporal } from '../../temporal/connect.js';
import { QUEUES, type QueueName } from '../../temporal/contracts.js';
import { createPipelineClock } from '../../temporal/pipeline-clock.js';
import { createWorkers } from '../../temporal/workers.js';
import { createActivities } from '../../activities/index.js';
import { readEnvironment } from '../config/load-env-file.js';
import { loadConfig } from '../config/load-config.js';
import { resolveEndpoints } from '../config/endpoints.js';
import { projectRoot } from '../config/project-root.js';
import type { Logger } from '../observability/logger.js';
import { composeBase, composeSync } from './compose.js';
import { runProcess } from './run-process.js';

/** The worker: `--queues=pipeline,vk` picks queues, all by default; any number of processes may run. */
runProcess(async ending => {
  const config = loadConfig(readEnvironment());
  const endpoints = resolveEndpoints(config);
  const base = composeBase(config, 'worker', endpoints.databaseUrl);
  installSdkLogger(base.logger);
  const deps = composeSync(base);
  const address = endpoints.temporalAddress;
  const namespace = config.temporal.namespace;
  const connection = await NativeConnection.connect({ address });
  const temporal = await connectTemporal({ address, namespace });
  const bundle = join(projectRoot, 'dist', 'workflow-bundle.js');
  const isCompiled = import.meta.url.endsWith('.js');
  const workers = await createWorkers({
    connection,
    namespace,
    queues: pickedQueues(process.argv.slice(2)),
    activities: createActivities({
      ...deps,
      pipelines: createPipelineClock(temporal),
      healthIntervalMs: config.sync.healthIntervalSeconds * 1000,
      logRetentionMs: config.sync.logRetentionDays * 86_400_000,
    }),
    // Compiled processes use the prebuilt bundle; a source tree bundles at start.
    workflows:
      isCompiled && existsSync(bundle)
        ? { workflowBundle: { codePath: bundle } }
        : {
            workflowsPath:
              fileURLToPath(new URL('../../workflows/index', import.meta.url)) + (isCompiled ? '.js' : '.ts'),
          },
  });
  const running = Promise.all(workers.map(worker => worker.run()));
  running.catch((error: unknown) => {
    base.logger.error('a worker ended by an error', { error });
    process.exit(1);
  });
  void ending.then(() => {
    for (const worker of workers) worker.shutdown();
  });
  base.logger.info('worker is polling', { queues: workers.map(worker => worker.options.taskQueue) });
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

/** The SDK's own lines go the same way as ours; its information is noise in a healthy hour. */
function installSdkLogger(logger: Logger): void {
  const levels = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      // An activity-only worker says so at each start; that is what it was told to be.
      if (!message.startsWith('No workflows registered')) logger[levels[level]](message, { temporal: meta });
    }),
  });
}

function pickedQueues(argv: readonly string[]): readonly QueueName[] {
  const all = Object.keys(QUEUES) as QueueName[];
  const option = argv.find(argument => argument.startsWith('--queues='));
  if (option === undefined) return all;
  const names = option.slice('--queues='.length).split(',');
  const unknown = names.filter(name => !all.includes(name as QueueName));
  if (unknown.length > 0) throw new Error(`unknown queue ${unknown.join(', ')}; known: ${all.join(', ')}`);
  return names as QueueName[];
}
