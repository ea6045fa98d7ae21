import { expect } from 'chai';
import { requestDisconnect } from '../../src/services/sync/disconnect.js';
import { findVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { JobId, ListingKey } from '../../src/domain/brand.js';
import { DEFAULT_SETTINGS, type ShopLimits } from '../../src/domain/settings.js';
import type { Orchestrator } from '../../src/services/orchestrator.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { codeOf } from '../support/services-env-sentence.js';
import { editGood, fault, noFaults, shopOf, tillOf } from '../support/services-env-shop.js';

describe('first tries, limits and leaving', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const run = (merchant: TestMerchant, jobId?: JobId) =>
    runPhases(env.deps, merchant.userId, jobId === undefined ? {} : { jobId });
  const visible = async (merchant: TestMerchant) =>
    (await shopOf(env, merchant)).items.filter(({ state }) => state === 'visible');
  const states = async (merchant: TestMerchant) => (await shopOf(env, merchant)).items.map(({ state }) => state).sort();
  const holds = async (merchant: TestMerchant) =>
    env.db.rows<{ key: string; code: string }>(
      'SELECT listing_key AS `key`, hold_code AS code FROM listings WHERE user_id = :userId AND hold_code IS NOT NULL',
      { userId: merchant.userId },
    );
  async function limit(merchant: TestMerchant, limits: Partial<ShopLimits>): Promise<void> {
    const { settings } = await getSyncConfig(env.db, merchant.userId);
    const wanted = { ...settings, limits: { ...DEFAULT_SETTINGS.limits, ...limits } };
    await updateSyncConfig(env.db, merchant.userId, { settings: JSON.stringify(wanted) });
  }
  const orchestrator = {
    requestRun: async (userId, request) => ({
      outcome: 'started' as const,
      ...(await openJobFor(env.deps, { userId, workflowId: `sync/${userId}`, ...request })),
    }),
    poke: () => Promise.resolve(),
  } satisfies Pick<Orchestrator, 'requestRun' | 'poke'>;
  const leave = async (merchant: TestMerchant, goods: 'hide' | 'delete') =>
    requestDisconnect({ db: env.db, orchestrator: orchestrator as unknown as Orchestrator }, merchant.userId, goods);

  it('tries three goods with their albums before anything is confirmed, and takes nothing away', async () => {
    const merchant = await env.merchant({ goods: 8, groups: 2 });
    await updateSyncConfig(env.db, merchant.userId, { confirmed_at: null });
    const { jobId } = await env.services.approvals.pilot(merchant.userId, { count: 3 });
    const pilot = await run(merchant, jobId);
    expect(pilot.job).to.include({ kind: 'pilot', status: 'success' });
    expect(pilot.job.counters.created).to.equal(3);
    expect(await visible(merchant)).to.have.length(3);
    for (const { albumIds } of await visible(merchant)) expect(albumIds).to.have.length(1);

    await updateSyncConfig(env.db, merchant.userId, { confirmed_at: new Date() });
    await run(merchant);
    expect(await visible(merchant)).to.have.length(8);
    const [gone, dearer] = await tillOf(env, merchant);
    await env.control('DELETE', `/merchants/${merchant.id}/products/${gone!.id}`);
    await editGood(env, merchant, dearer!.id, { price: 4444 });
    const again = await env.services.approvals.pilot(merchant.userId, { keys: [dearer!.id as ListingKey] });
    const second = await run(merchant, again.jobId);
    expect(second.operations.map(({ kind, key }) => [kind, key])).to.deep.equal([['update', dearer!.id]]);
    expect(await visible(merchant)).to.have.length(8);
  });

  it('does not choose goods for a first try that the merchant has said no to', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const { settings } = await getSyncConfig(env.db, merchant.userId);
    await updateSyncConfig(env.db, merchant.userId, { settings: JSON.stringify({ ...settings, mode: 'approve' }) });
    const waiting = await run(merchant);
    const [kept] = waiting.operations.filter(({ kind }) => kind === 'create');
    await env.services.approvals.approve(merchant.userId, waiting.job.id, { operationIds: [kept!.id] });
    const { jobId } = await env.services.approvals.pilot(merchant.userId, { count: 3 });
    await run(merchant, jobId);
    expect((await visible(merchant)).map(({ sku }) => sku)).to.deep.equal([kept!.key]);
    const named = waiting.operations.find(({ kind, key }) => kind === 'create' && key !== kept!.key)!.key;
    const again = await env.services.approvals.pilot(merchant.userId, { keys: [named] });
    await run(merchant, again.jobId);
    expect(await visible(merchant)).to.have.length(2);
  });

  it('refuses a first try with no goods, too many, or one that is not to be published', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const { approvals } = env.services;
    for (const count of [0, -1, 51, 1.5, Number.NaN])
      expect(await codeOf(approvals.pilot(merchant.userId, { count })), String(count)).to.equal('PILOT.COUNT');
    expect(await codeOf(approvals.pilot(merchant.userId, { keys: [] }))).to.equal('PILOT.COUNT');
    expect(await codeOf(approvals.pilot(merchant.userId, { keys: ['nothing' as ListingKey] }))).to.equal(
      'PILOT.KEY_NOT_LISTED',
    );
  });

  it('fills the shop to its limit, says of the others why they wait, and takes them in when there is room', async () => {
    const merchant = await env.merchant({ goods: 6 });
    await limit(merchant, { items: 4 });
    const full = await run(merchant);
    expect(full.job.status).to.equal('success');
    expect(await visible(merchant)).to.have.length(4);
    expect((await holds(merchant)).map(({ code }) => code)).to.deep.equal(['LIMIT.ITEMS', 'LIMIT.ITEMS']);
    const [pinned] = await holds(merchant);
    await env.db.change(
      `INSERT INTO product_overrides (user_id, listing_key, is_pinned, updated_at) VALUES (:userId, :key, TRUE, NOW(3))`,
      { userId: merchant.userId, key: pinned!.key },
    );
    await limit(merchant, { items: 5 });
    await run(merchant);
    expect((await visible(merchant)).map(({ sku }) => sku)).to.include(pinned!.key);
    expect(await holds(merchant)).to.have.length(1);
    await limit(merchant, {});
    await run(merchant);
    expect(await visible(merchant)).to.have.length(6);
    expect(await holds(merchant)).to.deep.equal([]);
  });

  it('parks at the day’s number of new goods until the oldest is a day old, and goes on with everything else', async () => {
    const merchant = await env.merchant({ goods: 5 });
    await limit(merchant, { addsPerDay: 3 });
    const first = await run(merchant);
    expect(first.job).to.include({ status: 'parked', reasonCode: 'LIMIT.ADDS_PER_DAY' });
    expect(await visible(merchant)).to.have.length(3);
    const adds = await env.db.rows<{ at: Date }>(
      `SELECT MIN(sent_at) AS at FROM sync_operations WHERE user_id = :userId AND kind = 'create'`,
      { userId: merchant.userId },
    );
    expect(first.job.resumeAt?.getTime()).to.equal(adds[0]!.at.getTime() + 86_400_000);
    const config = await getSyncConfig(env.db, merchant.userId);
    expect(config.nextDueAt?.getTime()).to.be.at.most(env.deps.now() + env.deps.refreshIntervalMs);

    const [shown] = await visible(merchant);
    await editGood(env, merchant, shown!.sku, { price: 8888 });
    const second = await run(merchant);
    expect(second.job).to.include({ status: 'parked' });
    expect(second.job.counters).to.include({ updated: 1, created: 0 });
    await env.db.change('UPDATE sync_operations SET sent_at = sent_at - INTERVAL 2 DAY WHERE user_id = :userId', {
      userId: merchant.userId,
    });
    expect((await run(merchant)).job.status).to.equal('success');
    expect(await visible(merchant)).to.have.length(5);
  });

  it('makes the fullest album when there is room for one, and puts the other goods in without', async () => {
    const merchant = await env.merchant({ goods: 5, groups: 2 });
    await limit(merchant, { albums: 1 });
    const { job } = await run(merchant);
    expect(job.status).to.equal('success');
    const { items, albums } = await shopOf(env, merchant);
    expect(items).to.have.length(5);
    expect(albums).to.have.length(1);
    const inside = items.filter(({ albumIds }) => albumIds.length > 0);
    expect(inside.length).to.be.at.least(3);
    expect((await holds(merchant)).map(({ code }) => code)).to.deep.equal(
      Array(5 - inside.length).fill('LIMIT.ALBUMS'),
    );
    expect((await run(merchant)).job.status).to.equal('unchanged');
  });

  it('hides everything and lets go, and shows it again after coming back', async () => {
    const merchant = await env.merchant({ goods: 5 });
    await run(merchant);
    const { jobId } = await leave(merchant, 'hide');
    expect(await codeOf(env.services.sync.runNow(merchant.userId))).to.equal('SYNC.DISCONNECTING');
    const left = await run(merchant, jobId);
    expect(left.job).to.include({ kind: 'disconnect', status: 'success' });
    expect(left.job.counters.hidden).to.equal(5);
    expect(await states(merchant)).to.deep.equal(Array(5).fill('hidden'));
    expect(await findVkConnection(env.db, merchant.userId)).to.equal(null);
    expect((await getSyncConfig(env.db, merchant.userId)).pendingDisconnect).to.equal(null);
    const { vkToken: token, groupId } = merchant;
    await env.services.connections.connectVk({ userId: merchant.userId, token, groupId });
    expect((await run(merchant)).job.status).to.equal('success');
    expect(await states(merchant)).to.deep.equal(Array(5).fill('visible'));
  });

  it('deletes only what it made itself, and hides what was the merchant’s', async () => {
    const merchant = await env.merchant({ goods: 4 });
    await run(merchant);
    const [adopted] = await visible(merchant);
    await env.db.change(`UPDATE item_links SET made_by = 'adopted' WHERE user_id = :userId AND listing_key = :key`, {
      userId: merchant.userId,
      key: adopted!.sku,
    });
    const { jobId } = await leave(merchant, 'delete');
    expect((await run(merchant, jobId)).job.status).to.equal('success');
    const { items } = await shopOf(env, merchant);
    expect(items.find(({ sku }) => sku === adopted!.sku)?.state).to.equal('hidden');
    expect(items.filter(({ state }) => state === 'deleted')).to.have.length(3);
  });

  it('stays connected while VK keeps goods it was to hide, counts them, and lets go when they are gone', async () => {
    const merchant = await env.merchant({ goods: 4 });
    await run(merchant);
    const { jobId } = await leave(merchant, 'hide');
    // One of the four, and once more in the second look at what is left: a rule does not see what another one hit.
    for (const nth of [1, 4]) {
      const effect = { kind: 'apiError', code: 100 };
      await fault(env, { vendor: 'vk', method: 'market.edit', merchant: merchant.id, nth, effect });
    }
    const left = await run(merchant, jobId);
    expect(left.job).to.include({ status: 'partial', reasonCode: 'DISCONNECT.GOODS_LEFT' });
    expect(left.job.reasonParams).to.deep.equal({ count: '1' });
    expect(await visible(merchant)).to.have.length(1);
    expect(await findVkConnection(env.db, merchant.userId)).to.not.equal(null);
    const config = await getSyncConfig(env.db, merchant.userId);
    expect(config.pendingDisconnect).to.equal('hide');
    expect(config.nextDueAt?.getTime()).to.be.greaterThan(env.deps.now() + 86_000_000);
    const notices = async () =>
      env.db.rows(`SELECT code, params FROM notices WHERE user_id = :userId AND is_open`, { userId: merchant.userId });
    expect(JSON.stringify(await notices()))
      .to.include('DISCONNECT.GOODS_LEFT')
      .and.include('count');
    // Nothing is published again meanwhile.
    expect(await codeOf(env.services.sync.runNow(merchant.userId))).to.equal('SYNC.DISCONNECTING');

    await noFaults(env);
    const again = await leave(merchant, 'hide');
    expect((await run(merchant, again.jobId)).job).to.include({ status: 'success', reasonCode: null });
    expect(await states(merchant)).to.deep.equal(Array(4).fill('hidden'));
    expect(await findVkConnection(env.db, merchant.userId)).to.equal(null);
    expect(await notices()).to.deep.equal([]);
  });

  it('keeps the wish to leave over a rest, and forgets it when the merchant stops it', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await run(merchant);
    const first = await leave(merchant, 'hide');
    await fault(env, { vendor: 'vk', merchant: merchant.id, effect: { kind: 'apiError', code: 9 } });
    expect((await run(merchant, first.jobId)).job.status).to.equal('parked');
    await noFaults(env);
    expect((await getSyncConfig(env.db, merchant.userId)).pendingDisconnect).to.equal('hide');
    expect(await findVkConnection(env.db, merchant.userId)).to.not.equal(null);
    const second = await leave(merchant, 'hide');
    await env.services.approvals.cancel(merchant.userId, second.jobId);
    expect((await run(merchant, second.jobId)).job.status).to.equal('cancelled');
    expect((await getSyncConfig(env.db, merchant.userId)).pendingDisconnect).to.equal(null);
    expect(await visible(merchant)).to.have.length(3);
  });
});
