import sharp from 'sharp';
import type { PipelineEnv } from '../test/support/pipeline-env.js';
import type { PipelineMerchant } from '../test/support/pipeline-merchant.js';

/** One picture for all goods: drawing name cards takes longer than all the rest, and no count depends on it. */
export function onePhoto(): Promise<Uint8Array> {
  return sharp({ create: { width: 400, height: 400, channels: 3, background: '#aabbcc' } })
    .jpeg()
    .toBuffer();
}

/** One published good takes so long at most when nobody holds the pace back. */
const MS_PER_GOOD = 400;

/**
 * A merchant whose whole catalogue is in the shop, by a first sync that VK's pace does not hold back: the lane of the
 * environment gives 200 slots a second, and the sandbox takes them. What is measured afterwards are counts.
 */
export async function fillShop(env: PipelineEnv, goods: number): Promise<PipelineMerchant> {
  const merchant = await env.addMerchant({ generate: { goods, groups: 20 } });
  // A till of this size is read in as few pages as Evotor allows.
  await merchant.switch({ till: { pageSize: 1000, rate: { limit: 1_000_000 } } });
  const { jobId } = await env.services.sync.runNow(merchant.userId);
  const job = await merchant.finished(jobId, goods * MS_PER_GOOD + 60_000);
  if (job.counters.created !== goods)
    throw new Error(`the first sync made ${job.counters.created} of ${goods} items (${job.status})`);
  await merchant.pipelineEnd();
  return merchant;
}
