import { expect } from 'chai';
import sharp from 'sharp';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { GroupId, ListingKey, StoreId } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { refusal } from '../support/services-env-sentence.js';
import { editGood, shopOf, tillOf } from '../support/services-env-shop.js';

describe('what wishes would do, and what becomes of them', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  let key: ListingKey;

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 4, groups: 2 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    key = (await tillOf(env, merchant))[0]!.id as ListingKey;
  });
  after(() => env.close());

  it('a rule says beforehand how many goods it moves', async () => {
    const { listings, catalogue } = env.services;
    const { userId } = merchant;
    const exclude = { entityType: 'product', entityId: key, mode: 'exclude' } as const;
    const { name, ...effect } = await listings.previewRule(userId, exclude);
    expect(name).to.be.a('string').and.not.equal('');
    expect(effect).to.deep.equal({
      moved: 1,
      movedIn: 0,
      movedOut: 1,
      othersMoved: 0,
      othersIn: 0,
      opensOthers: 0,
    });
    const include = { ...exclude, mode: 'include' } as const;
    expect(await listings.previewRule(userId, include)).to.include({ movedOut: 3, othersMoved: 3 });
    await catalogue.setRule(userId, include);
    const none = { ...exclude, mode: 'none' } as const;
    expect(await listings.previewRule(userId, none)).to.include({ movedIn: 3, opensOthers: 3 });
    await catalogue.setRule(userId, none);
  });

  it('a rule of a group or good that vanished from the till is still there to be seen and taken away', async () => {
    const { catalogue } = env.services;
    const gone = await env.merchant({ goods: 2, groups: 2 });
    const { userId } = gone;
    await catalogue.requestRefresh(userId);
    const [good] = await tillOf(env, gone);
    const row = await env.db.first<{ id: GroupId }>(
      'SELECT group_evotor_id AS id FROM cached_products WHERE user_id = :userId AND evotor_id = :id',
      { userId, id: good!.id },
    );
    const place = row!.id;
    await catalogue.setRules(userId, [
      { entityType: 'product', entityId: good!.id, mode: 'exclude' },
      { entityType: 'group', entityId: place, mode: 'exclude' },
    ]);
    expect(await catalogue.vanished(userId)).to.deep.equal([]);
    for (const table of ['cached_products', 'cached_groups'])
      await env.db.change(`UPDATE ${table} SET missing_since = NOW() WHERE user_id = :userId AND evotor_id IN (:ids)`, {
        userId,
        ids: [good!.id, place],
      });
    const vanished = await catalogue.vanished(userId);
    expect(vanished.map(({ entityType, entityId, mode }) => [entityType, entityId, mode])).to.deep.equal([
      ['product', good!.id, 'exclude'],
      ['group', place, 'exclude'],
    ]);
    const { rows } = await catalogue.groups(userId, gone.stores[0]!);
    expect(rows.at(-1)).to.include({ id: place, isMissing: true, rule: 'exclude', products: 0 });
    await catalogue.setRule(userId, { entityType: 'group', entityId: place, mode: 'none' });
    expect((await catalogue.vanished(userId)).map(({ entityType }) => entityType)).to.deep.equal(['product']);
  });

  it('the order of stores says whose price counts, and outlives a read of the till', async () => {
    const chain = await env.merchant({ goods: 1, stores: 2 });
    const { userId } = chain;
    await env.services.sync.saveSettings(userId, { merge_by: 'barcode' });
    await env.services.catalogue.requestRefresh(userId);
    const shared = async () =>
      env.db.first<{ key: string; store: StoreId; price: number; till: number }>(
        `SELECT listing_key AS \`key\`, store_evotor_id AS store, price_kopecks AS price, till_price_kopecks AS till
         FROM listings WHERE user_id = :userId AND is_listed = TRUE`,
        { userId },
      );
    const [one, two] = chain.stores as [StoreId, StoreId];
    const first = await shared();
    expect(first).to.include({ store: one });
    await env.services.listings.setStoreOrder(userId, [two]);
    const second = await shared();
    expect(second).to.include({ key: first?.key, store: two });
    expect(second?.price).to.equal(second?.till);
    await env.services.catalogue.requestRefresh(userId);
    expect(await shared()).to.deep.equal(second);
  });

  it('names can be looked at before and after the cleaner, without saving', async () => {
    const shop = await env.merchant({ goods: 3 });
    const goods = await tillOf(env, shop);
    await editGood(env, shop, goods[0]!.id, { name: 'ЧАШКА БЕЛ. ФАРФОРОВАЯ' });
    await editGood(env, shop, goods[1]!.id, { name: 'ЧАЙНИК ГЛИНЯНЫЙ' });
    await env.services.catalogue.requestRefresh(shop.userId);
    await env.services.listings.setOverride(shop.userId, goods[1]!.id as ListingKey, { name: 'Мой чайник' }, 'test');
    const preview = (limit: number, abbreviations = 'бел. = белая') =>
      env.services.listings.previewNames(
        shop.userId,
        { lowerShouting: true, expandAbbreviations: true, abbreviations },
        limit,
      );
    expect(await preview(10)).to.deep.equal({
      rows: [{ key: goods[0]!.id, before: 'ЧАШКА БЕЛ. ФАРФОРОВАЯ', after: 'Чашка белая фарфоровая' }],
      changed: 1,
    });
    expect(await preview(0)).to.deep.equal({ rows: [], changed: 1 });
    const { code, details } = await refusal(preview(10, 'бел.'));
    expect([code, details['field']]).to.deep.equal(['SETTING.INVALID', 'abbreviations']);
    expect((await getSyncConfig(env.db, shop.userId)).settings.lowerShouting).to.equal(false);
  });

  it('an own photo and a name reach VK with the next run', async () => {
    const { listings } = env.services;
    const shop = await env.merchant({ goods: 1 });
    await runPhases(env.deps, shop.userId);
    const own = (await tillOf(env, shop))[0]!.id as ListingKey;
    const photo = await sharp({ create: { width: 700, height: 700, channels: 3, background: '#3366aa' } })
      .png()
      .toBuffer();
    await listings.setOverride(shop.userId, own, { name: 'Название от продавца' }, 'test');
    await listings.setPhoto(shop.userId, { purpose: 'product', key: own }, photo);
    const { operations } = await runPhases(env.deps, shop.userId);
    expect(operations.map(({ kind, fields }) => [kind, [...fields].sort().join()])).to.deep.equal([
      ['update', 'description,name,photo'],
    ]);
    expect((await shopOf(env, shop)).items[0]?.title).to.equal('Название от продавца');
  });
});
