import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { QUEUES, type QueueName } from '../../temporal/contracts.js';
import { readEnvironment } from '../config/load-env-file.js';
import { loadConfig } from '../config/load-config.js';
import { resolveEndpoints } from '../config/endpoints.js';
import { projectRoot } from '../config/project-root.js';
import type { Logger } from '../observability/logger.js';
import { composeBase } from './compose.js';
import { runProcess } from './run-process.js';
import { runWorkers } from './run-workers.js';

/** The worker: `--queues=pipeline,vk` picks queues, all by default; any number of processes may run. */
runProcess(async ending => {
  const config = loadConfig(readEnvironment());
  const endpoints = resolveEndpoints(config);
  const base = composeBase(config, 'worker', endpoints.databaseUrl);
  installSdkLogger(base.logger);
  const bundle = join(projectRoot, 'dist', 'workflow-bundle.js');
  const isCompiled = import.meta.url.endsWith('.js');
  const { queues, close } = await runWorkers(
    base,
    {
      address: endpoints.temporalAddress,
      queues: pickedQueues(process.argv.slice(2)),
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
  base.logger.info('worker is polling', { queues });
  return { logger: base.logger, close };
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
