import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../activities/index.js';
import type { Metrics } from '../src/observability/metrics/metrics.js';
import { QUEUES, type QueueName } from './contracts.js';
import { meterActivities } from './meter-activities.js';

/** Merchants written to at the same time by one process: each holds one slot while its batch runs. */
const CONCURRENT: Readonly<Record<QueueName, number>> = { pipeline: 40, evotor: 10, vk: 30, maintenance: 5 };
/** Cached workflows; each holds about half a megabyte, and an overfull cache can end the whole process. */
const MAX_CACHED_WORKFLOWS = 200;
/** Seconds a stopping worker lets its activities come to an operation boundary. */
const SHUTDOWN_GRACE = '20 seconds';

/** Heartbeats go out so often at least; the SDK would hold them back for 80 % of their time-out. */
const HEARTBEAT_AT_LEAST_EVERY = '5 seconds';

export interface WorkerSetup {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly queues: readonly QueueName[];
  readonly activities: Activities;
  readonly workflows: Pick<WorkerOptions, 'workflowsPath' | 'workflowBundle'>;
  /** How the process introduces itself where its pollers are listed; the SDK's own name unless given. */
  readonly identity?: string;
  /** Counts activities; absent = nobody counts. */
  readonly metrics?: Pick<Metrics, 'activityEnded'>;
}

/** One worker per queue; only `pipeline` and `maintenance` run workflows. */
export function createWorkers(setup: WorkerSetup): Promise<readonly Worker[]> {
  const options = (queue: QueueName): WorkerOptions => ({
    connection: setup.connection,
    namespace: setup.namespace,
    ...(setup.identity === undefined ? {} : { identity: setup.identity }),
    taskQueue: QUEUES[queue],
    activities: setup.activities,
    maxConcurrentActivityTaskExecutions: CONCURRENT[queue],
    shutdownGraceTime: SHUTDOWN_GRACE,
    ...(setup.metrics ? { interceptors: { activity: [meterActivities(setup.metrics)] } } : {}),
    maxHeartbeatThrottleInterval: HEARTBEAT_AT_LEAST_EVERY,
    ...(queue === 'pipeline' || queue === 'maintenance'
      ? {
          ...setup.workflows,
          maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
          // A fault in workflow code fails the run instead of locking the merchant's id for ever.
          workflowFailureErrorTypes: { '*': ['Error'] },
        }
      : {}),
  });
  return Promise.all(setup.queues.map(queue => Worker.create(options(queue))));
}
