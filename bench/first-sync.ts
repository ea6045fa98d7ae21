import { performance } from 'node:perf_hooks';
import { startPipelineEnv } from '../test/support/pipeline-env.js';
import type { Bench } from './bench.js';
import { slotFigures } from './figures.js';
import { atLeast, atMost, exactly, told, type Line } from './line.js';

/** What VK allows, and the product's default. */
const VK_CALLS_PER_SECOND = 3;

/** How well a first sync uses what VK allows, at the real pace: about 0.8 s a good. */
export const firstSync: Bench = {
  name: 'first-sync',
  what: 'a first sync at three calls a second',
  goods: 300,
  measure,
};

async function measure(goods: number): Promise<readonly Line[]> {
  const env = await startPipelineEnv({ vkCallsPerSecond: VK_CALLS_PER_SECOND });
  try {
    const merchant = await env.addMerchant({ generate: { goods } });
    await env.control('POST', '/stats/reset');
    const since = await merchant.lastCall();
    const startedAt = performance.now();
    const { jobId } = await env.services.sync.runNow(merchant.userId);
    const first = await merchant.finished(jobId, goods * 3000 + 60_000);
    const seconds = (performance.now() - startedAt) / 1000;
    await merchant.pipelineEnd();
    const stats = await merchant.stats();
    const slots = slotFigures(await merchant.vkCalls(since));
    process.stderr.write(`longest gaps: ${JSON.stringify(slots.gaps)}\n`);
    process.stderr.write(`calls: ${JSON.stringify(stats.vkCallsByMethod)}\n`);

    const callsOf = async (work: () => Promise<unknown>): Promise<number> => {
      await env.control('POST', '/stats/reset');
      await work();
      return (await merchant.stats()).vkCalls;
    };
    const unchanged = await callsOf(() => merchant.run());
    const [good] = await merchant.products();
    await merchant.edit(good?.id ?? '', { price: 4999 });
    const onePrice = await callsOf(() => merchant.run());

    return [
      exactly('items created', first.counters.created, goods),
      told('seconds', seconds),
      atMost('VK calls per new item', stats.vkCalls / Math.max(1, first.counters.created), 3.2),
      atLeast('share of call slots used', slots.use, 0.95),
      atMost('most calls in 1000 ms', slots.maxInOneSecond, VK_CALLS_PER_SECOND),
      exactly('error 6', stats.tooManyPerSecond, 0),
      atMost('VK calls of an unchanged run', unchanged, 6),
      atMost('VK calls of one price change', onePrice, 7),
    ];
  } finally {
    await env.close();
  }
}
