import { expect } from 'chai';
import type { GroupId } from '../../src/domain/brand.js';
import { listFilters } from '../../src/db/repositories/filters.repository.js';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { refusal } from '../support/services-env-sentence.js';
import { statementsOf } from '../support/services-env-statements.js';
import { tillOf } from '../support/services-env-shop.js';

const FIRST = { search: '', state: 'all', page: 1 } as const;

describe('the catalogue', () => {
  let env: ServicesEnv;
  let small: TestMerchant;

  before(async () => {
    env = await startServicesEnv();
    small = await env.merchant({ goods: 100, groups: 4 });
    await env.services.catalogue.requestRefresh(small.userId);
  });
  after(() => env.close());

  const listed = async ({ userId } = small): Promise<number> => {
    const row = await env.db.first<{ n: number }>(
      'SELECT COUNT(*) AS n FROM listings WHERE user_id = :userId AND is_listed = TRUE',
      { userId },
    );
    return row?.n ?? -1;
  };

  it('costs the same queries for 100 goods and for 5,000', async function () {
    this.timeout(60_000);
    const large = await env.merchant({ goods: 5000, groups: 40 });
    await env.services.catalogue.requestRefresh(large.userId);
    const count = async ({ userId, stores }: TestMerchant) => {
      const { catalogue, history, sync } = env.services;
      const group = (await catalogue.groups(userId, stores[0]!)).rows[1]!.id;
      const pages = [
        () => catalogue.stores(userId),
        () => catalogue.groups(userId, stores[0]!),
        () => catalogue.products(userId, { ...FIRST, storeId: stores[0]!, groupId: null }),
        () =>
          catalogue.products(userId, {
            ...FIRST,
            storeId: stores[0]!,
            groupId: group,
            search: 'Чашка',
            state: 'waiting',
          }),
        () => catalogue.previewToggle(userId, { storeId: stores[0]!, groupId: group }, false),
        () => sync.overview(userId),
        () => history.runs(userId, 1),
      ];
      const counts: number[] = [];
      for (const page of pages) counts.push((await statementsOf(env.db, page)).length);
      return counts;
    };
    const queries = await count(small);
    expect(await count(large)).to.deep.equal(queries);
    for (const some of queries) expect(some).to.be.at.most(12);
    expect(await listed(large)).to.equal(5000);
  });

  it('shows goods in pages, searched and by state, with totals', async () => {
    const { userId, stores } = small;
    const storeId = stores[0]!;
    const page = (changes: object) =>
      env.services.catalogue.products(userId, { ...FIRST, storeId, groupId: null, ...changes });
    const [one, two, three] = [await page({}), await page({ page: 2 }), await page({ page: 3 })];
    expect([one.rows.length, two.rows.length, one.total]).to.deep.equal([50, 50, 100]);
    // Beyond the end the last page is shown.
    expect([three.page, three.rows]).to.deep.equal([2, two.rows]);
    expect(new Set([...one.rows, ...two.rows].map(({ id }) => id)).size).to.equal(100);
    expect((await page({ page: -3 })).rows).to.deep.equal(one.rows);
    const [good] = await tillOf(env, small);
    expect((await page({ search: good!.name })).rows.map(({ id }) => id)).to.deep.equal([good!.id]);
    for (const search of ['%', '_', '\\', "' OR 1=1 --", '🐣'])
      expect((await page({ search })).total, search).to.equal(0);
    expect((await page({ state: 'waiting' })).total).to.equal(100);
    expect((await page({ state: 'in_vk' })).total).to.equal(0);
  });

  it('switches a group off and on again, and is as it was before', async () => {
    const { userId, stores } = small;
    const { catalogue } = env.services;
    const [group] = (await catalogue.groups(userId, stores[0]!)).rows;
    const off = await catalogue.toggleGroup(userId, stores[0]!, group!.id, false);
    expect(off).to.include({ selected: false, name: group!.name });
    expect(await listed()).to.equal(100 - group!.products);
    expect((await catalogue.groups(userId, stores[0]!)).rows[0]).to.deep.include({ rule: 'exclude', listed: 0 });
    const on = await catalogue.toggleGroup(userId, stores[0]!, group!.id, true);
    expect(on.selected).to.equal(true);
    expect(await listed()).to.equal(100);
    expect(await listFilters(env.db, userId)).to.deep.equal([]);
  });

  it('says before a press what it moves, exactly as the press then moves it, and writes nothing itself', async () => {
    const { userId, stores } = small;
    const { catalogue } = env.services;
    const storeId = stores[0]!;
    const [first, second] = (await catalogue.groups(userId, storeId)).rows;
    const press = (groupId: GroupId | null, on: boolean) => catalogue.previewToggle(userId, { storeId, groupId }, on);
    const own = await press(first!.id, false);
    expect(own).to.deep.equal({
      name: first!.name,
      moved: first!.products,
      movedIn: 0,
      movedOut: first!.products,
      othersMoved: 0,
      othersIn: 0,
      opensOthers: 0,
    });
    expect(await press(first!.id, true)).to.include({ moved: 0, name: first!.name });
    expect(await press(null, false)).to.include({ movedOut: 100, othersMoved: 0 });

    await catalogue.setRule(userId, { entityType: 'group', entityId: first!.id, mode: 'include' });
    expect(await press(second!.id, true)).to.include({ movedIn: second!.products, othersMoved: 0 });
    const others = 100 - first!.products;
    expect(await press(first!.id, false)).to.include({ othersMoved: others, othersIn: others, opensOthers: others });
    expect(await listed()).to.equal(first!.products);
    await catalogue.toggleGroup(userId, storeId, first!.id, false);
    expect(await listed()).to.equal(others);
    await catalogue.setRule(userId, { entityType: 'group', entityId: first!.id, mode: 'none' });
    expect(await listFilters(env.db, userId)).to.deep.equal([]);
  });

  it('switches a store off, and its goods all out', async () => {
    const { userId, stores } = small;
    await env.services.catalogue.toggleStore(userId, stores[0]!, false);
    expect(await listed()).to.equal(0);
    const { rows } = await env.services.catalogue.products(userId, { ...FIRST, storeId: stores[0]!, groupId: null });
    expect(rows.every(({ reason }) => reason?.code === 'NOT_SELECTED')).to.equal(true);
    await env.services.catalogue.toggleStore(userId, stores[0]!, true);
    expect(await listed()).to.equal(100);
  });

  it('raises the input version with each rule, and keeps the listings at it', async () => {
    const { userId } = small;
    const before = (await getSyncConfig(env.db, userId)).inputVersion;
    const [good] = await tillOf(env, small);
    const rule = { entityType: 'product', entityId: good!.id } as const;
    await env.services.catalogue.setRule(userId, { ...rule, mode: 'include' });
    expect(await listed()).to.equal(1);
    await env.services.catalogue.setRule(userId, { ...rule, mode: 'none' });
    const { inputVersion, listingsVersion } = await getSyncConfig(env.db, userId);
    expect([inputVersion, listingsVersion]).to.deep.equal([before + 2, before + 2]);
    expect(await listed()).to.equal(100);
  });

  it('keeps the rule of a good that vanished from the till, and lets it be removed', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    const [good] = await tillOf(env, merchant);
    const rule = { entityType: 'product', entityId: good!.id } as const;
    await env.services.catalogue.setRule(merchant.userId, { ...rule, mode: 'exclude' });
    await env.control('DELETE', `/merchants/${merchant.id}/products/${good!.id}`);
    await env.services.catalogue.requestRefresh(merchant.userId);
    const kept = await listFilters(env.db, merchant.userId);
    expect(kept).to.have.length(1);
    expect(kept[0]).to.include({ ...rule, entityName: good!.name, mode: 'exclude' });
    await env.services.catalogue.setRule(merchant.userId, { ...rule, mode: 'none' });
    expect(await listFilters(env.db, merchant.userId)).to.deep.equal([]);
  });

  it('does not ask a till that is not connected', async () => {
    const { userId } = await env.merchant({ connected: false });
    expect((await refusal(env.services.catalogue.requestRefresh(userId))).code).to.equal('SYNC.NOT_CONNECTED');
    expect((await env.services.catalogue.stores(userId)).rows).to.deep.equal([]);
  });
});
