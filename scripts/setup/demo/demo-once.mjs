import { appCommand } from '../app-command.mjs';
import { secondsSince, step, timed } from '../progress.mjs';
import { MERCHANT, syncCommand } from './demo-merchant.mjs';
import { demoReport, isSuccess, vkFigures } from './demo-report.mjs';

const FIRST_SYNC_SECONDS = 900;

/**
 * Syncs to the end, prints one JSON object on stdout, and tells whether the goods are in the shop.
 * @param {import('./demo-merchant.mjs').Demo} demo
 * @param {{ webUrl: string, startedAt: number, times: Record<string, number>, log: import('../progress.mjs').Log }} options
 * @returns {Promise<number>} exit code
 */
export async function syncOnce(demo, { webUrl, startedAt, times, log }) {
  const { sandbox } = demo;
  await sandbox.startCounting();
  const command = [...syncCommand(demo), '--wait'];
  const sync = () =>
    timed(times, 'sync', () => appCommand(command, { env: demo.env, timeoutSeconds: FIRST_SYNC_SECONDS }));
  const result = await step(
    log,
    'sync: filling the shop',
    sync,
    ({ json }) => `sync: ${json['status'] ?? 'no result'}`,
  );
  const visible = await sandbox.visibleGoods(MERCHANT);
  const job = result.json;
  const vk = vkFigures(await sandbox.counted(), Number(job['created'] ?? 0));
  const elapsedSeconds = secondsSince(startedAt);
  const report = demoReport({ job, visible, url: webUrl, elapsedSeconds, setupSeconds: times, vk });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (isSuccess({ job, visible })) return 0;
  const said = job['reason'] ?? result.stderr.trim().split('\n').slice(-3).join(' | ');
  log(`✗ The sync did not succeed (${job['status'] ?? `exit code ${result.status}`}): ${said}`);
  return 1;
}
