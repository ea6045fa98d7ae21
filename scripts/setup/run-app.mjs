import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustSucceed } from './app-command.mjs';
import { startServers } from './embedded-servers.mjs';
import { step, timed } from './progress.mjs';
import { SetupError } from './setup-error.mjs';
import { nodeChild } from './supervise/node-child.mjs';

const READY_TIMEOUT_MS = 60_000;

/**
 * Servers, migrations, schedules, worker and web, in this order; done when the site says that it is ready.
 * @param {object} options
 * @param {import('./supervise.mjs').Supervisor} options.supervisor
 * @param {import('./app-settings.mjs').AppSettings} options.settings
 * @param {number} options.port
 * @param {NodeJS.ProcessEnv} options.env what the app gets besides the addresses
 * @param {boolean} options.logToFiles keep the app's log lines out of the terminal
 * @param {import('./progress.mjs').Log} options.log
 * @param {Record<string, number>} [options.times] gets the seconds of each part
 */
export async function runApp({ supervisor, settings, port, env, logToFiles, log, times = {} }) {
  const servers = await timed(times, 'servers', () => startServers(supervisor, settings, log));
  const appEnv = {
    ...env,
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    DATA_DIR: settings.dataDir,
    PORT: String(port),
    ...(servers.temporalUiUrl ? { TEMPORAL_UI_URL: servers.temporalUiUrl } : {}),
  };
  const command = (/** @type {string} */ word) => () => timed(times, word, () => mustSucceed([word], { env: appEnv }));
  await step(log, 'database: migrating', command('migrate'), () => 'database is up to date');
  await step(log, 'schedules: applying', command('schedules:apply'), () => 'schedules are set');
  const child = (/** @type {string} */ name) => ({
    name,
    script: `dist/src/main/${name}.js`,
    env: appEnv,
    logFile: logToFiles ? join(settings.dataDir, 'logs', `${name}.log`) : undefined,
  });
  const webUrl = `http://localhost:${port}`;
  const start = async () => {
    await supervisor.run(nodeChild(child('worker')));
    await supervisor.run(nodeChild(child('web')));
    await untilReady(port, supervisor);
  };
  await step(
    log,
    'app: starting web and worker',
    () => timed(times, 'app', start),
    () => `the site is ready at ${webUrl}`,
  );
  supervisor.publish({ webUrl });
  return { appEnv, webUrl, ...servers };
}

/**
 * @param {number} port
 * @param {import('./supervise.mjs').Supervisor} supervisor
 */
async function untilReady(port, supervisor) {
  /** @type {SetupError | undefined} */
  let failure;
  void supervisor.failed.then(error => (failure = error));
  const until = performance.now() + READY_TIMEOUT_MS;
  let last = 'no answer';
  while (performance.now() < until) {
    if (failure) throw failure;
    last = await askReadiness(port);
    if (last === 'ready') return;
    await sleep(50);
  }
  throw new SetupError(
    'app.not_ready',
    `The site did not become ready within ${READY_TIMEOUT_MS / 1000} s (${last}).`,
    'Read the log of web and worker.',
  );
}

/** @param {number} port */
async function askReadiness(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5000) });
    return answer.status === 200
      ? 'ready'
      : `GET /health/ready answers ${answer.status}: ${(await answer.text()).slice(0, 300)}`;
  } catch (error) {
    return `GET /health/ready: ${error instanceof Error ? error.message : error}`;
  }
}
