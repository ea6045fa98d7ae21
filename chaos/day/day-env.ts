import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../scripts/setup/process/free-port.mjs';
import { loadConfig } from '../../src/config/load-config.js';
import { composeBase } from '../../src/main/compose.js';
import { composeServices } from '../../src/main/compose-services.js';
import { lazyTemporal } from '../../temporal/connect.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { controlOf } from '../../test/clients/sandbox-setup.js';
import type { MerchantPlace } from '../merchant/chaos-merchant.js';
import { KeptWorker } from '../servers/kept-worker.js';
import { KillableMariadb } from '../servers/killable-mariadb.js';
import { KillableTemporal } from '../servers/killable-temporal.js';
import { startOwnProcess, type OwnProcess } from '../servers/own-process.js';
import { startSandboxProcess } from '../servers/sandbox-process.js';
import { FrontDoor } from './front-door.js';
import { installRelease, type Release } from './release.js';

const run = promisify(execFile);

/** What the clock of the product is set to for the day: seconds between two runs of a merchant, an hour otherwise. */
const INTERVAL_SECONDS = 60;

/** The whole service of one day: real servers, the two vendors, and the programs as they are deployed. */
export interface DayEnv extends MerchantPlace {
  readonly folder: string;
  readonly mariadb: KillableMariadb;
  readonly temporal: KillableTemporal;
  readonly door: FrontDoor;
  readonly releases: { readonly old: Release; readonly next: Release };
  /** Runs a command of the program; answers its standard output. Throws with its standard error. */
  cli(release: Release, args: readonly string[]): Promise<string>;
  /** A worker under a supervisor. */
  startWorker(release: Release): Promise<DayWorker>;
  /** A site on a port of its own; the door does not lead to it yet. */
  startWeb(release: Release): Promise<DayWeb>;
  close(): Promise<void>;
}

export interface DayWorker {
  readonly kept: KeptWorker;
  readonly pid: () => number | null;
}

export interface DayWeb {
  readonly port: number;
  readonly process: OwnProcess;
}

export async function startDay(folder: string, seed: number): Promise<DayEnv> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step().catch(() => undefined);
  };
  try {
    const [mariadb, temporal] = await Promise.all([
      KillableMariadb.start(join(folder, 'mariadb')),
      KillableTemporal.start(join(folder, 'temporal')),
    ]);
    closing.push(() => mariadb.end());
    closing.push(() => temporal.end());
    const { url: vendors, process: sandbox } = await startSandboxProcess(folder, seed);
    closing.push(() => sandbox.end());
    const door = await FrontDoor.open();
    closing.push(() => door.close());
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    const environment = {
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      BASE_URL: door.url,
      DATABASE_URL: mariadb.url,
      TEMPORAL_ADDRESS: temporal.address,
      EVOTOR_API_URL: `${vendors}/evotor`,
      VK_API_URL: `${vendors}/vk`,
      VK_ID_URL: `${vendors}/vkid`,
      // The most the product takes: the vendors are as fast as the machine, and the day has ten minutes.
      VK_CALLS_PER_SECOND: '20',
      CATALOG_REFRESH_INTERVAL_SECONDS: String(INTERVAL_SECONDS),
      HEALTH_CHECK_INTERVAL_SECONDS: '60',
      EVOTOR_WEBHOOK_SECRET: randomBytes(24).toString('hex'),
      SECRET_KEY: randomBytes(24).toString('hex'),
      TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'info',
    };
    const base = composeBase(loadConfig({ ...environment, LOG_LEVEL: 'error' }), 'day', mariadb.url);
    closing.push(() => base.db.close());
    const client = lazyTemporal({ address: temporal.address, namespace: 'default' });
    closing.push(() => client.connection.close());
    const releases = { old: installRelease(folder, '1.0.0'), next: installRelease(folder, '1.1.0') };

    let processes = 0;
    const logFile = (name: string): string => join(folder, `${name}-${(processes += 1)}.log`);
    return {
      folder,
      mariadb,
      temporal,
      door,
      releases,
      control: controlOf(vendors),
      db: base.db,
      client,
      services: composeServices(base, createOrchestrator(client)),
      async cli(release, args) {
        const env = { ...environment, PATH: process.env['PATH'], HOME: process.env['HOME'] };
        const { stdout } = await run(process.execPath, [release.cli, ...args], { cwd: release.folder, env });
        return stdout;
      },
      async startWorker(release) {
        let current: OwnProcess | null = null;
        const kept = new KeptWorker(async () => {
          const order = { script: [release.worker], env: environment, ready: /worker is polling/ };
          current = await startOwnProcess({ ...order, logFile: logFile(`worker-${release.version}`) });
          return current;
        });
        closing.push(() => kept.end());
        await kept.ready();
        return { kept, pid: () => current?.pid ?? null };
      },
      async startWeb(release) {
        const port = await freePort();
        const site = await startOwnProcess({
          script: [release.web],
          env: { ...environment, PORT: String(port) },
          logFile: logFile(`web-${release.version}`),
          ready: /web is listening/,
        });
        closing.push(() => site.end());
        return { port, process: site };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
