import { DefaultLogger, Runtime } from '@temporalio/worker';
import { resolveEndpoints } from '../../src/config/endpoints.js';
import { loadConfig } from '../../src/config/load-config.js';
import { composeBase } from '../../src/main/compose.js';
import { runProcess } from '../../src/main/run-process.js';
import { runWorkers } from '../../src/main/run-workers.js';
import { QUEUES, type QueueName } from '../../temporal/contracts.js';

export interface DrillWorker {
  /** File of the workflow bundle. */
  readonly codePath: string;
  /** Waits before the look-ups of a lost create; the product's unless given. */
  readonly lookupDelaysMs?: readonly number[];
}

/** Said on stdout once all queues are polled. */
export const POLLING = 'the worker is polling';

/**
 * The worker process of `src/main/worker.ts` with all queues, for chaos runs: the times
 * that would make them take hours are theirs to set, and the product need not know.
 */
export function runDrillWorker({ codePath, lookupDelaysMs }: DrillWorker): void {
  runProcess(async ending => {
    const config = loadConfig(process.env);
    const endpoints = resolveEndpoints(config);
    const base = composeBase(config, 'drill-worker', endpoints.databaseUrl);
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const { close } = await runWorkers(
      base,
      {
        address: endpoints.temporalAddress,
        queues: Object.keys(QUEUES) as QueueName[],
        workflows: { workflowBundle: { codePath } },
        // The drill starts merchants itself.
        keepsClock: false,
        lookupDelaysMs,
      },
      ending,
    );
    process.stdout.write(`${POLLING}\n`);
    return { logger: base.logger, close };
  });
}
