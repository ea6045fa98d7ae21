import { randomBytes, randomInt } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { createActivities, type Activities } from '../../activities/index.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Config } from '../../src/config/config.js';
import type { Database } from '../../src/db/database.js';
import { composeBase, composeSync, type Base, type BaseOptions } from '../../src/main/compose.js';
import { composeNotices } from '../../src/main/compose-notices.js';
import { composeServices } from '../../src/main/compose-services.js';
import type { WebServices } from '../../src/services/web-services.js';
import { dispatchDue } from '../../src/services/sync/dispatch-due.js';
import { startSandbox } from '../../sandbox/start-sandbox.js';
import type { TrafficStats } from '../../sandbox/world/traffic.js';
import { connectTemporal } from '../../temporal/connect.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { createPipelineClock } from '../../temporal/pipeline-clock.js';
import { controlOf } from '../clients/sandbox-setup.js';
import { connectMerchant, type MerchantOrder, type PipelineMerchant } from './pipeline-merchant.js';
import { startWorkers, type RunningWorkers } from './pipeline-workers.js';
import { migratedDatabase } from './services-env-database.js';

export interface PipelineOptions {
  /** Ready catalogues of the sandbox; none unless given. */
  readonly scenarios?: readonly string[];
  /** Waits of the look-ups for a lost create; milliseconds instead of the product's minutes. */
  readonly lookupDelaysMs?: readonly number[];
  /** Size of one apply activity; the product's unless given. */
  readonly applyBounds?: { readonly budgetMs: number; readonly maxOperations: number };
  readonly refreshIntervalMs?: number;
  /** Call slots per second of a VK token; far more than VK gives, unless the pace itself is looked at. */
  readonly vkCallsPerSecond?: number;
  /** One picture for all goods instead of drawing name cards, and a sandbox that looks into it once: for big shops. */
  readonly onePhoto?: Uint8Array;
  /** Changes what some activities answer, such as the time a batch says it took. */
  readonly alterActivities?: (activities: Activities) => Activities;
  /** `false`: nothing is worked off until `workers.start()`. */
  readonly workers?: boolean;
  /** Settings beside the servers' own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where log lines go and what counts; standard output and nothing unless given. */
  readonly observed?: BaseOptions;
}

/** Everything but the browser, for real: sandbox over HTTP, MariaDB, Temporal, workers in this process. */
export interface PipelineEnv {
  /** What the processes of the product are made of. */
  readonly base: Base;
  readonly db: Database;
  /** The sandbox's own pages: consent of VK ID, till, shop. */
  readonly sandboxUrl: string;
  readonly temporal: Client;
  readonly services: WebServices;
  readonly control: ReturnType<typeof controlOf>;
  /** What a worker in a process of its own needs to take part. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workers: { start(): Promise<void>; stop(): Promise<void> };
  /** A merchant of the sandbox with an account of ours, both connections, switched on and confirmed. */
  addMerchant(order: MerchantOrder): Promise<PipelineMerchant>;
  /** The clock's minute, without waiting for it. */
  dispatch(): ReturnType<typeof dispatchDue>;
  /** Traffic of all merchants since the last reset. */
  stats(): Promise<TrafficStats>;
  /** Puts faults on order; answers how to take them away. */
  faults(...rules: readonly object[]): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const FAST_LOOKUPS_MS = [150, 300, 600];
/** Slots of a test lane per second: it must not be what a test waits for. */
const FAST_CALLS_PER_SECOND = 200;

/** Calls per second the sandbox takes from a token when the pace is not looked at. */
const UNLIMITED = 10_000;

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`set ${name}: \`npm test temporal\`, or \`node scripts/dev-servers.mjs\``);
  return value;
}

/** One per test file: the queues have fixed names, so two environments must not run at the same time. */
export async function startPipelineEnv(options: PipelineOptions = {}): Promise<PipelineEnv> {
  const address = needed('TEST_TEMPORAL_ADDRESS');
  const database = await migratedDatabase();
  // Workflow ids are made of user ids and live longer than this database.
  await database.db.change(`ALTER TABLE users AUTO_INCREMENT = ${randomInt(1_000_000, 2_000_000_000)}`);
  const { onePhoto } = options;
  const running = await startSandbox({
    scenarios: [...(options.scenarios ?? [])],
    previews: false,
    ...(onePhoto === undefined ? {} : { decodeFirst: 1 }),
  });
  const control = controlOf(running.url);
  const environment = {
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: address,
    EVOTOR_API_URL: running.evotorUrl,
    VK_API_URL: running.vkUrl,
    VK_ID_URL: running.vkIdUrl,
    SECRET_KEY: randomBytes(24).toString('hex'),
    TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'error',
    ...options.environment,
  };
  const loaded = loadConfig(environment);
  const callsPerSecond = options.vkCallsPerSecond ?? FAST_CALLS_PER_SECOND;
  const config: Config = { ...loaded, vk: { ...loaded.vk, callsPerSecond } };
  const base = composeBase(config, 'test', database.url, options.observed);
  const sync = composeSync(base);
  const temporal = await connectTemporal({ address, namespace: 'default' });
  const orchestrator = createOrchestrator(temporal);
  const services = composeServices(base, orchestrator);
  const pipelines = createPipelineClock(temporal);
  const deps = {
    ...sync,
    ...composeNotices(base),
    ...(onePhoto === undefined ? {} : { renderPhoto: () => Promise.resolve(onePhoto) }),
    pipelines,
    lookupDelaysMs: options.lookupDelaysMs ?? FAST_LOOKUPS_MS,
    refreshIntervalMs: options.refreshIntervalMs ?? sync.refreshIntervalMs,
    healthIntervalMs: config.sync.healthIntervalSeconds * 1000,
    logRetentionMs: config.sync.logRetentionDays * 86_400_000,
  };
  // The sandbox enforces the real limit only where the pace itself is looked at.
  const sandboxCallsPerSecond = options.vkCallsPerSecond ?? UNLIMITED;
  const made = createActivities(deps, options.applyBounds);
  const activities = options.alterActivities?.(made) ?? made;
  let workers: RunningWorkers | null = null;
  const merchants: PipelineMerchant[] = [];

  const env: PipelineEnv = {
    base,
    db: base.db,
    sandboxUrl: running.url,
    temporal,
    services,
    control,
    environment,
    workers: {
      start: async () => void (workers ??= await startWorkers(address, activities, base.metrics)),
      stop: async () => {
        await workers?.stop();
        workers = null;
      },
    },
    async addMerchant(order) {
      const merchant = await connectMerchant(
        { db: base.db, temporal, services, control },
        order,
        sandboxCallsPerSecond,
      );
      merchants.push(merchant);
      return merchant;
    },
    dispatch: () => dispatchDue({ ...deps, start: pipelines.start }),
    stats: () => control('GET', '/stats'),
    faults: async (...rules) => {
      const { ids } = await control<{ ids: readonly number[] }>('POST', '/faults', rules);
      return async () => {
        await Promise.all(ids.map(id => control('DELETE', `/faults/${id}`)));
      };
    },
    async close() {
      for (const { workflowId } of merchants) await pipelines.terminate(workflowId, 'the test is over');
      await env.workers.stop();
      await sync.apiLog.drain();
      await temporal.connection.close();
      await base.db.close();
      await running.close();
      await database.drop();
    },
  };
  if (options.workers !== false) await env.workers.start();
  return env;
}
