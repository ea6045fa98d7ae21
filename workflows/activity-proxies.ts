import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { QUEUES } from '../temporal/contracts.js';

/** A dead worker is noticed within this time: three pulses of `activities/activity-scope.ts`. */
const NOTICED_WITHIN = '30 seconds';

/** Database work: short, repeated until it goes through. */
export const ledger = proxyActivities<Activities>({
  taskQueue: QUEUES.pipeline,
  startToCloseTimeout: '2 minutes',
  scheduleToCloseTimeout: '30 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds', maximumAttempts: 40 },
});

/** Computing the listings of a whole catalogue: database work that may take a while. */
export const compute = proxyActivities<Activities>({
  taskQueue: QUEUES.pipeline,
  startToCloseTimeout: '15 minutes',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout: NOTICED_WITHIN,
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds', maximumAttempts: 10 },
});

/** Reading the till: long, with heartbeats. */
export const till = proxyActivities<Activities>({
  taskQueue: QUEUES.evotor,
  startToCloseTimeout: '30 minutes',
  scheduleToCloseTimeout: '2 hours',
  heartbeatTimeout: NOTICED_WITHIN,
  retry: { initialInterval: '2 seconds', maximumInterval: '1 minute', maximumAttempts: 5 },
});

/** Reading the shop. */
export const shop = proxyActivities<Activities>({
  taskQueue: QUEUES.vk,
  startToCloseTimeout: '15 minutes',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout: NOTICED_WITHIN,
  retry: { initialInterval: '2 seconds', maximumInterval: '1 minute', maximumAttempts: 5 },
});

/** One time-boxed batch of writes; it may be repeated, for every operation is written ahead. */
export const writer = proxyActivities<Activities>({
  taskQueue: QUEUES.vk,
  startToCloseTimeout: '6 minutes',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout: NOTICED_WITHIN,
  retry: { initialInterval: '2 seconds', maximumInterval: '1 minute', maximumAttempts: 10 },
});

/** Housekeeping of all merchants. */
export const maintenance = proxyActivities<Activities>({
  taskQueue: QUEUES.maintenance,
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds', maximumAttempts: 5 },
});

/** Letters: a mail server may be slow, and what did not leave is tried again by the next minute's run. */
export const letters = proxyActivities<Activities>({
  taskQueue: QUEUES.maintenance,
  startToCloseTimeout: '15 minutes',
  scheduleToCloseTimeout: '20 minutes',
  retry: { initialInterval: '5 seconds', maximumAttempts: 2 },
});
