import { Registry } from 'prom-client';
import { programVersion } from '../config/program-version.js';
import { installationFacts } from '../db/repositories/installation-facts.repository.js';
import { createMetrics } from '../observability/metrics/create-metrics.js';
import { type DurableFacts, registerInstallationGauges } from '../observability/metrics/installation-gauges.js';
import type { Metrics } from '../observability/metrics/metrics.js';
import type { MetricsPage } from '../observability/metrics/metrics-page.js';
import { type PoolFacts, registerProcessGauges } from '../observability/metrics/process-gauges.js';
import type { DurableSide } from '../services/admin/durable-side.js';
import type { HealthService } from '../services/web-services.js';
import type { Base } from './compose.js';

/** The counters of one process and the registry they stand in. */
export interface ProcessMetrics {
  readonly registry: Registry;
  readonly metrics: Metrics;
}

/** Made before everything else, so that everything can count. */
export function processMetrics(): ProcessMetrics {
  const registry = new Registry();
  return { registry, metrics: createMetrics(registry) };
}

/** What `/metrics` of this process shows. `more`: text of another source that belongs to the same process. */
export function metricsPage(
  { registry }: ProcessMetrics,
  base: Base,
  service: string,
  more: () => Promise<string> = () => Promise.resolve(''),
): MetricsPage {
  registerProcessGauges(registry, {
    service,
    version: programVersion(),
    dataDir: base.config.dataDir,
    pool: () => poolOf(base),
  });
  return {
    token: base.config.metrics.token,
    read: async () => {
      const [own, others] = await Promise.all([registry.metrics(), more()]);
      return { contentType: registry.contentType, text: own + others };
    },
  };
}

/** Gauges of the whole installation; for the site alone. */
export function addInstallationGauges(
  { registry }: ProcessMetrics,
  { db }: Base,
  { health, durable }: { readonly health: HealthService; readonly durable: DurableSide },
): void {
  registerInstallationGauges(registry, {
    facts: () => installationFacts(db, new Date()),
    durable: () => durableFacts(durable),
    ready: async () => ({ ...(await health.ready()) }),
    now: Date.now,
  });
}

async function durableFacts(durable: DurableSide): Promise<DurableFacts> {
  const [schedules, queues] = await Promise.all([durable.describeClock(), durable.describeQueues()]);
  return { schedules, queues: queues.map(queue => ({ ...queue, pollers: queue.pollers.length })) };
}

/** Sequelize keeps its pool to itself; these three figures of it have had the same names since version 4. */
export function poolOf({ db }: Pick<Base, 'db'>): PoolFacts {
  const { connectionManager } = db.sequelize as unknown as {
    readonly connectionManager: {
      readonly pool?: { readonly size: number; readonly using: number; readonly waiting: number };
    };
  };
  const { pool } = connectionManager;
  return { open: pool?.size ?? 0, busy: pool?.using ?? 0, waiting: pool?.waiting ?? 0 };
}
