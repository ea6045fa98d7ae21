import { expect } from 'chai';
import type { ListingKey } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { DAY, deleteByHand, editByHand, itemOf, linkOf, plant, wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { refusal } from '../support/services-env-sentence.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

describe('goods that stand twice, and goods that look like ours', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const run = (merchant: TestMerchant) => runPhases(env.deps, merchant.userId);
  const notices = (merchant: TestMerchant) =>
    env.db.rows<{ code: string }>('SELECT code FROM notices WHERE user_id = :userId AND is_open', {
      userId: merchant.userId,
    });

  describe('twins', () => {
    it('of our own making are taken away, and the linked one stays', async () => {
      const merchant = await env.merchant({ goods: 2 });
      await run(merchant);
      const [good] = await tillOf(env, merchant);
      const linked = await itemOf(env, merchant, good!.id);
      const twin = await plant(env, merchant, { title: linked.title, sku: good!.id });
      // The ledger knows the second `market.add`: VK once told its id.
      await env.db.change(
        `INSERT INTO sync_operations (job_id, user_id, vk_group_id, plan_no, kind, rank_in_run, listing_key, vk_item_id,
           reason_code, state, attempts, created_at)
         SELECT job_id, user_id, vk_group_id, 99, 'create', 7, listing_key, :twin, 'NEW', 'done', 1, created_at
         FROM sync_operations WHERE user_id = :userId AND kind = 'create' AND listing_key = :key LIMIT 1`,
        { twin: twin.id, userId: merchant.userId, key: good!.id },
      );
      const { operations, job } = await run(merchant);
      expect(operations.map(({ kind, itemId }) => [kind, itemId])).to.deep.equal([['twin_delete', twin.id]]);
      expect(job.counters.deleted).to.equal(1);
      expect(await twins(env, merchant)).to.deep.equal([]);
      expect((await itemOf(env, merchant, good!.id)).id).to.equal(linked.id);
      expect((await run(merchant)).operations).to.deep.equal([]);
    });

    it('of other hands are told of and never touched', async () => {
      const merchant = await env.merchant({ goods: 2 });
      await run(merchant);
      const [good] = await tillOf(env, merchant);
      const twin = await plant(env, merchant, { title: 'Второй такой же', sku: good!.id });
      const { operations } = await run(merchant);
      expect(operations).to.deep.equal([]);
      expect((await notices(merchant)).map(({ code }) => code)).to.include('TWIN.FOREIGN');
      const after = (await shopOf(env, merchant)).items.find(({ id }) => id === twin.id);
      expect(after).to.deep.include({ state: 'visible', title: 'Второй такой же' });
      await deleteByHand(env, merchant, twin.id);
      await run(merchant);
      expect((await notices(merchant)).map(({ code }) => code)).not.to.include('TWIN.FOREIGN');
    });

    it('made by a shop that shows what was added a long time later are taken away by their photo', async () => {
      const merchant = await env.merchant({ goods: 1 });
      await fault(env, {
        vendor: 'vk',
        method: 'market.add',
        merchant: merchant.id,
        nth: 1,
        effect: { kind: 'reset' },
      });
      await run(merchant);
      const [good] = await tillOf(env, merchant);
      const linked = await itemOf(env, merchant, good!.id);
      const photoId = 990_001;
      // A first try whose answer was lost, and which VK carried out after all, days later.
      await env.db.change(
        `INSERT INTO sync_operations (job_id, user_id, vk_group_id, plan_no, kind, rank_in_run, listing_key, photo_id,
           reason_code, state, error_code, attempts, sent_at, created_at)
         SELECT job_id, user_id, vk_group_id, 98, 'create', 7, listing_key, :photoId, 'NEW', 'failed', 'VK.ANSWER_LOST', 1,
           created_at - INTERVAL 2 DAY, created_at FROM sync_operations WHERE user_id = :userId AND kind = 'create' AND listing_key = :key LIMIT 1`,
        { photoId, userId: merchant.userId, key: good!.id },
      );
      const late = await plant(env, merchant, { title: linked.title, sku: good!.id });
      await run(merchant);
      const rows = await env.db.rows<{ photos: unknown }>(
        'SELECT photo_ids AS photos FROM vk_cached_products WHERE user_id = :userId AND vk_item_id = :id',
        { userId: merchant.userId, id: late.id },
      );
      const [photo] = (typeof rows[0]!.photos === 'string' ? JSON.parse(rows[0]!.photos) : rows[0]!.photos) as number[];
      await env.db.change('UPDATE sync_operations SET photo_id = :photo WHERE user_id = :userId AND plan_no = 98', {
        photo: photo!,
        userId: merchant.userId,
      });
      const { operations } = await run(merchant);
      expect(operations.map(({ kind, itemId }) => [kind, itemId])).to.deep.equal([['twin_delete', late.id]]);
      expect((await shopOf(env, merchant)).items.filter(({ state }) => state !== 'deleted')).to.have.length(1);
    });
  });

  describe('adoption', () => {
    it('is none of an item that we made ourselves, however late VK shows it', async () => {
      const merchant = await env.merchant({ goods: 1 });
      await run(merchant);
      const [good] = await tillOf(env, merchant);
      const made = await linkOf(env, merchant, good!.id);
      const { userId } = merchant;
      // As if the answer had been lost, and the item had not been there to be found.
      await env.db.change(
        `UPDATE sync_operations SET state = 'failed', error_code = 'VK.ANSWER_LOST', vk_item_id = NULL
         WHERE user_id = :userId AND kind = 'create'`,
        { userId },
      );
      await env.db.change('DELETE FROM item_links WHERE user_id = :userId', { userId });
      const { operations } = await run(merchant);
      expect(operations.filter(({ kind }) => kind === 'create' || kind === 'update')).to.deep.equal([]);
      const found = await linkOf(env, merchant, good!.id);
      expect(found).to.include({ itemId: made!.itemId, madeBy: 'created', photoId: made!.photoId });
      const creates = await env.db.rows(
        `SELECT state, vk_item_id AS itemId FROM sync_operations WHERE user_id = :userId AND kind = 'create'`,
        { userId },
      );
      expect(creates).to.deep.equal([{ state: 'done', itemId: made!.itemId }]);
    });

    it('is at once where an item carries exactly the key', async () => {
      const merchant = await env.merchant({ goods: 2 });
      const [good] = await tillOf(env, merchant);
      const planted = await plant(env, merchant, { title: 'Давно здесь', sku: good!.id });
      await run(merchant);
      expect(await twins(env, merchant)).to.deep.equal([]);
      expect(await linkOf(env, merchant, good!.id)).to.include({ itemId: planted.id, madeBy: 'adopted' });
      expect((await itemOf(env, merchant, good!.id)).title).not.to.equal('Давно здесь');
    });

    it('is offered for an equal barcode, article or name, and nothing is made or touched until it is answered', async () => {
      const merchant = await env.merchant({ goods: 5 });
      const goods = await tillOf(env, merchant);
      await editGood(env, merchant, goods[0]!.id, { barcodes: ['4600000000017'] });
      await editGood(env, merchant, goods[1]!.id, { article_number: 'АРТ-77' });
      const planted = [
        await plant(env, merchant, { title: 'По штрихкоду', sku: '4600000000017' }),
        await plant(env, merchant, { title: 'По артикулу', sku: 'АРТ-77' }),
        await plant(env, merchant, { title: `  ${goods[2]!.name.toUpperCase()} ` }),
      ];
      await run(merchant);
      const { rows, total } = await env.services.shop.offers(merchant.userId, 1);
      expect(total).to.equal(3);
      const found = new Map(rows.map(row => [row.matchedBy, row.vkItemId]));
      expect([found.get('barcode'), found.get('article'), found.get('name')]).to.deep.equal(
        planted.map(({ id }) => id),
      );
      const { items } = await shopOf(env, merchant);
      expect(items.filter(({ origin }) => origin === 'api')).to.have.length(2);
      for (const item of planted) expect(items.find(({ id }) => id === item.id)?.title).to.equal(item.title);

      const offer = (by: string) => rows.find(row => row.matchedBy === by)!;
      await env.services.shop.answerOffer(merchant.userId, offer('barcode').id, 'adopt');
      await env.services.shop.answerOffer(merchant.userId, offer('name').id, 'new');
      const gone = refusal(env.services.shop.answerOffer(merchant.userId, offer('name').id, 'adopt'));
      expect((await gone).code).to.equal('OFFER.NOT_FOUND');
      await run(merchant);
      const after = (await shopOf(env, merchant)).items;
      expect(after.find(({ id }) => id === planted[0]!.id)).to.include({ sku: goods[0]!.id, title: goods[0]!.name });
      expect(after.find(({ id }) => id === planted[2]!.id)).to.deep.equal(
        items.find(({ id }) => id === planted[2]!.id),
      );
      expect(after.filter(({ sku }) => sku === goods[2]!.id)).to.have.length(1);
      expect((await env.services.shop.offers(merchant.userId, 1)).total).to.equal(1);
      expect((await run(merchant)).operations).to.deep.equal([]);
    });

    it('is not offered of a name that two share, and an offer is closed when its good is gone', async () => {
      const merchant = await env.merchant({ goods: 3 });
      const goods = await tillOf(env, merchant);
      const same = [
        await plant(env, merchant, { title: goods[0]!.name }),
        await plant(env, merchant, { title: goods[0]!.name }),
      ];
      const alone = await plant(env, merchant, { title: goods[1]!.name });
      await run(merchant);
      expect((await env.services.shop.offers(merchant.userId, 1)).rows.map(row => row.vkItemId)).to.deep.equal([
        alone.id,
      ]);
      expect(await linkOf(env, merchant, goods[0]!.id)).to.have.property('state', 'live');
      await deleteByHand(env, merchant, alone.id);
      await run(merchant);
      expect((await env.services.shop.offers(merchant.userId, 1)).total).to.equal(0);
      expect(await linkOf(env, merchant, goods[1]!.id)).to.have.property('state', 'live');
      expect((await shopOf(env, merchant)).items.filter(({ id }) => same.some(one => one.id === id))).to.have.length(2);
    });

    it('of all open offers at once, and of another merchant’s never', async () => {
      const merchant = await env.merchant({ goods: 2 });
      const other = await env.merchant({ goods: 1 });
      const goods = await tillOf(env, merchant);
      for (const { name } of goods) await plant(env, merchant, { title: name });
      await run(merchant);
      const { rows } = await env.services.shop.offers(merchant.userId, 1);
      const foreign = refusal(env.services.shop.answerOffer(other.userId, rows[0]!.id, 'adopt'));
      expect((await foreign).code).to.equal('OFFER.NOT_FOUND');
      await env.services.shop.answerOffer(merchant.userId, 'all', 'adopt');
      await run(merchant);
      const { items } = await shopOf(env, merchant);
      expect(items.map(({ sku, origin }) => [sku, origin]).sort()).to.deep.equal(
        goods.map(({ id }) => [id, 'hand']).sort(),
      );
    });
  });

  describe('the merchant’s own hand', () => {
    it('takes a good away for good, until [Вернуть] brings it back', async () => {
      const merchant = await env.merchant({ goods: 2 });
      await env.control('PATCH', `/merchants/${merchant.id}`, { shop: { restoreWindowMs: 30 * DAY } });
      await run(merchant);
      const goods = await tillOf(env, merchant);
      const [gone, hidden] = [await itemOf(env, merchant, goods[0]!.id), await itemOf(env, merchant, goods[1]!.id)];
      await deleteByHand(env, merchant, gone.id);
      await editByHand(env, merchant, hidden.id, { hidden: true });
      for (let read = 0; read < 3; read++) {
        await wait(env, DAY);
        expect((await run(merchant)).operations).to.deep.equal([]);
      }
      expect(await linkOf(env, merchant, goods[0]!.id)).to.include({ state: 'detached', stateCause: 'REMOVED_IN_VK' });
      expect(await linkOf(env, merchant, goods[1]!.id)).to.include({ state: 'detached', stateCause: 'HIDDEN_IN_VK' });
      for (const { id } of goods) await env.services.shop.bringBack(merchant.userId, id as ListingKey);
      const twice = refusal(env.services.shop.bringBack(merchant.userId, goods[0]!.id as ListingKey));
      expect((await twice).code).to.equal('LINK.NOT_DETACHED');
      await run(merchant);
      const states = new Map((await shopOf(env, merchant)).items.map(({ id, state }) => [id, state]));
      expect([states.get(gone.id), states.get(hidden.id), states.size]).to.deep.equal(['visible', 'visible', 2]);
      expect((await run(merchant)).operations).to.deep.equal([]);
    });

    it('that shows again what it had taken away gives it back to us; what we had hidden is hidden again', async () => {
      const merchant = await env.merchant({ goods: 2 });
      await run(merchant);
      const goods = await tillOf(env, merchant);
      const byHand = await itemOf(env, merchant, goods[0]!.id);
      await editByHand(env, merchant, byHand.id, { hidden: true });
      await editGood(env, merchant, goods[1]!.id, { allow_to_sell: false });
      await run(merchant);
      const byUs = await itemOf(env, merchant, goods[1]!.id);
      expect(byUs.state).to.equal('hidden');
      for (const { id } of [byHand, byUs]) await editByHand(env, merchant, id, { hidden: false });
      await editGood(env, merchant, goods[0]!.id, { price: 55 });
      await run(merchant);
      expect(await itemOf(env, merchant, goods[0]!.id)).to.include({ state: 'visible', priceKopecks: 5500 });
      expect(await itemOf(env, merchant, goods[1]!.id)).to.include({ state: 'hidden' });
    });
  });
});
