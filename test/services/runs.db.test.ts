import { expect } from 'chai';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { startServicesEnv, type ServicesEnv } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

describe('a whole run', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  it('mirrors a till into an empty shop once, and then has nothing to do', async () => {
    const merchant = await env.merchant({ goods: 12, groups: 3 });
    const first = await runPhases(env.deps, merchant.userId, { maxOperations: 5 });
    expect(first.job).to.include({ status: 'success', reasonCode: null });
    expect(first.job.counters).to.include({ created: 12, failed: 0, skipped: 0 });
    const { items, albums } = await shopOf(env, merchant);
    expect(items.map(({ title, priceKopecks, sku }) => `${sku} ${title} ${priceKopecks}`).sort()).to.deep.equal(
      (await tillOf(env, merchant)).map(({ id, name, price }) => `${id} ${name} ${(price ?? 0) * 100}`).sort(),
    );
    expect(albums.map(({ title }) => title).sort()).to.deep.equal(['Группа 1', 'Группа 2', 'Группа 3']);
    for (const item of items) expect(item.albumIds).to.have.length(1);

    const second = await runPhases(env.deps, merchant.userId);
    expect(second.job.status).to.equal('unchanged');
    expect(second.operations).to.deep.equal([]);
    expect(second.job.counters.unchanged).to.equal(12);
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('makes no call to VK by the clock when nothing has changed', async () => {
    const merchant = await env.merchant({ goods: 4 });
    await runPhases(env.deps, merchant.userId);
    await env.control('POST', '/stats/reset');
    const { job, skipped } = await runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
    expect(skipped).to.equal(true);
    expect(job.status).to.equal('unchanged');
    const stats = await env.control<{ byMerchant: Record<string, { vkCalls: number }> }>('GET', '/stats');
    expect(stats.byMerchant[merchant.id]?.vkCalls ?? 0).to.equal(0);
  });

  it('sends a changed price alone, hides what is gone from the till, shows it again when it returns', async () => {
    const merchant = await env.merchant({ goods: 8 });
    await runPhases(env.deps, merchant.userId);
    const [dearer, gone] = await tillOf(env, merchant);
    await editGood(env, merchant, dearer!.id, { price: 777 });
    await env.control('DELETE', `/merchants/${merchant.id}/products/${gone!.id}`);
    const { job, operations } = await runPhases(env.deps, merchant.userId);
    expect(operations.map(({ kind, key, fields, reasonCode }) => [kind, key, fields, reasonCode])).to.deep.equal([
      ['hide', gone!.id, [], 'GONE_FROM_TILL'],
      ['update', dearer!.id, ['price'], 'CHANGED'],
    ]);
    expect(job).to.deep.include({ status: 'success' });
    const bySku = new Map((await shopOf(env, merchant)).items.map(item => [item.sku, item]));
    expect(bySku.get(dearer!.id)).to.include({ priceKopecks: 77_700, state: 'visible' });
    expect(bySku.get(gone!.id)).to.include({ state: 'hidden' });

    const { name, price } = gone!;
    await env.control('POST', `/merchants/${merchant.id}/products`, { id: gone!.id, name, price, quantity: 3 });
    const back = await runPhases(env.deps, merchant.userId);
    expect(back.operations[0]).to.include({ kind: 'unhide', key: gone!.id, state: 'done' });
    const again = (await shopOf(env, merchant)).items.filter(({ sku }) => sku === gone!.id);
    expect(again.map(({ state }) => state)).to.deep.equal(['visible']);
  });

  it('never loses a change that was taken back and came again between runs that did not get through', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await runPhases(env.deps, merchant.userId);
    const [good] = await tillOf(env, merchant);
    const before = good!.price ?? 0;
    const price = async () => (await shopOf(env, merchant)).items.find(({ sku }) => sku === good!.id)?.priceKopecks;

    await editGood(env, merchant, good!.id, { price: before + 50 });
    await fault(env, { vendor: 'vk', merchant: merchant.id, effect: { kind: 'httpStatus', status: 503 } });
    expect((await runPhases(env.deps, merchant.userId, { trigger: 'schedule' })).job.status).to.equal('parked');
    await noFaults(env);
    await editGood(env, merchant, good!.id, { price: before });
    await runPhases(env.deps, merchant.userId);
    expect(await price()).to.equal(before * 100);
    const rows = await env.db.rows(
      'SELECT price_kopecks AS price FROM listings WHERE user_id = :userId AND listing_key = :key',
      {
        userId: merchant.userId,
        key: good!.id,
      },
    );
    expect(rows).to.deep.equal([{ price: before * 100 }]);
  });

  it('does not publish what a mere look at the till had seen in between', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await runPhases(env.deps, merchant.userId);
    const [good] = await tillOf(env, merchant);
    await editGood(env, merchant, good!.id, { price: 5555 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    await editGood(env, merchant, good!.id, { price: good!.price });
    const { operations } = await runPhases(env.deps, merchant.userId);
    expect(operations).to.deep.equal([]);
    const item = (await shopOf(env, merchant)).items.find(({ sku }) => sku === good!.id);
    expect(item?.priceKopecks).to.equal((good!.price ?? 0) * 100);
  });

  it('only shows in a preview, and waits where each run is approved', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const preview = await runPhases(env.deps, merchant.userId, { kind: 'preview' });
    expect(preview.job.status).to.equal('success');
    expect(preview.operations.filter(({ kind }) => kind === 'create')).to.have.length(3);
    expect((await shopOf(env, merchant)).items).to.deep.equal([]);
    await env.services.sync.saveSettings(merchant.userId, { mode: 'approve' });
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('awaiting_approval');
    await env.services.sync.saveSettings(merchant.userId, { mode: 'automatic', mirror: 'false' });
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('success');
    expect((await shopOf(env, merchant)).items).to.deep.equal([]);
  });

  it('stops at an operation boundary when the merchant pauses, and goes on where it was', async () => {
    const merchant = await env.merchant({ goods: 6 });
    const cut = await runPhases(env.deps, merchant.userId, {
      beforeApply: () => env.services.sync.setPaused(merchant.userId, true),
    });
    expect(cut.job).to.include({ status: 'cancelled', reasonCode: 'SYNC.CANCELLED' });
    expect((await shopOf(env, merchant)).items).to.deep.equal([]);
    await env.services.sync.setPaused(merchant.userId, false);
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('success');
    expect((await shopOf(env, merchant)).items).to.have.length(6);
  });

  it('puts the merchant back into the rhythm, and backs off after failures', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await runPhases(env.deps, merchant.userId);
    const config = await getSyncConfig(env.db, merchant.userId);
    expect(config.failingCount).to.equal(0);
    expect(config.nextDueAt?.getTime()).to.be.within(env.deps.now(), env.deps.now() + env.deps.refreshIntervalMs);
    await env.control('PATCH', `/merchants/${merchant.id}`, { till: { revoked: true } });
    for (const failures of [1, 2]) {
      expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('failed');
      expect((await getSyncConfig(env.db, merchant.userId)).failingCount).to.equal(failures);
    }
  });
});
