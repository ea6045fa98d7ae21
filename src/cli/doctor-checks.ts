import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { schemaState } from '../db/schema-state.js';
import { isAppError } from '../domain/errors.js';
import { clockSkewMs, SKEW_REFUSED_MS, SKEW_WARNED_MS } from '../services/operations/clock-skew.js';
import { operatorSentence } from '../services/operations/operator-sentence.js';
import type { CliContext } from './context.js';

/** `warning`: EvoSync runs, but somebody should look at it. */
export type CheckState = 'ok' | 'warning' | 'fail';

export interface Finding {
  readonly state: CheckState;
  readonly detail: string;
}
export interface Check {
  readonly name: string;
  /** What to do when it is not `ok`. */
  readonly remedy: string;
  find(context: CliContext): Promise<Finding> | Finding;
}

const MEGABYTE = 1024 * 1024;
/** Below it letters and keys may no longer be written. */
const FREE_NEEDED = 100 * MEGABYTE;
const FREE_WANTED = 1024 * MEGABYTE;

const good = (detail: string): Finding => ({ state: 'ok', detail });
const warning = (detail: string): Finding => ({ state: 'warning', detail });
const bad = (detail: string): Finding => ({ state: 'fail', detail });

/** All of them, in the order in which one builds on the other. */
export const CHECKS: readonly Check[] = [
  { name: 'node', remedy: 'install Node 20.19 or newer', find: () => nodeFinding(process.versions.node) },
  {
    name: 'database',
    remedy: 'start `npm start`, or set DATABASE_URL to a MariaDB that answers',
    async find(context) {
      const row = await (await context.db()).first<{ v: string }>('SELECT VERSION() AS v');
      return good(`MariaDB ${row?.v ?? '?'}`);
    },
  },
  {
    name: 'schema',
    remedy: 'run `evosync migrate`',
    async find(context) {
      const { pending, unknown } = await schemaState(await context.db());
      if (unknown.length > 0)
        return bad(
          `newer than this program, which does not know ${unknown.join(', ')}: install the newer EvoSync instead`,
        );
      return pending.length > 0 ? bad(`not applied: ${pending.join(', ')}`) : good('up to date');
    },
  },
  {
    name: 'clock',
    remedy: 'switch time synchronisation on (`timedatectl set-ntp true`), here and where the database is',
    async find(context) {
      const skew = Math.abs(await clockSkewMs(await context.db(), Date.now));
      const detail = `${(skew / 1000).toFixed(1)} s beside the database's`;
      return skew > SKEW_REFUSED_MS ? bad(detail) : skew > SKEW_WARNED_MS ? warning(detail) : good(detail);
    },
  },
  {
    name: 'disk',
    remedy: 'free some space, or move DATA_DIR to a larger disk',
    async find({ config }) {
      const { bavail, bsize } = await statfs(nearestFolder(config.dataDir));
      return diskFinding(bavail * bsize);
    },
  },
  {
    name: 'temporal',
    remedy: 'start `npm start`, or set TEMPORAL_ADDRESS to a server that answers',
    async find(context) {
      if (!(await (await context.orchestrator()).isReady())) return bad('Temporal does not answer');
      return good('answers');
    },
  },
  {
    name: 'namespace',
    remedy: 'run `evosync schedules:apply`',
    async find(context) {
      const { version, namespace, missingAttributes } = await (await context.orchestrator()).describeServer();
      const detail = `${namespace} on server ${version}`;
      return missingAttributes === null || missingAttributes.length === 0
        ? good(detail)
        : warning(`${detail} does not know the search attributes ${missingAttributes.join(', ')}`);
    },
  },
  {
    name: 'schedules',
    remedy: 'run `evosync schedules:apply`; resume what is paused on /admin/health',
    async find(context) {
      const clock = await (await context.orchestrator()).describeClock();
      const missing = clock.filter(({ isThere }) => !isThere).map(({ id }) => `${id} is missing`);
      const paused = clock.filter(({ isThere, isPaused }) => isThere && isPaused).map(({ id }) => `${id} is paused`);
      const faults = [...missing, ...paused];
      return faults.length > 0 ? warning(faults.join(', ')) : good(clock.map(({ id }) => id).join(', '));
    },
  },
  {
    name: 'workers',
    remedy: 'start a worker, or look into its log',
    async find(context) {
      const queues = await (await context.orchestrator()).describeQueues();
      const idle = [...new Set(queues.filter(({ pollers }) => pollers.length === 0).map(({ name }) => name))];
      const count = new Set(queues.flatMap(({ pollers }) => pollers.map(({ identity }) => identity))).size;
      return idle.length > 0 ? warning(`nobody polls ${idle.join(', ')}`) : good(`${count} at work`);
    },
  },
  {
    name: 'site',
    remedy: 'set DOMAIN to the public host name, and TRUST_PROXY to the number of proxies in front (1 with our nginx)',
    find: ({ config }) => siteFinding(config),
  },
  {
    name: 'mail',
    remedy: 'set EMAIL_PROVIDER=smtp, SMTP_URL and EMAIL_FROM',
    find: ({ config: { mail, isProduction } }) =>
      mail.provider === 'smtp'
        ? good(`smtp, ${new URL(mail.smtpUrl).host}`)
        : isProduction
          ? warning('letters are only written to DATA_DIR/mail: nobody gets one')
          : good('console, letters are written to DATA_DIR/mail'),
  },
  {
    name: 'vendors',
    remedy: 'check EVOTOR_API_URL and VK_API_URL',
    find: ({ config }) => good(`${new URL(config.evotor.apiUrl).host}, ${new URL(config.vk.apiUrl).host}`),
  },
];

/** @internal */
export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19) ? good(`v${version}`) : bad(`v${version} is too old`);
}

/** @internal */
export function diskFinding(freeBytes: number): Finding {
  const detail = `${Math.floor(freeBytes / MEGABYTE)} MB free for DATA_DIR`;
  return freeBytes < FREE_NEEDED ? bad(detail) : freeBytes < FREE_WANTED ? warning(detail) : good(detail);
}

/** @internal */
export function siteFinding({
  isProduction,
  baseUrl,
  http,
}: Pick<CliContext['config'], 'isProduction' | 'baseUrl' | 'http'>): Finding {
  const { protocol, hostname } = new URL(baseUrl);
  const isHere = hostname === 'localhost' || hostname.startsWith('127.');
  if (!isProduction || isHere) return good(baseUrl);
  if (protocol !== 'https:') return warning(`${baseUrl} is not https: cookies and passwords travel in the open`);
  return http.trustProxy === 0
    ? warning(`${baseUrl}, but no proxy is trusted: behind one, everybody seems to come from the same address`)
    : good(baseUrl);
}

/** What a check that threw has found. */
export function findingOf(error: unknown): Finding {
  const sentence = isAppError(error) ? operatorSentence(error) : null;
  return bad(sentence ?? (error instanceof Error ? error.message : String(error)));
}

const nearestFolder = (folder: string): string =>
  existsSync(folder) || folder === dirname(folder) ? folder : nearestFolder(dirname(folder));
