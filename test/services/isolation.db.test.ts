import { expect } from 'chai';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { GroupId, JobId, ProductId, StoreId } from '../../src/domain/brand.js';
import { noGroupId } from '../../src/domain/selection/no-group.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { editGood, fault, noFaults, shopOf, tillOf } from '../support/services-env-shop.js';

/** An id that two tills happen to share. */
const SAME_ID = '11111111-2222-3333-4444-555555555555';

describe('one merchant and another', () => {
  let env: ServicesEnv;
  let mine: TestMerchant;
  let theirs: TestMerchant;
  let theirGroup: GroupId;
  let theirJob: JobId;

  before(async () => {
    env = await startServicesEnv();
    [mine, theirs] = [await env.merchant({ goods: 3 }), await env.merchant({ goods: 3 })];
    for (const { userId } of [mine, theirs]) await env.services.catalogue.requestRefresh(userId);
    const { rows } = await env.services.catalogue.groups(theirs.userId, theirs.stores[0]!);
    theirGroup = rows[0]!.id;
    theirJob = (await runPhases(env.deps, theirs.userId)).job.id;
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const all = { search: '', state: 'all', page: 1 } as const;

  it('sees nothing of the other by a guessed id', async () => {
    const { catalogue, sync, connections } = env.services;
    const { userId } = mine;
    const [storeId] = theirs.stores as [StoreId];
    const myStore = mine.stores[0]!;
    const good = (await tillOf(env, theirs))[0]!.id as ProductId;
    const tries: readonly (readonly [code: string, work: () => Promise<unknown>])[] = [
      ['STORE.NOT_FOUND', () => catalogue.groups(userId, storeId)],
      ['STORE.NOT_FOUND', () => catalogue.products(userId, { ...all, storeId, groupId: null })],
      ['STORE.NOT_FOUND', () => catalogue.toggleStore(userId, storeId, false)],
      ['STORE.NOT_FOUND', () => catalogue.toggleGroup(userId, storeId, theirGroup, false)],
      ['GROUP.NOT_FOUND', () => catalogue.toggleGroup(userId, myStore, theirGroup, false)],
      ['STORE.NOT_FOUND', () => catalogue.previewToggle(userId, { storeId, groupId: null }, false)],
      ['GROUP.NOT_FOUND', () => catalogue.previewToggle(userId, { storeId: myStore, groupId: theirGroup }, false)],
      ['GROUP.NOT_FOUND', () => catalogue.products(userId, { ...all, storeId: myStore, groupId: theirGroup })],
      ['GROUP.NOT_FOUND', () => catalogue.products(userId, { ...all, storeId: myStore, groupId: noGroupId(storeId) })],
      ['JOB.NOT_FOUND', () => sync.job(userId, theirJob, 1)],
      [
        'CATALOGUE.ENTITY_NOT_FOUND',
        () => catalogue.setRule(userId, { entityType: 'store', entityId: storeId, mode: 'exclude' }),
      ],
      [
        'CATALOGUE.ENTITY_NOT_FOUND',
        () => catalogue.setRule(userId, { entityType: 'group', entityId: theirGroup, mode: 'include' }),
      ],
      [
        'CATALOGUE.ENTITY_NOT_FOUND',
        () => catalogue.setRule(userId, { entityType: 'group', entityId: noGroupId(storeId), mode: 'include' }),
      ],
      [
        'CATALOGUE.ENTITY_NOT_FOUND',
        () => catalogue.setRule(userId, { entityType: 'product', entityId: good, mode: 'include' }),
      ],
      ['VK.COMMUNITY_TAKEN', () => connections.connectVk({ userId, token: mine.vkToken, groupId: theirs.groupId })],
    ];
    const before = await getSyncConfig(env.db, userId);
    for (const [code, work] of tries) {
      expect((await refusal(work())).code).to.equal(code);
      expectSentence(code);
    }
    expect(await getSyncConfig(env.db, userId)).to.deep.equal(before);
  });

  it('changes nothing of the other by any change of their own', async () => {
    const snapshot = async () => {
      const seen: Record<string, unknown> = {};
      for (const table of [
        'sync_configs',
        'cached_products',
        'cached_groups',
        'cached_stores',
        'listings',
        'item_links',
        'vk_connections',
        'evotor_connections',
        'sync_jobs',
        'sync_operations',
      ])
        seen[table] = await env.db.rows(`SELECT * FROM ${table} WHERE user_id = :userId ORDER BY id`, {
          userId: theirs.userId,
        });
      return { seen, shop: await shopOf(env, theirs) };
    };
    const before = await snapshot();
    const { catalogue, sync, connections } = env.services;
    const { userId } = mine;
    await sync.saveSettings(userId, { price_multiplier: '3', merge_by: 'barcode' });
    await catalogue.toggleStore(userId, mine.stores[0]!, false);
    await catalogue.toggleStore(userId, mine.stores[0]!, true);
    await runPhases(env.deps, userId);
    await sync.setPaused(userId, true);
    await sync.setPaused(userId, false);
    await connections.test(userId, 'vk');
    await connections.disconnect(userId, 'vk');
    await connections.disconnect(userId, 'evotor');
    expect(await snapshot()).to.deep.equal(before);
  });

  it('goes on while the other’s vendors are down', async () => {
    const [broken, sound] = [await env.merchant({ goods: 2 }), await env.merchant({ goods: 2 })];
    await fault(env, { vendor: 'vk', merchant: broken.id, effect: { kind: 'reset' } });
    const [one, two] = await Promise.all([runPhases(env.deps, broken.userId), runPhases(env.deps, sound.userId)]);
    expect([one.job.status, two.job.status]).to.deep.equal(['parked', 'success']);
  });

  it('with equal ids on two tills mirrors each into its own shop', async () => {
    const [one, two] = [await env.merchant({ goods: 0 }), await env.merchant({ goods: 0 })];
    for (const [merchant, price] of [
      [one, 11],
      [two, 22],
    ] as const)
      await env.control('POST', `/merchants/${merchant.id}/products`, { id: SAME_ID, name: 'Один и тот же', price });
    await runPhases(env.deps, one.userId);
    await runPhases(env.deps, two.userId);
    await editGood(env, one, SAME_ID, { price: 33 });
    await runPhases(env.deps, one.userId);
    const prices = async (merchant: TestMerchant) => (await shopOf(env, merchant)).items.map(item => item.priceKopecks);
    expect([await prices(one), await prices(two)]).to.deep.equal([[3300], [2200]]);
  });

  it('writes each call to a vendor down under its own merchant, without a token', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const { job } = await runPhases(env.deps, merchant.userId);
    await env.deps.apiLog.drain();
    const rows = await env.db.rows<Record<string, unknown>>('SELECT * FROM api_log WHERE user_id = :userId', {
      userId: merchant.userId,
    });
    expect(rows.filter(row => row['job_id'] === job.id && row['path'] === 'market.add')).to.have.length(2);
    const services = new Set(rows.map(row => row['service']));
    for (const service of ['evotor', 'vk', 'vk_upload']) expect(services).to.include(service);
    const text = JSON.stringify(await env.db.rows('SELECT * FROM api_log'));
    for (const { evotorToken, vkToken } of [merchant, mine, theirs])
      for (const token of [evotorToken, vkToken]) expect(text).not.to.include(token);
    const sealed = JSON.stringify([
      ...(await env.db.rows('SELECT * FROM vk_connections')),
      ...(await env.db.rows('SELECT * FROM evotor_connections')),
    ]);
    expect(sealed).not.to.include(merchant.vkToken);
    expect(sealed).not.to.include(merchant.evotorToken);
  });
});
