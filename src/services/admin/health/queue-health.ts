import { parseIdentity } from '../../../domain/clock/worker-identity.js';
import type { QueueView } from '../durable-side.js';
import type { QueueHealth } from './health-contracts.js';

/** A worker asks for work at least once a minute; Temporal lists one for five minutes after it has gone. */
const GONE_MS = 120_000;

/** The queues with the workers that still poll them. */
export function queueHealth(views: readonly QueueView[], nowMs: number): readonly QueueHealth[] {
  return views.map(({ pollers, ...view }) => ({
    ...view,
    workers: pollers
      .filter(({ lastSeenAt }) => lastSeenAt !== null && nowMs - lastSeenAt.getTime() < GONE_MS)
      .map(({ identity, lastSeenAt }) => ({ identity: parseIdentity(identity), name: identity, lastSeenAt }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  }));
}

/** Releases that poll; those of a worker that does not say are left out. */
export const versionsOf = (queues: readonly QueueHealth[]): readonly string[] =>
  [...new Set(queues.flatMap(({ workers }) => workers.flatMap(({ identity }) => identity?.version ?? [])))].sort();

/** Queues with some kind of work that nobody takes. */
export const deadQueues = (queues: readonly QueueHealth[]): readonly string[] => [
  ...new Set(queues.filter(({ workers }) => workers.length === 0).map(({ name }) => name)),
];
