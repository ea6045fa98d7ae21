import { expect } from 'chai';
import { Random } from '../../sandbox/world/random.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { FinishedJob, PipelineMerchant } from '../support/pipeline-merchant.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';

/** `TEST_SEED` repeats the moment of an earlier run. */
const SEED = process.env['TEST_SEED'] ?? String(Date.now() % 100_000);
const GOODS = 24;

describe(`a worker that is killed in the middle of its work (TEST_SEED=${SEED})`, function () {
  this.timeout(90_000);
  let env: PipelineEnv;
  let writing: readonly PipelineMerchant[];
  let reading: PipelineMerchant;
  let editing: PipelineMerchant;
  let jobs: ReadonlyMap<PipelineMerchant, FinishedJob>;
  /** What each good of the merchant who edits costs at the till in the end, in kopecks. */
  let edited: ReadonlyMap<string, number>;

  before(async () => {
    env = await startPipelineEnv({ workers: false });
    const worker = await startWorkerProcess({ ...env.environment, VK_CALLS_PER_SECOND: '20' });
    writing = [await env.addMerchant(order()), await env.addMerchant(order())];
    reading = await env.addMerchant(order());
    editing = await env.addMerchant(order());
    await editing.run();
    // Each one is dearer, by so little that no brake asks about it.
    const dearer = (await editing.products()).map(({ id, price = 0 }) => [id, price + 1] as const);
    for (const [id, price] of dearer) await editing.edit(id, { price });
    edited = new Map(dearer.map(([id, price]) => [id, Math.round(price * 100)]));
    // One is read slowly and one answers its scripts late, so that the kill meets every kind of work.
    const hurry = await env.faults(
      { vendor: 'evotor', merchant: reading.id, effect: { kind: 'delay', ms: 4000 } },
      { vendor: 'vk', method: 'execute', merchant: editing.id, effect: { kind: 'delay', ms: 1500 } },
    );
    const all = [...writing, reading, editing];
    const asked = await Promise.all(
      all.map(async merchant => [merchant, (await env.services.sync.runNow(merchant.userId)).jobId] as const),
    );
    const adds = new Random(SEED).int(3, GOODS);
    await until(`${adds} items of the first merchant`, async () => (await writing[0]!.shop()).items.length >= adds);
    await worker.kill();
    await hurry();
    await env.workers.start();
    const ends = asked.map(async ([merchant, jobId]) => [merchant, await merchant.finished(jobId, 75_000)] as const);
    jobs = new Map(await Promise.all(ends));
  });
  after(() => env.close());

  it('leaves every job to the next worker, which ends it as a success', () => {
    for (const job of jobs.values()) expect(job).to.include({ status: 'success' });
  });

  it('loses no good and makes no twin', async () => {
    for (const merchant of jobs.keys()) {
      const { items } = await merchant.shop();
      const keys = (await merchant.products()).map(({ id }) => id).sort();
      expect(items.map(({ sku }) => sku).sort()).to.deep.equal(keys);
      expect(items.every(({ state }) => state === 'visible')).to.equal(true);
    }
  });

  it('puts every item into its album', async () => {
    for (const merchant of jobs.keys()) {
      const { items, albums } = await merchant.shop();
      expect(items.every(({ albumIds }) => albumIds.length === 1)).to.equal(true);
      expect(new Set(albums.map(({ title }) => title)).size).to.equal(albums.length);
    }
  });

  it('brings the edits that were under way to VK', async () => {
    const { items } = await editing.shop();
    expect(new Map(items.map(({ sku, priceKopecks }) => [sku, priceKopecks]))).to.deep.equal(edited);
  });

  it('leaves no operation without an end', () => {
    const ends = [...jobs.values()].flatMap(({ operations }) =>
      operations.map(({ kind, state }) => `${kind} ${state}`),
    );
    expect(ends.filter(end => !end.endsWith(' done'))).to.deep.equal([]);
  });

  it('leaves nothing to do for the next run', async () => {
    for (const merchant of writing) expect(await merchant.run()).to.include({ status: 'unchanged' });
  });

  function order() {
    return { generate: { goods: GOODS, groups: 2 } };
  }
});
