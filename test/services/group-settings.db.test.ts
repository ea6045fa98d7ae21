import { expect } from 'chai';
import type { GroupId, StoreId } from '../../src/domain/brand.js';
import { noGroupId } from '../../src/domain/selection/no-group.js';
import { codeOf } from '../support/services-env-sentence.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

const RULE = { price_multiplier: '2', price_addend: '0', price_rounding: 'none', price_floor_margin: '' };

describe('settings of a group', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  let store: StoreId;
  let group: GroupId;
  let goods: number;

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 20, groups: 2 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    store = merchant.stores[0]!;
    const { rows } = await env.services.catalogue.groups(merchant.userId, store);
    const largest = [...rows].sort((a, b) => b.products - a.products)[0]!;
    group = largest.id;
    goods = largest.products;
  });
  after(() => env.close());

  it('a price is tried on goods, kept, and taken away again', async () => {
    const { userId } = merchant;
    const { groupSettings } = env.services;
    const tried = await groupSettings.tryPrice(userId, store, group, RULE);
    expect(tried.goods).to.equal(goods);
    expect(tried.withOwnPrice).to.equal(0);
    expect(tried.samples).to.have.length(Math.min(3, goods));
    for (const { till, before, after } of tried.samples.filter(sample => sample.before !== null)) {
      expect(before).to.equal(till);
      expect(after).to.equal(Number(till) * 2);
    }
    expect((await groupSettings.view(userId, store, group)).price).to.deep.include({ own: null, inheritedFrom: null });
    await groupSettings.savePrice(userId, store, group, RULE);
    const view = await groupSettings.view(userId, store, group);
    expect(view.price.own?.multiplier).to.equal('2');
    expect(view.stores).to.equal(1);
    const again = await groupSettings.tryPrice(userId, store, group, null);
    for (const { till, before, after } of again.samples.filter(sample => sample.before !== null)) {
      expect(before).to.equal(Number(till) * 2);
      expect(after, 'without a rule').to.equal(till);
    }
    await groupSettings.savePrice(userId, store, group, null);
    expect((await groupSettings.view(userId, store, group)).price.own).to.equal(null);
  });

  it('a group below follows the one above until it has a word of its own', async () => {
    const { userId } = merchant;
    const { groupSettings } = env.services;
    await env.db.change(
      `INSERT INTO cached_groups (user_id, evotor_id, store_evotor_id, parent_evotor_id, name, fetched_at)
       VALUES (:userId, 'above', :store, NULL, 'Всё', :now)`,
      { userId, store, now: new Date() },
    );
    await env.db.change(
      `UPDATE cached_groups SET parent_evotor_id = 'above' WHERE user_id = :userId AND evotor_id = :group`,
      { userId, group },
    );
    const above = 'above' as GroupId;
    await groupSettings.savePrice(userId, store, above, RULE);
    await groupSettings.saveCategory(userId, store, above, 777);
    const below = await groupSettings.view(userId, store, group);
    expect(below.price).to.deep.include({ own: null, inheritedFrom: 'Всё' });
    expect(below.price.inherited.multiplier).to.equal('2');
    expect(below.category).to.deep.equal({ own: null, inherited: 777, inheritedFrom: 'Всё' });
    expect((await groupSettings.tryPrice(userId, store, above, RULE)).goods).to.equal(goods);
    await groupSettings.savePrice(userId, store, group, { ...RULE, price_multiplier: '3' });
    expect((await groupSettings.tryPrice(userId, store, above, RULE)).goods, 'they have their own').to.equal(0);
    await groupSettings.savePrice(userId, store, group, null);
    await groupSettings.savePrice(userId, store, above, null);
    await groupSettings.saveCategory(userId, store, above, null);
    expect((await groupSettings.view(userId, store, above)).category.own).to.equal(null);
  });

  it('a good with its own price is told of and not among the samples', async () => {
    const { userId } = merchant;
    const { rows } = await env.services.catalogue.groups(userId, store);
    expect(rows.some(({ id }) => id === group)).to.equal(true);
    const product = await env.db.first<{ key: string; name: string }>(
      `SELECT m.listing_key AS \`key\`, p.name FROM cached_products p JOIN listing_members m ON m.user_id = p.user_id
         AND m.product_evotor_id = p.evotor_id AND m.store_evotor_id = p.store_evotor_id
       WHERE p.user_id = :userId AND p.group_evotor_id = :group AND p.price_kopecks > 0 ORDER BY p.name LIMIT 1`,
      { userId, group },
    );
    await env.services.listings.setOverride(userId, product!.key as never, { priceKopecks: 100 }, 'web');
    const tried = await env.services.groupSettings.tryPrice(userId, store, group, RULE);
    expect(tried.withOwnPrice).to.equal(1);
    expect(tried.samples.map(({ name }) => name)).not.to.include(product!.name);
  });

  it('refuses what does not fit, and what is not theirs', async () => {
    const { userId } = merchant;
    const { groupSettings } = env.services;
    const save = (texts: object) => codeOf(groupSettings.savePrice(userId, store, group, { ...RULE, ...texts }));
    expect(await save({ price_multiplier: '0' })).to.equal('SETTING.INVALID');
    expect(await save({ price_addend: '-1000000' })).to.equal('SETTING.PRICES_GONE');
    expect(await codeOf(groupSettings.saveCategory(userId, store, group, 4_294_967_296))).to.equal('SETTING.INVALID');
    const stranger = await env.merchant({ goods: 1 });
    await env.services.catalogue.requestRefresh(stranger.userId);
    expect(await codeOf(groupSettings.view(stranger.userId, store, group))).to.equal('STORE.NOT_FOUND');
    const theirs = stranger.stores[0]!;
    expect(await codeOf(groupSettings.savePrice(stranger.userId, theirs, group, RULE))).to.equal('GROUP.NOT_FOUND');
    expect(await codeOf(groupSettings.saveCategory(stranger.userId, theirs, group, 5))).to.equal('GROUP.NOT_FOUND');
    expect(await codeOf(groupSettings.tryPrice(stranger.userId, theirs, noGroupId(store), RULE))).to.equal(
      'GROUP.NOT_FOUND',
    );
    const loose = await groupSettings.tryPrice(userId, store, noGroupId(store), RULE);
    expect(loose.goods).to.be.at.least(0);
  });
});
