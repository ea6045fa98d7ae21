import { performance } from 'node:perf_hooks';
import { startPipelineEnv } from '../test/support/pipeline-env.js';
import { slotFigures } from './figures.js';
import { withServers } from './servers.js';

/**
 * How well a first sync uses what VK allows: `npm run bench [goods]`, 300 goods unless given (about five and a half
 * minutes at three calls a second). Prints a table and one line of JSON; exit code 1 when a bound is missed.
 */
const VK_CALLS_PER_SECOND = 3;

interface Line {
  readonly figure: string;
  readonly value: number;
  readonly bound: string;
  readonly isMet: boolean;
}

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

    const line = (figure: string, value: number, bound: string, isMet: boolean): Line => ({
      figure,
      value: Math.round(value * 1000) / 1000,
      bound,
      isMet,
    });
    const perItem = stats.vkCalls / Math.max(1, first.counters.created);
    return [
      line('items created', first.counters.created, `= ${goods}`, first.counters.created === goods),
      line('seconds', seconds, '', true),
      line('VK calls per new item', perItem, '<= 3.2', perItem <= 3.2),
      line('share of call slots used', slots.use, '>= 0.9', slots.use >= 0.9),
      line('most calls in 1000 ms', slots.maxInOneSecond, '<= 3', slots.maxInOneSecond <= VK_CALLS_PER_SECOND),
      line('error 6', stats.tooManyPerSecond, '= 0', stats.tooManyPerSecond === 0),
      line('VK calls of an unchanged run', unchanged, '<= 6', unchanged <= 6),
      line('VK calls of one price change', onePrice, '<= 7', onePrice <= 7),
    ];
  } finally {
    await env.close();
  }
}

const goods = Number(process.argv[2] ?? 300);
const endServers = await withServers();
try {
  const lines = await measure(goods);
  for (const { figure, value, bound, isMet } of lines)
    process.stdout.write(`${isMet ? '✓' : '✗'} ${figure.padEnd(30)} ${String(value).padStart(9)}  ${bound}\n`);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(lines.map(({ figure, value }) => [figure, value])))}\n`);
  process.exitCode = lines.every(({ isMet }) => isMet) ? 0 : 1;
} finally {
  await endServers();
}
