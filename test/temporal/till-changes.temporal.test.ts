import { expect } from 'chai';
import type { TillProduct } from '../../sandbox/world/till.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { FinishedJob, PipelineMerchant } from '../support/pipeline-merchant.js';

describe('a change at the till', () => {
  let env: PipelineEnv;
  let merchant: PipelineMerchant;
  let goods: readonly TillProduct[];

  before(async () => {
    env = await startPipelineEnv();
    merchant = await env.addMerchant({ generate: { goods: 14, groups: 2 } });
    await merchant.run();
    await env.services.sync.saveSettings(merchant.userId, { stock_mode: 'exact' });
    await merchant.run();
    goods = await merchant.products();
  });
  after(() => env.close());

  /** Runs and gives the job with the writes VK saw of it, by method. */
  async function runCounted(): Promise<FinishedJob & { readonly writes: Readonly<Record<string, number>> }> {
    await env.control('POST', '/stats/reset');
    const job = await merchant.run();
    const stats = await merchant.stats();
    const calls = { ...stats.executeCallsByMethod };
    for (const [method, count] of Object.entries(stats.vkCallsByMethod)) calls[method] = (calls[method] ?? 0) + count;
    const writes = Object.fromEntries(
      Object.entries(calls).filter(([method]) => /^market\.(?!get)/.test(method) && !method.endsWith('Server')),
    );
    return { ...job, writes };
  }

  it('of one price makes exactly one edit of that item and nothing else', async () => {
    const [good] = goods;
    await merchant.edit(good!.id, { price: 777.7 });
    const job = await runCounted();
    expect(job).to.include({ status: 'success' });
    expect(job.counters).to.include({ updated: 1, created: 0, hidden: 0, unchanged: goods.length - 1 });
    expect(job.writes).to.deep.equal({ 'market.edit': 1 });
    expect((await merchant.item(good!.id)).priceKopecks).to.equal(77_770);
    const [operation] = job.operations;
    expect(operation!.fields).to.deep.equal(['price']);
    expect(operation!.before).to.include({ price: Math.round(Number(good!.price) * 100) });
    expect(operation!.after).to.include({ price: 77_770 });
  });

  it('of one stock reaches the shop as a number', async () => {
    const good = goods[1]!;
    await merchant.edit(good.id, { quantity: 41 });
    const job = await runCounted();
    expect(job.writes).to.deep.equal({ 'market.edit': 1 });
    expect((await merchant.item(good.id)).stock).to.equal(41);
  });

  it('of a name makes one edit and a new photo with the new name on it', async () => {
    const good = goods[2]!;
    const before = await merchant.item(good.id);
    await merchant.edit(good.id, { name: 'Кружка «Новое имя»' });
    const job = await runCounted();
    expect(job.writes).to.deep.equal({ 'market.edit': 1, 'market.saveProductPhoto': 1 });
    const item = await merchant.item(good.id);
    expect(item.title).to.equal('Кружка «Новое имя»');
    expect(item.id).to.equal(before.id);
    expect(item.mainPhotoId).to.not.equal(before.mainPhotoId);
  });

  it('of the group moves the item to the other album', async () => {
    const good = goods[3]!;
    const groups = await merchant.groups();
    const target = groups.find(({ id }) => id !== good.parent_id)!;
    await merchant.edit(good.id, { parent_id: target.id });
    const job = await runCounted();
    expect(job).to.include({ status: 'success' });
    const { albums } = await merchant.shop();
    const item = await merchant.item(good.id);
    expect(item.albumIds.map(id => albums.find(album => album.id === id)!.title)).to.deep.equal([target.name]);
  });

  it('that takes a good off sale hides it with stock 0, and back on sale shows it with the right stock', async () => {
    const good = goods[4]!;
    await merchant.edit(good.id, { allow_to_sell: false });
    const off = await runCounted();
    expect(off.counters).to.include({ hidden: 1, updated: 0 });
    expect(off.operations[0]).to.include({ kind: 'hide', state: 'done' });
    expect(await merchant.item(good.id)).to.include({ state: 'hidden', stock: 0 });

    await merchant.edit(good.id, { allow_to_sell: true });
    const on = await runCounted();
    expect(on.counters).to.include({ hidden: 0, updated: 1 });
    expect(await merchant.item(good.id)).to.include({ state: 'visible', stock: Number(good.quantity) });
  });

  it('back on sale while its stock is unknown does not stay at the 0 of hiding', async () => {
    const good = goods[5]!;
    await merchant.edit(good.id, { allow_to_sell: false });
    await merchant.run();
    await merchant.edit(good.id, { allow_to_sell: true, quantity: null });
    await merchant.run();
    const item = await merchant.item(good.id);
    expect(item.state).to.equal('visible');
    expect(item.stock).to.be.greaterThan(0);
  });

  it('that deletes a good hides its item', async () => {
    const good = goods[6]!;
    await merchant.removeFromTill(good.id);
    const job = await runCounted();
    expect(job.operations.map(({ kind }) => kind)).to.deep.equal(['hide']);
    expect(job.writes).to.deep.equal({ 'market.edit': 1 });
    expect(await merchant.item(good.id)).to.include({ state: 'hidden', stock: 0 });
  });

  it('that adds a good adds one item', async () => {
    const made = await merchant.addToTill({ name: 'Фонарь «Новинка»', price: 120, quantity: 3 });
    const job = await runCounted();
    expect(job.counters).to.include({ created: 1, updated: 0, hidden: 0 });
    expect(job.writes).to.deep.equal({ 'market.add': 1, 'market.saveProductPhoto': 1 });
    expect(await merchant.item(made.id)).to.include({ state: 'visible', priceKopecks: 12_000, stock: 3 });
  });

  it('leaves nothing to do for the run after all of them', async () => {
    const job = await runCounted();
    expect(job).to.include({ status: 'unchanged' });
    expect(job.writes).to.deep.equal({});
  });
});
