import { expect } from 'chai';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { FinishedJob, PipelineMerchant, ShopView } from '../support/pipeline-merchant.js';
import { wantedGoods, type WantedGood } from '../support/wanted-goods.js';

describe('the first sync of a till', () => {
  let env: PipelineEnv;
  let tea: PipelineMerchant;
  let job: FinishedJob;
  let shop: ShopView;
  let wanted: readonly WantedGood[];

  before(async () => {
    env = await startPipelineEnv({ scenarios: ['tea'] });
    tea = await env.addMerchant({ id: 'tea' });
    job = await tea.run();
    shop = await tea.shop();
    wanted = await wantedGoods(env.db, tea.userId);
  });
  after(() => env.close());

  it('ends as a success', () => {
    expect(job).to.include({ status: 'success', kind: 'sync', trigger: 'manual', reason: null });
    expect(wanted.length).to.be.greaterThan(50);
  });

  it('puts every listed good into the shop exactly once and nothing else', () => {
    const keys = shop.items.map(({ sku }) => sku).sort();
    expect(keys).to.deep.equal(wanted.map(({ key }) => key as string).sort());
    expect(shop.items.map(({ state }) => state)).to.satisfy((states: string[]) => states.every(s => s === 'visible'));
  });

  it('gives each item the wanted name, text, price, stock, category and album', () => {
    const titleOf = new Map(shop.albums.map(album => [album.id, album.title]));
    const seen = shop.items.map(item => ({
      key: item.sku,
      name: item.title,
      description: item.description,
      price: item.priceKopecks,
      stock: item.stock,
      categoryId: item.categoryId,
      albums: item.albumIds.map(id => titleOf.get(id)),
    }));
    const expected = wanted.map(({ album, stock, ...good }) => ({
      ...good,
      stock: stock ?? 1000,
      albums: album === null ? [] : [album],
    }));
    expect(byKey(seen)).to.deep.equal(byKey(expected));
  });

  it('gives each item a photo of its own, and uploads none for nothing', () => {
    const photos = shop.items.map(({ mainPhotoId }) => mainPhotoId);
    expect(new Set(photos).size).to.equal(shop.items.length);
    expect(shop.photos.length).to.equal(shop.items.length);
  });

  it('makes an album for each group that has goods, once', () => {
    const titles = [...new Set(wanted.flatMap(({ album }) => album ?? []))];
    expect(shop.albums.map(({ title }) => title).sort()).to.deep.equal(titles.sort());
  });

  it('writes every operation into the ledger with what was before and after', () => {
    expect(new Set(job.operations.map(({ state }) => state))).to.deep.equal(new Set(['done']));
    const creates = job.operations.filter(({ kind }) => kind === 'create');
    expect(creates.map(({ key }) => key).sort()).to.deep.equal(wanted.map(({ key }) => key).sort());
    for (const create of creates) {
      const good = wanted.find(({ key }) => key === create.key)!;
      expect(create.before).to.equal(null);
      expect(create.after).to.include({ name: good.name, price: good.price });
      expect(create.itemId).to.equal(shop.items.find(({ sku }) => sku === create.key)!.id);
    }
  });

  it('counts what it did in the job', async () => {
    const withReason = await env.db.first<{ n: number }>(
      'SELECT COUNT(*) AS n FROM listings WHERE user_id = :userId AND is_selected AND NOT is_listed',
      { userId: tea.userId },
    );
    expect(job.counters).to.deep.equal({
      created: wanted.length,
      updated: 0,
      hidden: 0,
      deleted: 0,
      failed: 0,
      unchanged: 0,
      skipped: withReason!.n,
    });
    expect(job.progress).to.include({ done: job.operations.length, total: job.operations.length });
  });

  it('finds nothing to do the second time and writes nothing', async () => {
    await env.control('POST', '/stats/reset');
    const second = await tea.run();
    expect(second).to.include({ status: 'unchanged' });
    expect(second.counters).to.include({ created: 0, updated: 0, hidden: 0, unchanged: wanted.length });
    expect(second.operations).to.deep.equal([]);
    expect((await tea.stats()).writeOperations).to.equal(0);
  });

  it('logs no token and keeps one row per vendor call', async () => {
    const { vkCalls } = await tea.stats();
    const rows = await env.db.rows<{ path: string; whole: string }>(
      `SELECT path, CONCAT_WS(' ', path, request_body, response_body) AS whole FROM api_log WHERE user_id = :userId`,
      { userId: tea.userId },
    );
    expect(rows.length).to.be.greaterThan(vkCalls);
    expect(rows.filter(({ whole }) => /vk-tea-token|evotor-tea-token/.test(whole))).to.deep.equal([]);
  });
});

function byKey<T extends { key: string }>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((a, b) => (a.key < b.key ? -1 : 1));
}
