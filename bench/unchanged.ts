import { startPipelineEnv, type PipelineEnv } from '../test/support/pipeline-env.js';
import type { PipelineMerchant } from '../test/support/pipeline-merchant.js';
import { until } from '../test/support/until.js';
import type { Bench } from './bench.js';
import { fillShop, onePhoto } from './fill-shop.js';
import { atMost, exactly, type Line } from './line.js';

const RUN_MS = 300_000;

/** The hour in which nothing happened, within the day after a full read and after it. */
export const unchanged: Bench = {
  name: 'unchanged',
  what: 'runs over a published catalogue in which nothing changed',
  goods: 10_000,
  measure,
};

async function measure(goods: number): Promise<readonly Line[]> {
  const env = await startPipelineEnv({ onePhoto: await onePhoto() });
  try {
    const merchant = await fillShop(env, goods);
    // What VK makes of the texts is learnt at the first full read after writing.
    await merchant.run('sync');
    const hourly = await trafficOf(env, merchant);
    // The last full read is a day old now.
    await env.db.change(
      'UPDATE sync_configs SET shop_read_at = shop_read_at - INTERVAL 25 HOUR WHERE user_id = :userId',
      {
        userId: merchant.userId,
      },
    );
    const daily = await trafficOf(env, merchant);
    return [
      exactly('VK calls of an hourly run', hourly.vkCalls, 0),
      exactly('ended as unchanged', Number(hourly.status === 'unchanged' && daily.status === 'unchanged'), 1),
      atMost('VK calls of a run with a full read', daily.vkCalls, goods <= 5000 ? 4 : 5),
      exactly('VK writes of both', hourly.writes + daily.writes, 0),
    ];
  } finally {
    await env.close();
  }
}

/** The clock starts a run; what VK saw of it. */
async function trafficOf(env: PipelineEnv, merchant: PipelineMerchant) {
  const known = (await merchant.jobs()).length;
  await env.db.change('UPDATE sync_configs SET next_due_at = NULL, rest_until = NULL WHERE user_id = :userId', {
    userId: merchant.userId,
  });
  await env.control('POST', '/stats/reset');
  await env.dispatch();
  const job = await until(
    'the run of the clock',
    async () => {
      const newest = (await merchant.jobs()).slice(known).at(-1);
      return newest === undefined || newest.finishedAt === null ? null : newest;
    },
    RUN_MS,
  );
  await merchant.pipelineEnd();
  const stats = await merchant.stats();
  return { status: job.status, vkCalls: stats.vkCalls, writes: stats.writeOperations };
}
