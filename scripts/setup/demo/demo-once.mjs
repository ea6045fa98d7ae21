import { appCommand } from '../app-command.mjs';
import { secondsSince, step, timed } from '../progress.mjs';
import { MERCHANT, syncCommand } from './demo-merchant.mjs';
import { demoReport, isSuccess, vkFigures } from './demo-report.mjs';

const FIRST_SYNC_SECONDS = 900;

/**
 * Syncs to the end, prints one JSON object on stdout, and tells whether the goods are in the shop.
 * @param {import('./demo-merchant.mjs').Demo} demo
 * @param {{ isActive: boolean, webUrl: string, startedAt: number, times: Record<string, number>, log: import('../progress.mjs').Log }} options
 * @returns {Promise<number>} exit code
 */
export async function syncOnce(demo, { isActive, webUrl, startedAt, times, log }) {
  const { sandbox } = demo;
  const before = await sandbox.visibleGoods(MERCHANT);
  await sandbox.startCounting();
  const sync = () => timed(times, 'sync', () => syncToTheEnd(demo, isActive));
  const result = await step(
    log,
    'sync: filling the shop',
    sync,
    ({ json }) => `sync: ${json['status'] ?? 'no result'}`,
  );
  const visible = await sandbox.visibleGoods(MERCHANT);
  const job = withGoodsOfEarlierJob(result.json, visible - before);
  const vk = vkFigures(await sandbox.counted(), Number(job['created'] ?? 0));
  const elapsedSeconds = secondsSince(startedAt);
  const report = demoReport({ job, visible, url: webUrl, elapsedSeconds, setupSeconds: times, vk });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (isSuccess({ job, visible })) return 0;
  const said = job['reason'] ?? result.stderr.trim().split('\n').slice(-3).join(' | ');
  log(`✗ The sync did not succeed (${job['status'] ?? `exit code ${result.status}`}): ${said}`);
  return 1;
}

/**
 * @param {import('./demo-merchant.mjs').Demo} demo
 * @param {boolean} isActive
 */
async function syncToTheEnd(demo, isActive) {
  const options = { env: demo.env, timeoutSeconds: FIRST_SYNC_SECONDS };
  const first = await appCommand([...syncCommand(demo, isActive), '--wait'], options);
  const hasWaited = isActive || first.status !== 0 || 'status' in first.json;
  return hasWaited ? first : appCommand([...syncCommand(demo, true), '--wait'], options);
}

/**
 * If the run that switching on began was waited for through the next one, the goods in the shop are that first run's.
 * @param {Record<string, unknown>} job
 * @param {number} added
 */
export function withGoodsOfEarlierJob(job, added) {
  return job['status'] === 'unchanged' && added > 0 ? { ...job, status: 'success', created: added, unchanged: 0 } : job;
}
