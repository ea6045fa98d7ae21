import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { QUEUES, type QueueName } from '../../temporal/contracts.js';
import { reachTemporal } from '../../temporal/reach.js';
import { readEnvironment } from '../config/load-env-file.js';
import { loadConfig } from '../config/load-config.js';
import { ConfigError } from '../config/config-error.js';
import { resolveEndpoints } from '../config/endpoints.js';
import { projectRoot } from '../config/project-root.js';
import type { Logger } from '../observability/logger.js';
import { metricsPage, processMetrics } from './compose-metrics.js';
import { composeBase } from './compose.js';
import { serveMetrics } from './metrics-server.js';
import { runProcess } from './run-process.js';
import { runWorkers } from './run-workers.js';
import { patiently } from './start-up/patiently.js';
import { untilDatabaseFits } from './start-up/until-database-fits.js';
import { sdkMetrics, type SdkMetrics } from './temporal-metrics.js';

/**
 * The worker: `--queues=pipeline,vk` picks queues, all by default; any number of processes may run. It puts the Schedules in
 * place at start unless told `--without-schedules`.
 */
runProcess(async ending => {
  const config = loadConfig(readEnvironment());
  const endpoints = resolveEndpoints(config);
  const own = processMetrics();
  const base = composeBase(config, 'worker', endpoints.databaseUrl, { metrics: own.metrics });
  const { db, logger } = base;
  const { port } = config.metrics;
  const sdk = port === null ? null : await sdkMetrics();
  installRuntime(logger, sdk);
  const scraped = port === null ? null : await serveMetrics(metricsPage(own, base, 'worker', sdk?.read), port, logger);
  const order = { address: endpoints.temporalAddress, queues: pickedQueues(process.argv.slice(2)) };
  await untilDatabaseFits({ db, logger, databaseUrl: endpoints.databaseUrl });
  const { namespace } = config.temporal;
  await patiently('Temporal', () => reachTemporal({ address: order.address, namespace }), { logger });
  const bundle = join(projectRoot, 'dist', 'workflow-bundle.js');
  const isCompiled = import.meta.url.endsWith('.js');
  const { queues, close } = await runWorkers(
    base,
    {
      ...order,
      keepsClock: !process.argv.includes('--without-schedules'),
      // Compiled processes use the prebuilt bundle; a source tree bundles at start.
      workflows:
        isCompiled && existsSync(bundle)
          ? { workflowBundle: { codePath: bundle } }
          : {
              workflowsPath:
                fileURLToPath(new URL('../../workflows/index', import.meta.url)) + (isCompiled ? '.js' : '.ts'),
            },
    },
    ending,
  );
  logger.info('worker is polling', { queues });
  return {
    logger,
    close: async () => {
      await close();
      await scraped?.close();
    },
  };
});

/** The SDK's own lines go the same way as ours; its information is noise in a healthy hour. So do its figures. */
function installRuntime(logger: Logger, sdk: SdkMetrics | null): void {
  const levels = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      // An activity-only worker says so at each start; that is what it was told to be.
      if (!message.startsWith('No workflows registered')) logger[levels[level]](message, { temporal: meta });
    }),
    ...(sdk ? { telemetryOptions: sdk.telemetry } : {}),
  });
}

function pickedQueues(argv: readonly string[]): readonly QueueName[] {
  const all = Object.keys(QUEUES) as QueueName[];
  const option = argv.find(argument => argument.startsWith('--queues='));
  if (option === undefined) return all;
  const names = option.slice('--queues='.length).split(',');
  const unknown = names.filter(name => !all.includes(name as QueueName));
  if (unknown.length > 0) throw new ConfigError(`unknown queue ${unknown.join(', ')}; known: ${all.join(', ')}`);
  return names as QueueName[];
}
