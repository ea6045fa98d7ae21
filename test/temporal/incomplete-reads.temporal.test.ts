import { expect } from 'chai';
import type { TillProduct } from '../../sandbox/world/till.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';

const HTML = '<html><body>502 Bad Gateway</body></html>';

describe('a till that is read in part', () => {
  let env: PipelineEnv;
  let merchant: PipelineMerchant;
  /** The store whose reads go wrong, and the one beside it. */
  let broken: string;
  let sound: string;
  let price = 100;

  before(async () => {
    env = await startPipelineEnv();
    merchant = await env.addMerchant({ generate: { goods: 6, groups: 2, stores: 2 } });
    await merchant.switch({ till: { pageSize: 4 } });
    expect(await merchant.run()).to.include({ status: 'success' });
    [broken, sound] = [...new Set((await merchant.products()).map(product => product.store_id))] as [string, string];
  });
  after(() => env.close());
  afterEach(async () => {
    await env.clearFaults();
    await merchant.switch({ stores: { [broken]: { paymentRequired: false, answersEmpty: false } } });
  });

  const goodsOf = async (store: string): Promise<readonly TillProduct[]> =>
    (await merchant.products()).filter(product => product.store_id === store);
  const faultInBroken = (rule: object) =>
    env.faults({ vendor: 'evotor', merchant: merchant.id, path: `${broken}/products`, ...rule });

  /** Changes a price in the sound store, runs, and expects that change in VK and nothing hidden. */
  async function runWithChange(status: string) {
    const [good] = await goodsOf(sound);
    price += 1;
    await merchant.edit(good!.id, { price });
    const job = await merchant.run();
    expect(job).to.include({ status });
    expect(job.counters).to.include({ hidden: 0, deleted: 0, failed: 0, updated: 1 });
    expect((await merchant.item(good!.id)).priceKopecks).to.equal(price * 100);
    expect((await merchant.shop()).items.filter(({ state }) => state === 'visible')).to.have.length(12);
    return job;
  }

  async function storeState(store: string) {
    const { rows } = await env.services.catalogue.stores(merchant.userId);
    return rows.find(({ id }) => (id as string) === store);
  }

  it('because its second page fails: nothing is hidden, other stores go on, the job is partial', async () => {
    await faultInBroken({ page: 2, effect: { kind: 'httpStatus', status: 500 } });
    await runWithChange('partial');
    expect(await storeState(broken)).to.deep.include({ readState: 'incomplete' });
    expect(await storeState(sound)).to.deep.include({ readState: 'complete' });
  });

  it('because a page of HTML comes with status 200: the same', async () => {
    await faultInBroken({ effect: { kind: 'httpStatus', status: 200, body: HTML } });
    await runWithChange('partial');
  });

  it('because its cursor runs in a circle: the same', async () => {
    await faultInBroken({ effect: { kind: 'cursorLoop' } });
    await runWithChange('partial');
  });

  it('because a list leaves out a good that is there by its id: the good stays in the shop', async () => {
    const [good] = await goodsOf(broken);
    await faultInBroken({ effect: { kind: 'missingItem', id: good!.id } });
    await runWithChange('partial');
    expect(await merchant.item(good!.id)).to.include({ state: 'visible' });
  });

  it('because a store answers with an empty list while its goods are there: nothing is hidden', async () => {
    await merchant.switch({ stores: { [broken]: { answersEmpty: true } } });
    await runWithChange('partial');
  });

  it('because a store is not paid for: its goods stay as they are and the job is a success', async () => {
    await merchant.switch({ stores: { [broken]: { paymentRequired: true } } });
    await runWithChange('success');
    expect(await storeState(broken)).to.deep.include({ readState: 'not_paid' });
  });

  it('hides a good that is really gone only with the next complete read', async () => {
    const [good] = await goodsOf(broken);
    await merchant.removeFromTill(good!.id);
    await faultInBroken({ page: 2, effect: { kind: 'httpStatus', status: 500 } });
    const first = await merchant.run();
    expect(first).to.include({ status: 'partial' });
    expect(await merchant.item(good!.id)).to.include({ state: 'visible' });
    await env.clearFaults();
    const second = await merchant.run();
    expect(second.counters).to.include({ hidden: 1 });
    expect(await merchant.item(good!.id)).to.include({ state: 'hidden', stock: 0 });
  });

  it('that gives back a whole list later leaves nothing to do', async () => {
    expect(await merchant.run()).to.include({ status: 'unchanged' });
  });
});
