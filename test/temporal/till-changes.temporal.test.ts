import { expect } from 'chai';
import type { TillProduct } from '../../sandbox/world/till.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { FinishedJob, PipelineMerchant } from '../support/pipeline-merchant.js';
import { sideBySide } from '../support/side-by-side.js';

interface Scene {
  readonly merchant: PipelineMerchant;
  readonly good: TillProduct;
}

describe('a change at the till', () => {
  let env: PipelineEnv;

  before(async () => {
    env = await startPipelineEnv();
  });

  /** A merchant with exact stock whose four goods all stand in VK. */
  async function setScene(): Promise<Scene> {
    const merchant = await env.addMerchant({ generate: { goods: 4, groups: 2 } });
    await env.services.sync.saveSettings(merchant.userId, { stock_mode: 'exact' });
    expect(await merchant.run()).to.include({ status: 'success' });
    const [good] = await merchant.products();
    return { merchant, good: good! };
  }

  /** Runs and gives the job with the writes VK saw of it; the run after it has nothing to do. */
  async function runCounted(merchant: PipelineMerchant): Promise<{
    readonly job: FinishedJob;
    readonly writes: Readonly<Record<string, number>>;
  }> {
    const since = await merchant.lastCall();
    const job = await merchant.run();
    const writes = await merchant.writes(since);
    expect(job).to.include({ status: 'success' });
    expect(await merchant.run()).to.include({ status: 'unchanged' });
    return { job, writes };
  }

  sideBySide({
    'of one price makes exactly one edit of that item and nothing else': async () => {
      const { merchant, good } = await setScene();
      await merchant.edit(good.id, { price: 777.7 });
      const { job, writes } = await runCounted(merchant);
      expect(writes).to.deep.equal({ 'market.edit': 1 });
      expect(job.counters).to.include({ updated: 1, created: 0, hidden: 0, unchanged: 3 });
      expect((await merchant.item(good.id)).priceKopecks).to.equal(77_770);
      const [operation] = job.operations;
      expect(operation!.fields).to.deep.equal(['price']);
      expect(operation!.before).to.include({ price: Math.round(Number(good.price) * 100) });
      expect(operation!.after).to.include({ price: 77_770 });
    },

    'of one stock reaches the shop as a number': async () => {
      const { merchant, good } = await setScene();
      await merchant.edit(good.id, { quantity: 41 });
      const { writes } = await runCounted(merchant);
      expect(writes).to.deep.equal({ 'market.edit': 1 });
      expect((await merchant.item(good.id)).stock).to.equal(41);
    },

    'of a name makes one edit and a new photo with the new name on it': async () => {
      const { merchant, good } = await setScene();
      const before = await merchant.item(good.id);
      await merchant.edit(good.id, { name: 'Кружка «Новое имя»' });
      const { writes } = await runCounted(merchant);
      expect(writes).to.deep.equal({ 'market.edit': 1, 'market.saveProductPhoto': 1 });
      const item = await merchant.item(good.id);
      expect(item).to.include({ title: 'Кружка «Новое имя»', id: before.id });
      expect(item.mainPhotoId).to.not.equal(before.mainPhotoId);
    },

    'of the group moves the item out of the old album into the other one': async () => {
      const { merchant, good } = await setScene();
      const target = (await merchant.groups()).find(({ id }) => id !== good.parent_id)!;
      await merchant.edit(good.id, { parent_id: target.id });
      const { writes } = await runCounted(merchant);
      expect(writes).to.include({ 'market.addToAlbum': 1, 'market.removeFromAlbum': 1 });
      const { albums } = await merchant.shop();
      const titles = (await merchant.item(good.id)).albumIds.map(id => albums.find(album => album.id === id)!.title);
      expect(titles).to.deep.equal([target.name]);
    },

    'that takes a good off sale hides it with stock 0, and back on sale shows it with the right stock': async () => {
      const { merchant, good } = await setScene();
      await merchant.edit(good.id, { allow_to_sell: false });
      const off = await runCounted(merchant);
      expect(off.job.counters).to.include({ hidden: 1, updated: 0 });
      expect(off.writes).to.deep.equal({ 'market.edit': 1 });
      expect(await merchant.item(good.id)).to.include({ state: 'hidden', stock: 0 });

      await merchant.edit(good.id, { allow_to_sell: true });
      const on = await runCounted(merchant);
      expect(on.job.counters).to.include({ hidden: 0, updated: 1 });
      expect(await merchant.item(good.id)).to.include({ state: 'visible', stock: Number(good.quantity) });
    },

    'back on sale while its stock is unknown does not stay at the 0 of hiding': async () => {
      const { merchant, good } = await setScene();
      await merchant.edit(good.id, { allow_to_sell: false });
      await merchant.run();
      await merchant.edit(good.id, { allow_to_sell: true, quantity: null });
      await runCounted(merchant);
      const item = await merchant.item(good.id);
      expect(item.state).to.equal('visible');
      expect(item.stock).to.be.greaterThan(0);
    },

    'that deletes a good hides its item': async () => {
      const { merchant, good } = await setScene();
      await merchant.removeFromTill(good.id);
      const { job, writes } = await runCounted(merchant);
      expect(job.operations.map(({ kind }) => kind)).to.deep.equal(['hide']);
      expect(writes).to.deep.equal({ 'market.edit': 1 });
      expect(await merchant.item(good.id)).to.include({ state: 'hidden', stock: 0 });
    },

    'that adds a good adds one item': async () => {
      const { merchant } = await setScene();
      const made = await merchant.addToTill({ name: 'Фонарь «Новинка»', price: 120, quantity: 3 });
      const { job, writes } = await runCounted(merchant);
      expect(job.counters).to.include({ created: 1, updated: 0, hidden: 0 });
      expect(writes).to.deep.equal({ 'market.add': 1, 'market.saveProductPhoto': 1 });
      expect(await merchant.item(made.id)).to.include({ state: 'visible', priceKopecks: 12_000, stock: 3 });
    },

    'does not touch goods that somebody else put into the shop': async () => {
      const { merchant, good } = await setScene();
      await env.control('POST', `/merchants/${merchant.id}/shop/items`, { title: 'Чужой товар', priceKopecks: 5000 });
      await merchant.edit(good.id, { price: 15 });
      const { writes } = await runCounted(merchant);
      expect(writes).to.deep.equal({ 'market.edit': 1 });
      const foreign = (await merchant.shop()).items.find(({ title }) => title === 'Чужой товар');
      expect(foreign).to.include({ state: 'visible', priceKopecks: 5000 });
    },
  });

  after(() => env.close());
});
