import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox, type RunningSandbox } from '../../sandbox/start-sandbox.js';
import type { Database } from '../../src/db/database.js';
import { controlOf } from '../clients/sandbox-setup.js';
import { emptyDatabase } from './services-env-database.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Starting and polling takes a worker some seconds on a busy machine. */
const WORKER_DEADLINE_MS = 60_000;

export interface CliAnswer {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly stdin?: string;
  /** Variables instead of the environment's own; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The real command line as a child process, with a worker, a database of its own and the sandbox. */
export interface CliEnv {
  readonly db: Database;
  readonly url: string;
  readonly sandbox: RunningSandbox;
  readonly control: ReturnType<typeof controlOf>;
  readonly dataDir: string;
  readonly temporalAddress: string;
  cli(args: readonly string[], options?: CliOptions): Promise<CliAnswer>;
  startWorker(): Promise<void>;
  /** Everything any child has written so far, standard output and error alike. */
  allOutput(): string;
  close(): Promise<void>;
}

export async function startCliEnv(): Promise<CliEnv> {
  const temporalAddress = process.env['TEST_TEMPORAL_ADDRESS'];
  if (temporalAddress === undefined)
    throw new Error('set TEST_TEMPORAL_ADDRESS: `npm test temporal`, or scripts/dev-servers.mjs');
  const base = await emptyDatabase();
  const sandbox = await startSandbox({ scenarios: [], previews: false });
  const dataDir = mkdtempSync(join(tmpdir(), 'evosync-cli-'));
  const environment: Record<string, string | undefined> = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    DATABASE_URL: base.url,
    TEMPORAL_ADDRESS: temporalAddress,
    SECRET_KEY: randomBytes(24).toString('hex'),
    TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    EVOTOR_API_URL: sandbox.evotorUrl,
    VK_API_URL: sandbox.vkUrl,
    VK_CALLS_PER_SECOND: '20',
  };
  let written = '';
  let worker: ChildProcess | null = null;

  function start(file: string, args: readonly string[], env: CliOptions['env'] = {}): ChildProcess {
    const merged = Object.entries({ ...environment, ...env }).filter(([, value]) => value !== undefined);
    return spawn(process.execPath, ['--import', 'tsx', file, ...args], {
      cwd: ROOT,
      env: Object.fromEntries(merged),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  return {
    db: base.db,
    url: base.url,
    sandbox,
    control: controlOf(sandbox.url),
    dataDir,
    temporalAddress,
    allOutput: () => written,
    cli: (args, options = {}) =>
      new Promise((resolve, reject) => {
        const child = start('src/main/cli.ts', args, options.env);
        let [stdout, stderr] = ['', ''];
        child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
        child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
        // A command that refuses its arguments ends before it has read anything.
        child.stdin?.on('error', () => undefined).end(options.stdin ?? '');
        child.once('error', reject);
        child.once('close', exit => {
          written += stdout + stderr;
          resolve({ exit, stdout, stderr });
        });
      }),
    startWorker: () =>
      new Promise((resolve, reject) => {
        const child = start('src/main/worker.ts', ['--without-schedules']);
        worker = child;
        const deadline = setTimeout(
          () => reject(new Error(`the worker does not poll: ${written.slice(-500)}`)),
          WORKER_DEADLINE_MS,
        );
        child.stdin?.end();
        for (const stream of [child.stdout, child.stderr])
          stream?.setEncoding('utf8').on('data', (text: string) => {
            written += text;
            if (!written.includes('worker is polling')) return;
            clearTimeout(deadline);
            resolve();
          });
        child.once('exit', code => reject(new Error(`the worker ended with ${code}: ${written.slice(-500)}`)));
      }),
    async close() {
      const child = worker;
      if (child?.exitCode === null) {
        const ended = new Promise(resolve => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      await sandbox.close();
      await base.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
