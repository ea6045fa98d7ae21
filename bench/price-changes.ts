import { startPipelineEnv } from '../test/support/pipeline-env.js';
import type { Bench } from './bench.js';
import { fillShop, onePhoto } from './fill-shop.js';
import { atMost, exactly, told, type Line } from './line.js';

/** All prices change at once; the share of big steps stays below what a brake looks at. */
export const priceChanges: Bench = {
  name: 'price-changes',
  what: 'every price of a published catalogue changes',
  goods: 2000,
  measure,
};

async function measure(goods: number): Promise<readonly Line[]> {
  const env = await startPipelineEnv({ onePhoto: await onePhoto() });
  try {
    const merchant = await fillShop(env, goods);
    const products = await merchant.products();
    for (const { id, price } of products) await merchant.edit(id, { price: Math.round((price ?? 100) * 110) / 100 });
    await env.control('POST', '/stats/reset');
    const job = await merchant.run('sync');
    const stats = await merchant.stats();
    return [
      exactly('prices changed', job.counters.updated, goods),
      atMost('VK calls of all price changes', stats.vkCalls, Math.max(20, goods / 20)),
      told('of them calls that write', stats.writeCalls),
      exactly('error 6', stats.tooManyPerSecond, 0),
    ];
  } finally {
    await env.close();
  }
}
