import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { freePort } from '../scripts/setup/process/free-port.mjs';
import { toStderr } from '../scripts/setup/progress.mjs';
import { makeThrowAwayFolder } from '../scripts/setup/throw-away-folder.mjs';
import { loadConfig } from '../src/config/load-config.js';
import type { Database } from '../src/db/database.js';
import { migrateUp } from '../src/db/migrate.js';
import { composeBase } from '../src/main/compose.js';
import { composeServices } from '../src/main/compose-services.js';
import type { WebServices } from '../src/services/web-services.js';
import { lazyTemporal } from '../temporal/connect.js';
import { createOrchestrator } from '../temporal/orchestrator.js';
import { controlOf } from '../test/clients/sandbox-setup.js';
import { POLLING } from '../test/support/drill-worker.js';
import { KeptWorker } from './servers/kept-worker.js';
import { KillableMariadb } from './servers/killable-mariadb.js';
import { KillableTemporal } from './servers/killable-temporal.js';
import { startOwnProcess } from './servers/own-process.js';
import { startSandboxProcess } from './servers/sandbox-process.js';
import { writeWorkflowBundle } from './servers/workflow-bundle.js';

/** Slots per second of every token's lane: the most the product takes, so that a run is over in seconds. */
export const CALLS_PER_SECOND = 20;

/** All servers of one run, each a process of its own that may be killed. */
export interface ChaosEnv {
  readonly mariadb: KillableMariadb;
  readonly temporal: KillableTemporal;
  readonly worker: KeptWorker;
  /** One more worker, beside the first; ends with the run unless it is ended before. */
  secondWorker(): Promise<KeptWorker>;
  /** Address of a web process, started when first asked for. */
  webUrl(): Promise<string>;
  readonly control: ReturnType<typeof controlOf>;
  readonly db: Database;
  readonly client: Client;
  readonly services: WebServices;
  readonly close: () => Promise<void>;
}

export interface EnvOptions {
  /** Of the sandbox's faults. */
  readonly seed: number;
  /** Data and logs stay where they are, to be read. */
  readonly isKept?: boolean;
}

/** Starts MariaDB, Temporal, the sandbox and a worker in a throw-away folder. */
export async function startChaosEnv({ seed, isKept = false }: EnvOptions): Promise<ChaosEnv> {
  const folder = isKept ? mkdtempSync(join(tmpdir(), 'evosync-chaos-')) : makeThrowAwayFolder('chaos');
  const closing: (() => Promise<unknown>)[] = [
    () => {
      if (isKept) toStderr(`→ data and logs are in ${folder}`);
      else rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  ];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step().catch(() => undefined);
  };
  try {
    const [mariadb, temporal, bundle] = await Promise.all([
      KillableMariadb.start(join(folder, 'mariadb')),
      KillableTemporal.start(join(folder, 'temporal')),
      writeWorkflowBundle(folder),
    ]);
    closing.push(() => mariadb.end());
    closing.push(() => temporal.end());
    const { url, process: sandbox } = await startSandboxProcess(folder, seed);
    closing.push(() => sandbox.end());
    const environment = {
      NODE_ENV: 'test',
      DATA_DIR: folder,
      DATABASE_URL: mariadb.url,
      TEMPORAL_ADDRESS: temporal.address,
      EVOTOR_API_URL: `${url}/evotor`,
      VK_API_URL: `${url}/vk`,
      VK_ID_URL: `${url}/vkid`,
      VK_CALLS_PER_SECOND: String(CALLS_PER_SECOND),
      SECRET_KEY: randomBytes(24).toString('hex'),
      TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: process.env['CHAOS_LOG_LEVEL'] ?? 'warn',
    };
    const base = composeBase(loadConfig({ ...environment, LOG_LEVEL: 'error' }), 'chaos', mariadb.url);
    closing.push(() => base.db.close());
    await migrateUp(base.db);
    const client = lazyTemporal({ address: temporal.address, namespace: 'default' });
    closing.push(() => client.connection.close());

    let workers = 0;
    const startWorker = () => {
      const logFile = join(folder, `worker-${(workers += 1)}.log`);
      const kept = new KeptWorker(() =>
        startOwnProcess({ script: ['chaos/worker.ts', bundle], env: environment, logFile, ready: new RegExp(POLLING) }),
      );
      closing.push(() => kept.end());
      return kept;
    };
    const worker = startWorker();
    await worker.ready();

    let web: Promise<string> | null = null;
    const startWeb = async (): Promise<string> => {
      const port = String(await freePort());
      const site = await startOwnProcess({
        script: ['src/main/web.ts'],
        env: { ...environment, PORT: port, LOG_LEVEL: 'info' },
        logFile: join(folder, 'web.log'),
        ready: /web is listening/,
      });
      closing.push(() => site.end());
      return `http://127.0.0.1:${port}`;
    };
    return {
      mariadb,
      temporal,
      worker,
      async secondWorker() {
        const second = startWorker();
        await second.ready();
        return second;
      },
      webUrl: () => (web ??= startWeb()),
      control: controlOf(url),
      db: base.db,
      client,
      services: composeServices(base, createOrchestrator(client)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
