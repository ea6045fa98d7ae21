import { expect } from 'chai';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import { until } from '../support/until.js';

/** What `APPLY_WINDOW_MS` of the workflow is: each batch claims to have taken so long. */
const WINDOW_MS = 10 * 60_000;

describe('a first load that takes longer than the apply window', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv({
      applyBounds: { budgetMs: 90_000, maxOperations: 6 },
      alterActivities: activities => ({
        ...activities,
        applyBatch: async job => ({ ...(await activities.applyBatch(job)), spentMs: WINDOW_MS }),
      }),
    });
  });
  after(() => env.close());

  it('reads the till anew in between, so that a new price does not wait for its end, and is one job', async () => {
    const merchant = await env.addMerchant({ generate: { goods: 18, groups: 2 } });
    await env.faults({ vendor: 'vk', method: 'market.add', merchant: merchant.id, effect: { kind: 'delay', ms: 100 } });
    const { jobId } = await env.services.sync.runNow(merchant.userId);
    const [first] = await until('the first item', async () => {
      const { items } = await merchant.shop();
      return items.length > 0 && items;
    });
    await merchant.edit(first!.sku, { price: 1234 });
    await until('the new price', async () => (await merchant.item(first!.sku)).priceKopecks === 123_400);
    expect((await merchant.shop()).items.length).to.be.lessThan(18);

    const job = await merchant.finished(jobId);
    await merchant.pipelineEnd();
    expect(job).to.include({ status: 'success' });
    expect(job.counters).to.include({ created: 18, updated: 1, failed: 0 });
    expect(job.progress).to.deep.include({ done: job.operations.length, total: job.operations.length });
    expect(await merchant.jobs()).to.have.length(1);
    const { items, photos } = await merchant.shop();
    expect(new Set(items.map(({ sku }) => sku)).size)
      .to.equal(18)
      .and.equal(items.length);
    expect(photos).to.have.length(18);
    expect(items.every(({ albumIds }) => albumIds.length === 1)).to.equal(true);
  });
});
