import { expect } from 'chai';
import type { EvotorClient } from '../../src/clients/evotor/client.js';
import { saveFilter } from '../../src/db/repositories/filters.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { refreshTill } from '../../src/services/sync/refresh-till.js';
import type { SyncDeps } from '../../src/services/sync/sync-deps.js';
import { CONTROL, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

const SUCCESSOR = '11111111-2222-4333-8444-555555555555';

interface Good {
  readonly id: string;
  readonly name: string;
  readonly price?: number;
  readonly barcodes?: readonly string[];
  readonly parent_id?: string;
}

describe('what a read of the till leads to', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const visible = async (merchant: TestMerchant) =>
    (await shopOf(env, merchant)).items.filter(({ state }) => state === 'visible').map(({ sku }) => sku);
  const cached = async (merchant: TestMerchant) =>
    (
      await env.db.rows<{ id: string }>(
        'SELECT evotor_id AS id FROM cached_products WHERE user_id = :userId AND missing_since IS NULL ORDER BY id',
        { userId: merchant.userId },
      )
    ).map(({ id }) => id);
  const goodsOf = async (merchant: TestMerchant) => (await tillOf(env, merchant)) as readonly Good[];
  /** The till with some of its answers changed on the way. */
  const withTill = (change: (client: EvotorClient) => Partial<EvotorClient>): SyncDeps => ({
    ...env.deps,
    vendors: {
      ...env.deps.vendors,
      till: async owner => {
        const client = await env.deps.vendors.till(owner);
        return client && { ...client, ...change(client) };
      },
    },
  });

  it('an incomplete one leaves a published good alone whose successor has its barcode', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await env.services.sync.saveSettings(merchant.userId, { merge_by: 'barcode' });
    await runPhases(env.deps, merchant.userId);
    const before = await visible(merchant);
    expect(before).to.have.length(3);
    const [gone] = await goodsOf(merchant);
    await env.control('DELETE', `/merchants/${merchant.id}/products/${gone!.id}`);
    const successor = { id: SUCCESSOR, name: gone!.name, price: gone!.price, quantity: 3, barcodes: gone!.barcodes };
    await env.control('POST', `/merchants/${merchant.id}/products`, successor);
    await fault(env, {
      vendor: 'evotor',
      merchant: merchant.id,
      path: `/products/${gone!.id}`,
      effect: { kind: 'httpStatus', status: 503 },
    });
    const { job, operations } = await runPhases(env.deps, merchant.userId);
    expect(job.status).to.equal('partial');
    expect(operations).to.deep.equal([]);
    expect(await cached(merchant)).to.not.include(SUCCESSOR);

    await noFaults(env);
    await runPhases(env.deps, merchant.userId);
    expect(await visible(merchant)).to.have.members(before);
    expect(await cached(merchant))
      .to.include(SUCCESSOR)
      .and.not.include(gone!.id);
  });

  it('an unreadable group does not take its goods out of a white list', async () => {
    const merchant = await env.merchant({ goods: 4, groups: 1 });
    const { id } = await getSyncConfig(env.db, merchant.userId);
    const group = await env.db.first<{ id: string }>(
      'SELECT evotor_id AS id FROM cached_groups WHERE user_id = :userId',
      { userId: merchant.userId },
    );
    if (group === null) await refreshTill(env.deps, { userId: merchant.userId, jobId: null }, CONTROL);
    const [row] = await env.db.rows<{ id: string; name: string }>(
      'SELECT evotor_id AS id, name FROM cached_groups WHERE user_id = :userId',
      { userId: merchant.userId },
    );
    await saveFilter(env.db, id, {
      entityType: 'group',
      entityId: row!.id,
      entityName: row!.name,
      mode: 'include',
      parentId: merchant.stores[0]!,
    });
    await runPhases(env.deps, merchant.userId);
    expect(await visible(merchant)).to.have.length(4);
    const unreadable = withTill(client => ({
      groups: async (store, onPage) => {
        const answer = await client.groups(store, () => onPage([]));
        return answer.outcome === 'ok' ? { outcome: 'ok', value: { ...answer.value, complete: false } } : answer;
      },
      // What the client makes of goods whose group it could not read.
      products: (store, onPage) => client.products(store, page => onPage(page.map(p => ({ ...p, groupId: null })))),
    }));
    const { job, operations } = await runPhases(unreadable, merchant.userId);
    expect(job.status).to.equal('partial');
    expect(operations).to.deep.equal([]);
    expect(await visible(merchant)).to.have.length(4);
  });

  it('a list that has lost more published goods than may be asked for is believed by a sample, and the brake holds', async () => {
    const merchant = await env.merchant({ goods: 10 });
    await runPhases(env.deps, merchant.userId);
    for (const { id } of (await goodsOf(merchant)).slice(0, 6))
      await env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
    const { job } = await runPhases(env.deps, merchant.userId);
    expect(job).to.include({ status: 'awaiting_approval', reasonCode: 'BRAKE.HIDES' });
    expect(await visible(merchant)).to.have.length(10);
    const { rows } = await env.services.catalogue.stores(merchant.userId);
    expect(rows[0]).to.include({ readState: 'complete', readCode: null });
  });

  it('a store that was never read whole shows what was seen of it', async () => {
    const merchant = await env.merchant({ goods: 6 });
    await env.control('PATCH', `/merchants/${merchant.id}`, { till: { pageSize: 4 } });
    await fault(env, {
      vendor: 'evotor',
      path: '/products',
      merchant: merchant.id,
      page: 2,
      effect: { kind: 'httpStatus', status: 500 },
    });
    await refreshTill(env.deps, { userId: merchant.userId, jobId: null }, CONTROL);
    expect(await cached(merchant)).to.have.length(4);
  });

  it('an older one that ends later changes nothing of a newer one', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const owner = { userId: merchant.userId, jobId: null };
    const [good, gone] = await goodsOf(merchant);
    const newer = async () => {
      await editGood(env, merchant, good!.id, { price: 999 });
      await env.control('DELETE', `/merchants/${merchant.id}/products/${gone!.id}`);
      await refreshTill({ ...env.deps, now: () => env.deps.now() + 5 }, owner, CONTROL);
    };
    const overtaken = withTill(client => ({
      products: async (store, onPage) => {
        const answer = await client.products(store, onPage);
        await newer();
        return answer;
      },
    }));
    await refreshTill(overtaken, owner, CONTROL);
    expect(await cached(merchant))
      .to.have.length(2)
      .and.not.include(gone!.id);
    const row = await env.db.first<{ price: number }>(
      'SELECT price_kopecks AS price FROM cached_products WHERE user_id = :userId AND evotor_id = :id',
      { userId: merchant.userId, id: good!.id },
    );
    expect(Number(row?.price)).to.equal(99_900);
  });

  it('listings that a page computed beside a run are computed anew when the till goes back', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const [good] = await goodsOf(merchant);
    await runPhases(env.deps, merchant.userId);
    await editGood(env, merchant, good!.id, { price: 1001 });
    await runPhases(env.deps, merchant.userId, {
      beforeApply: async () => {
        await editGood(env, merchant, good!.id, { price: 2002 });
        await env.services.catalogue.requestRefresh(merchant.userId);
      },
    });
    await editGood(env, merchant, good!.id, { price: 1001 });
    await runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
    const listing = await env.db.first<{ price: number }>(
      'SELECT price_kopecks AS price FROM listings WHERE user_id = :userId AND listing_key = :key',
      { userId: merchant.userId, key: good!.id },
    );
    expect(Number(listing?.price)).to.equal(100_100);
    const item = (await shopOf(env, merchant)).items.find(({ sku }) => sku === good!.id);
    expect(item?.priceKopecks).to.equal(100_100);
  });

  it('listings are not computed again while neither till nor wish has changed', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await runPhases(env.deps, merchant.userId);
    // A version nothing else would write: a recomputation would put it right.
    await env.db.change("UPDATE listings SET name = 'метка' WHERE user_id = :userId", { userId: merchant.userId });
    await runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
    const names = await env.db.rows('SELECT DISTINCT name FROM listings WHERE user_id = :userId', {
      userId: merchant.userId,
    });
    expect(names).to.deep.equal([{ name: 'метка' }]);
  });

  it('a shop that was never read is read although the merchant switched that off: no twins', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await runPhases(env.deps, merchant.userId);
    const { userId } = merchant;
    await env.services.sync.saveSettings(userId, { refresh_shop: 'false' });
    // As after connecting a community that was ours before: its goods carry our keys, and nothing here knows them.
    for (const table of ['item_links', 'vk_cached_products'])
      await env.db.change(`DELETE FROM ${table} WHERE user_id = :userId`, { userId });
    await updateSyncConfig(env.db, userId, { shop_read_at: null, converged_till_digest: null });
    const { job } = await runPhases(env.deps, userId);
    expect(job.counters).to.include({ created: 0 });
    expect(await twins(env, merchant)).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items).to.have.length(3);
  });
});
