import { expect } from 'chai';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { ListingKey } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { editGood, shopOf, tillOf, twins } from '../support/services-env-shop.js';

describe('goods of several stores', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  const links = ({ userId }: TestMerchant) =>
    env.db.rows<{ key: string; item: number; state: string; sku: string | null }>(
      `SELECT listing_key AS \`key\`, vk_item_id AS item, state, sku FROM item_links WHERE user_id = :userId
       ORDER BY vk_item_id`,
      { userId },
    );
  const codes = async ({ userId }: TestMerchant) =>
    new Map(
      (
        await env.db.rows<{ key: string; code: string | null }>(
          'SELECT listing_key AS `key`, reason_code AS code FROM listings WHERE user_id = :userId',
          { userId },
        )
      ).map(({ key, code }) => [key, code]),
    );
  const save = (merchant: TestMerchant, values: Record<string, string>) =>
    env.services.sync.saveSettings(merchant.userId, values);
  const visible = async (merchant: TestMerchant) =>
    (await shopOf(env, merchant)).items.filter(({ state }) => state === 'visible');

  describe('that are alike', () => {
    it('must be judged before the first run: asking, running and trying are refused, looking is not', async () => {
      const merchant = await env.merchant({ goods: 3, stores: 2, mergeChosen: false });
      const { sync, catalogue } = env.services;
      await catalogue.requestRefresh(merchant.userId);
      expect((await getSyncConfig(env.db, merchant.userId)).mergeAskedAt).not.to.equal(null);
      for (const step of ['confirm', 'runNow', 'setConfirmed'] as const)
        expect((await refusal(sync[step](merchant.userId))).code, step).to.equal('SYNC.MERGE_NOT_CHOSEN');
      expect((await sync.overview(merchant.userId)).mustChooseMerge).to.equal(true);
      const pilot = env.services.approvals.pilot(merchant.userId, { count: 1 });
      expect((await refusal(pilot)).code).to.equal('SYNC.MERGE_NOT_CHOSEN');
      expectSentence('SYNC.MERGE_NOT_CHOSEN');
      expect((await sync.preview(merchant.userId)).outcome).to.equal('started');
      await save(merchant, { merge_by: 'barcode' });
      expect((await sync.overview(merchant.userId)).mustChooseMerge).to.equal(false);
      await runPhases(env.deps, merchant.userId);
      expect(await visible(merchant)).to.have.length(3);
    });

    it('end a run that finds them, before anything is written', async () => {
      const merchant = await env.merchant({ goods: 3, stores: 2, mergeChosen: false });
      const { job } = await runPhases(env.deps, merchant.userId);
      expect(job).to.include({ status: 'cancelled', reasonCode: 'SYNC.MERGE_NOT_CHOSEN' });
      expect((await shopOf(env, merchant)).items).to.deep.equal([]);
    });

    it('are no question while one store only is selected', async () => {
      const merchant = await env.merchant({ goods: 3, stores: 2, mergeChosen: false });
      const { catalogue } = env.services;
      await catalogue.requestRefresh(merchant.userId);
      await catalogue.toggleStore(merchant.userId, merchant.stores[1]!, false);
      expect((await getSyncConfig(env.db, merchant.userId)).mergeAskedAt).to.equal(null);
      await runPhases(env.deps, merchant.userId);
      expect(await visible(merchant)).to.have.length(3);
      await catalogue.toggleStore(merchant.userId, merchant.stores[1]!, true);
      expect((await getSyncConfig(env.db, merchant.userId)).mergeAskedAt).not.to.equal(null);
    });

    it('are no question in a shop of one store', async () => {
      const merchant = await env.merchant({ goods: 3, mergeChosen: false });
      await runPhases(env.deps, merchant.userId);
      expect(await visible(merchant)).to.have.length(3);
    });
  });

  describe('merged by something else while they are published', () => {
    let merchant: TestMerchant;
    let published: Awaited<ReturnType<typeof links>>;

    before(async () => {
      merchant = await env.merchant({ goods: 3, stores: 2 });
      await runPhases(env.deps, merchant.userId);
      published = await links(merchant);
    });

    it('are shown before: what joins, what stays, what is left over', async () => {
      const preview = await env.services.listings.previewMerge(merchant.userId, 'barcode');
      expect(preview).to.deep.include({ listingsBefore: 6, listingsAfter: 3, joined: 3, relinked: 3, leftOver: 3 });
      expect(preview.samples).to.have.length(3);
      for (const { key, names } of preview.samples) {
        expect(key).to.match(/^bc:/);
        expect(names.length).to.be.within(1, 2);
      }
      expect(await links(merchant)).to.deep.equal(published);
      const same = await env.services.listings.previewMerge(merchant.userId, 'id');
      expect(same).to.include({ listingsBefore: 6, listingsAfter: 6, joined: 0, relinked: 0, leftOver: 0 });
    });

    it('keep the oldest item of each; nothing is created, the others are hidden, and then deleted', async () => {
      const stay = published.slice(0, 1)[0]!.key as ListingKey;
      await env.services.listings.setOverride(merchant.userId, stay, { name: 'Своё название' }, 'test');
      await env.services.listings.setLock(merchant.userId, stay, 'description', true);
      await runPhases(env.deps, merchant.userId);
      await save(merchant, { merge_by: 'barcode', delete_after_days: '0' });
      const moved = await links(merchant);
      const kept = moved.filter(({ key }) => key.startsWith('bc:'));
      expect(kept.map(({ item }) => item)).to.deep.equal(published.slice(0, 3).map(({ item }) => item));
      expect(kept.map(({ sku }) => sku)).to.deep.equal(published.slice(0, 3).map(({ key }) => key));
      const left = moved.slice(3).map(({ key }) => key);
      expect(left).to.deep.equal(published.slice(3).map(({ key }) => key));
      for (const key of left) expect((await codes(merchant)).get(key)).to.equal('MERGED');
      const { job, operations } = await runPhases(env.deps, merchant.userId);
      expect(job.status, 'a wish is no matter for a brake').to.equal('success');
      // The price may be that of another store now; besides, nothing is written.
      const kinds = operations.map(({ kind }) => kind).filter(kind => kind !== 'update');
      expect(kinds.sort()).to.deep.equal(['hide', 'hide', 'hide', 'rekey', 'rekey', 'rekey']);
      const shown = await visible(merchant);
      expect(shown.map(({ id }) => id)).to.have.members(published.slice(0, 3).map(({ item }) => item));
      expect(shown.map(({ title }) => title)).to.include('Своё название');
      const locks = await env.db.rows<{ key: string }>(
        'SELECT listing_key AS `key` FROM field_locks WHERE user_id = :userId',
        { userId: merchant.userId },
      );
      expect(locks).to.deep.equal([{ key: kept[0]!.key }]);
      expect(await twins(env, merchant)).to.deep.equal([]);
    });

    it('are deleted when their days are over, and the shop is settled', async () => {
      const { operations } = await runPhases(env.deps, merchant.userId);
      expect(operations.map(({ kind }) => kind)).to.deep.equal(['delete', 'delete', 'delete']);
      expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('unchanged');
      expect(await visible(merchant)).to.have.length(3);
    });

    it('go apart again: what stayed stays, what was deleted comes back', async () => {
      await save(merchant, { merge_by: 'id' });
      await runPhases(env.deps, merchant.userId);
      const shown = await visible(merchant);
      const goods = await tillOf(env, merchant);
      expect(shown.map(({ sku }) => sku)).to.have.members(goods.map(({ id }) => id));
      expect(shown.map(({ id }) => id)).to.include.members(published.slice(0, 3).map(({ item }) => item));
      expect(shown.map(({ title }) => title)).to.include('Своё название');
      expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('unchanged');
    });
  });

  it('whose barcode is changed on the till keep their item', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await save(merchant, { merge_by: 'barcode' });
    await runPhases(env.deps, merchant.userId);
    const [first] = await visible(merchant);
    const key = first!.sku as ListingKey;
    const good = await env.db.first<{ id: string }>(
      'SELECT product_evotor_id AS id FROM listing_members WHERE user_id = :userId AND listing_key = :key',
      { userId: merchant.userId, key },
    );
    await env.services.listings.setOverride(merchant.userId, key, { priceKopecks: 12_300 }, 'test');
    await editGood(env, merchant, good!.id, { barcodes: ['4609999999999'] });
    const { operations } = await runPhases(env.deps, merchant.userId);
    expect(operations.map(({ kind }) => kind).sort()).to.deep.equal(['rekey', 'update']);
    const after = (await visible(merchant)).find(({ id }) => id === first!.id);
    expect(after).to.include({ sku: 'bc:4609999999999', priceKopecks: 12_300 });
    expect(await visible(merchant)).to.have.length(2);
  });

  it('that come to share a barcode in one store are both left out, with the reason', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await save(merchant, { merge_by: 'barcode' });
    const [one, two] = await tillOf(env, merchant);
    for (const { id } of [one!, two!]) await editGood(env, merchant, id, { barcodes: ['4600000000777'] });
    await runPhases(env.deps, merchant.userId);
    expect((await codes(merchant)).get('bc:4600000000777')).to.equal('DUPLICATE_KEY');
    expect(await visible(merchant)).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items.filter(({ sku }) => sku === '')).to.deep.equal([]);
  });
});
