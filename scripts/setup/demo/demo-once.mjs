import { appCommand } from '../app-command.mjs';
import { secondsSince, step, timed } from '../progress.mjs';
import { MERCHANT } from './demo-merchant.mjs';
import { demoReport, isSuccess, vkFigures } from './demo-report.mjs';

const FIRST_SYNC_SECONDS = 900;

/**
 * Syncs to the end, prints one JSON object on stdout, and tells whether the goods are in the shop.
 * @param {object} demo
 * @param {NodeJS.ProcessEnv} demo.env
 * @param {import('./demo-environment.mjs').DemoLogin} demo.login
 * @param {import('./demo-sandbox.mjs').Sandbox} demo.sandbox
 * @param {string} demo.webUrl
 * @param {number} demo.startedAt
 * @param {Record<string, number>} demo.times
 * @param {import('../progress.mjs').Log} demo.log
 * @returns {Promise<number>} exit code
 */
export async function syncOnce({ env, login, sandbox, webUrl, startedAt, times, log }) {
  const words = ['sync:run', '--user', login.email, '--wait', '--json'];
  const sync = () => appCommand(words, { env, timeoutSeconds: FIRST_SYNC_SECONDS });
  const result = await step(
    log,
    'sync: filling the shop',
    () => timed(times, 'sync', sync),
    ({ json }) => `sync: ${json['status'] ?? 'no result'}`,
  );
  const job = result.json;
  const visible = await sandbox.visibleGoods(MERCHANT);
  const vk = vkFigures(await sandbox.counted(), Number(job['created'] ?? 0));
  const elapsedSeconds = secondsSince(startedAt);
  const report = demoReport({ job, visible, url: webUrl, elapsedSeconds, setupSeconds: times, vk });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (isSuccess({ job, visible })) return 0;
  const said = job['reason'] ?? result.stderr.trim().split('\n').slice(-3).join(' | ');
  log(`✗ The sync did not succeed (${job['status'] ?? `exit code ${result.status}`}): ${said}`);
  return 1;
}
