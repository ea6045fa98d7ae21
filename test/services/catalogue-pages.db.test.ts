import { expect } from 'chai';
import fc from 'fast-check';
import { staleMarks } from '../../src/db/repositories/goods-marks.repository.js';
import type { ListingKey, StoreId } from '../../src/domain/brand.js';
import { GOODS_SORTS, GOODS_STATES, SHOP_STATES } from '../../src/domain/listing/goods-states.js';
import type { GoodsQuery } from '../../src/services/catalogue/catalogue-contracts.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { DAY, deleteByHand, editByHand, itemOf, wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { refusal } from '../support/services-env-sentence.js';
import { editGood, tillOf } from '../support/services-env-shop.js';
import { statementsOf } from '../support/services-env-statements.js';

const ALL: GoodsQuery = { storeId: null, groupId: null, search: '', state: 'all', page: 1 };

describe('the pages of the catalogue', () => {
  let env: ServicesEnv;
  /** A published shop with goods in every state. */
  let merchant: TestMerchant;
  let ids: readonly string[];

  const goods = (wish: Partial<GoodsQuery> = {}) =>
    env.services.catalogue.products(merchant.userId, { ...ALL, ...wish });
  const stale = () => staleMarks(env.db, merchant.userId);
  const run = () => runPhases(env.deps, merchant.userId);

  before(async function () {
    this.timeout(120_000);
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 60, groups: 5 });
    ids = (await tillOf(env, merchant)).map(({ id }) => id);
    await editGood(env, merchant, ids[0]!, { price: 0 });
    await editGood(env, merchant, ids[1]!, { allow_to_sell: false });
    await run();
    await run();
  });
  after(() => env.close());

  describe('what they are counted by', () => {
    it('is true after a first run, and shows each good in its state', async () => {
      expect(await stale()).to.equal(0);
      const { counts, reasons } = await goods();
      expect(counts).to.include({ all: 60, in_vk: 58, not_listed: 2, with_reason: 2, waiting: 0 });
      expect(reasons.map(({ code }) => code).sort()).to.deep.equal(['NOT_FOR_SALE', 'NO_PRICE']);
    });

    it('is true after what hands do in VK, and what the merchant answers', async function () {
      this.timeout(120_000);
      const [renamed, kept, deleted] = [ids[2]!, ids[3]!, ids[4]!];
      for (const id of [renamed, kept]) {
        const item = await itemOf(env, merchant, id);
        await editByHand(env, merchant, item.id, { title: 'Название, данное руками' });
      }
      await deleteByHand(env, merchant, (await itemOf(env, merchant, deleted)).id);
      await wait(env, DAY + 1000);
      await run();
      expect(await stale()).to.equal(0);
      expect((await goods()).counts).to.include({ drifted: 2, detached: 1, in_vk: 57 });
      expect((await goods({ state: 'drifted' })).rows.map(({ id }) => id)).to.have.members([renamed, kept]);

      const { shop } = env.services;
      await shop.answerDrift(merchant.userId, { key: renamed as ListingKey, field: 'name', choice: 'keep' });
      await shop.answerDrift(merchant.userId, { key: kept as ListingKey, field: 'name', choice: 'overwrite' });
      expect(await stale()).to.equal(0);
      expect((await goods()).counts.drifted).to.equal(0);

      expect(await env.services.catalogue.bringBackGoods(merchant.userId, ids)).to.equal(1);
      expect(await stale()).to.equal(0);
      expect((await goods()).counts).to.include({ detached: 0, waiting: 1 });
      await run();
      expect(await stale()).to.equal(0);
    });

    it('is true after rules and own values, and when the till changes', async function () {
      this.timeout(120_000);
      const { catalogue, listings } = env.services;
      await catalogue.setRuleOf(merchant.userId, 'product', ids.slice(5, 9), 'exclude');
      expect(await stale()).to.equal(0);
      expect((await goods()).counts).to.include({ not_selected: 4, selected: 56 });
      await run();
      expect((await goods()).counts).to.include({ hidden: 4, not_selected: 0 });
      await catalogue.setRuleOf(merchant.userId, 'product', ids.slice(5, 9), 'none');
      await listings.setLock(merchant.userId, ids[10] as ListingKey, 'name', true);
      await editGood(env, merchant, ids[11]!, { name: 'Ёлочная игрушка 🎄 «Снегирь»', price: 123_45 });
      await catalogue.requestRefresh(merchant.userId);
      expect(await stale()).to.equal(0);
      expect((await goods({ search: 'елочная снегирь' })).rows.map(({ id }) => id)).to.deep.equal([ids[11]]);
      await run();
      expect(await stale()).to.equal(0);
    });
  });

  describe('lists', () => {
    const states = fc.constantFrom(...GOODS_STATES);
    const words = fc.constantFrom('', 'а', 'Чашка', '%', '_', '\\', "' OR 1=1 --", '🎄', 'o', '00', 'нетникогда');

    it('hold as many goods as their filters say, whatever is searched', async function () {
      this.timeout(120_000);
      await env.services.catalogue.setRuleOf(merchant.userId, 'product', ids.slice(20, 23), 'exclude');
      const { catalogue } = env.services;
      const groupIds = (await catalogue.groups(merchant.userId, merchant.stores[0]!)).rows.map(({ id }) => id);
      const places = fc.constantFrom(
        { storeId: null, groupId: null },
        { storeId: merchant.stores[0]!, groupId: null },
        ...groupIds.map(groupId => ({ storeId: merchant.stores[0]!, groupId })),
      );
      await fc.assert(
        fc.asyncProperty(places, states, words, async (place, state, search) => {
          const found = await goods({ ...place, state, search });
          const { counts, reasons } = found;
          expect(SHOP_STATES.reduce((sum, one) => sum + counts[one], 0)).to.equal(counts.all);
          expect(found.total).to.equal(counts[state]);
          expect(found.rows.length).to.equal(Math.min(found.pageSize, found.total - (found.page - 1) * found.pageSize));
          expect(reasons.reduce((sum, { count }) => sum + count, 0)).to.equal(counts.with_reason);
          for (const { code, count } of reasons) {
            const some = await goods({ ...place, search, state: 'with_reason', reason: code });
            expect([some.total, some.rows.every(({ reason }) => reason?.code === code)]).to.deep.equal([count, true]);
          }
        }),
        { numRuns: 40 },
      );
      const { numbers } = await catalogue.stores(merchant.userId);
      const lists = await Promise.all(
        (['all', 'selected', 'in_vk', 'with_reason'] as const).map(state => goods({ state })),
      );
      expect(lists.map(({ total }) => total)).to.deep.equal(Object.values(numbers));
    });

    it('show every good once, however they are sorted and turned', async function () {
      this.timeout(60_000);
      for (const sort of GOODS_SORTS)
        for (const isDescending of [false, true]) {
          const pages = [await goods({ sort, isDescending }), await goods({ sort, isDescending, page: 2 })];
          const shown = pages.flatMap(({ rows }) => rows);
          expect(new Set(shown.map(({ id }) => id)).size, sort).to.equal(60);
          const again = await goods({ sort, isDescending });
          expect(again.rows.map(({ id }) => id)).to.deep.equal(pages[0]!.rows.map(({ id }) => id));
          if (sort === 'price') {
            const prices = shown.flatMap(({ priceKopecks }) => (priceKopecks === null ? [] : [priceKopecks]));
            expect(prices).to.deep.equal([...prices].sort((a, b) => (isDescending ? b - a : a - b)));
          }
        }
    });

    it('find by article and by barcode, and by parts in any order', async () => {
      const [good] = await tillOf(env, merchant);
      await editGood(env, merchant, good!.id, { article_number: 'Ж-77/12', barcodes: ['2977000000173'] });
      await env.services.catalogue.requestRefresh(merchant.userId);
      for (const search of ['ж-77', '2977000000173', `77/12 ${good!.name.slice(0, 4)}`])
        expect(
          (await goods({ search })).rows.map(({ id }) => id),
          search,
        ).to.deep.equal([good!.id]);
    });

    it('have nothing of another merchant', async () => {
      const other = await env.merchant({ goods: 3 });
      await env.services.catalogue.requestRefresh(other.userId);
      expect((await refusal(goods({ storeId: other.stores[0]! }))).code).to.equal('STORE.NOT_FOUND');
      const [group] = (await env.services.catalogue.groups(other.userId, other.stores[0]!)).rows;
      const place = { storeId: merchant.stores[0]!, groupId: group!.id };
      expect((await refusal(goods(place))).code).to.equal('GROUP.NOT_FOUND');
      expect((await goods({ search: '' })).total).to.equal(60);
    });
  });

  it('cost the same queries however many goods and rules there are', async function () {
    this.timeout(180_000);
    const big = await env.merchant({ goods: 2000, groups: 60 });
    await env.services.catalogue.requestRefresh(big.userId);
    const bigIds = (await tillOf(env, big)).map(({ id }) => id);
    const { catalogue } = env.services;
    expect(await catalogue.setRuleOf(big.userId, 'product', bigIds.slice(0, 900), 'exclude')).to.equal(900);
    const costs = async ({ userId, stores }: TestMerchant): Promise<number[]> => {
      const [storeId] = stores as [StoreId];
      const groupId = (await catalogue.groups(userId, storeId)).rows[0]!.id;
      const pages = [
        () => catalogue.stores(userId),
        () => catalogue.groups(userId, storeId),
        () => catalogue.products(userId, { ...ALL, storeId }),
        () => catalogue.products(userId, { ...ALL, storeId, groupId, search: 'а б', sort: 'price', page: 3 }),
        () => catalogue.products(userId, { ...ALL, state: 'with_reason', sort: 'state', isDescending: true }),
        () => catalogue.reading(userId),
        () => catalogue.vanished(userId),
      ];
      const counts: number[] = [];
      for (const page of pages) counts.push((await statementsOf(env.db, page)).length);
      return counts;
    };
    const queries = await costs(merchant);
    expect(await costs(big)).to.deep.equal(queries);
    expect(Math.max(...queries)).to.be.at.most(6);
  });
});
