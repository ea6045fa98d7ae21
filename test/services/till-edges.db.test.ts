import { expect } from 'chai';
import { findEvotorConnection } from '../../src/db/repositories/evotor-connections.repository.js';
import { listStores } from '../../src/db/repositories/till-cache.repository.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { tillPhase } from '../../src/services/sync/phases.js';
import { refreshTill } from '../../src/services/sync/refresh-till.js';
import { CONTROL, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { editGood, fault, noFaults, tillOf } from '../support/services-env-shop.js';

const DAY = 86_400_000;

describe('edges of reading the till', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const owner = ({ userId }: TestMerchant) => ({ userId, jobId: null });
  const read = (merchant: TestMerchant) => refreshTill(env.deps, owner(merchant), CONTROL);
  const cached = async ({ userId }: TestMerchant) =>
    (
      await env.db.rows<{ id: string }>(
        'SELECT evotor_id AS id FROM cached_products WHERE user_id = :userId AND missing_since IS NULL ORDER BY id',
        { userId },
      )
    ).map(({ id }) => id);
  const storesOf = ({ userId }: TestMerchant) => listStores(env.db, userId);
  const emptiedAt = async ({ userId }: TestMerchant) =>
    (await env.db.first<{ at: Date | null }>('SELECT emptied_at AS at FROM cached_stores WHERE user_id = :userId', {
      userId,
    }))!.at;
  const patch = (merchant: TestMerchant, body: object) => env.control('PATCH', `/merchants/${merchant.id}`, body);
  const remove = (merchant: TestMerchant, id: string) =>
    env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
  const evotorCalls = async (merchant: TestMerchant, part = '') =>
    (
      await env.control<{ entries: { method: string }[] }>(
        'GET',
        `/journal?vendor=evotor&merchant=${merchant.id}&limit=100000`,
      )
    ).entries.filter(({ method }) => method.includes(part)).length;
  const openNotices = ({ userId }: TestMerchant) =>
    env.db.rows<{ code: string; params: unknown }>(
      'SELECT code, params FROM notices WHERE user_id = :userId AND is_open ORDER BY id',
      { userId },
    );
  /** The cached goods stand in VK, as after a run. */
  async function publish({ userId, groupId }: TestMerchant): Promise<void> {
    const values = { userId, groupId, now: new Date() };
    await env.db.change(
      `INSERT IGNORE INTO listing_members (user_id, listing_key, store_evotor_id, product_evotor_id)
       SELECT user_id, evotor_id, store_evotor_id, evotor_id FROM cached_products WHERE user_id = :userId`,
      values,
    );
    await env.db.change(
      `INSERT INTO item_links (user_id, vk_group_id, listing_key, vk_item_id, state, state_at, made_by, created_at, updated_at)
       SELECT user_id, :groupId, evotor_id, id, 'live', :now, 'created', :now, :now FROM cached_products
       WHERE user_id = :userId`,
      values,
    );
  }

  it('a row that comes twice is one good with its last values', async () => {
    const merchant = await env.merchant({ goods: 6 });
    await patch(merchant, { till: { pageSize: 3 } });
    await fault(env, {
      vendor: 'evotor',
      path: '/products',
      merchant: merchant.id,
      page: 2,
      effect: { kind: 'duplicateItem' },
    });
    expect(await read(merchant)).to.include({ stop: null, complete: true });
    expect(await cached(merchant)).to.have.length(6);
  });

  it('a published good that a page left out although it is there spoils the whole read: nothing is gone', async () => {
    const merchant = await env.merchant({ goods: 6 });
    await read(merchant);
    await publish(merchant);
    const [left] = await tillOf(env, merchant);
    await fault(env, {
      vendor: 'evotor',
      path: '/products',
      merchant: merchant.id,
      effect: { kind: 'missingItem', id: left!.id },
    });
    expect(await read(merchant)).to.include({ stop: null, complete: false, digest: null });
    expect(await cached(merchant)).to.have.length(6);
    expect((await storesOf(merchant))[0]).to.include({ readState: 'incomplete', readCode: 'EVOTOR.READ_INCOMPLETE' });
  });

  for (const [what, effect] of [
    ['a cursor that comes back', { kind: 'cursorLoop' }],
    ['a server out of order', { kind: 'httpStatus', status: 500 }],
    ['broken JSON', { kind: 'httpStatus', status: 200, body: '{"items":[', contentType: 'application/json' }],
    ['a page of HTML', { kind: 'httpStatus', status: 200, body: '<html>' }],
    ['a connection that breaks', { kind: 'reset' }],
  ] as const)
    it(`${what} keeps the last whole values of the store, and says that it is incomplete`, async () => {
      const merchant = await env.merchant({ goods: 4 });
      await read(merchant);
      const [good] = await tillOf(env, merchant);
      await remove(merchant, good!.id);
      await fault(env, { vendor: 'evotor', path: '/products', merchant: merchant.id, effect });
      expect(await read(merchant)).to.include({ stop: null, complete: false });
      expect(await cached(merchant)).to.have.length(4);
      expect((await storesOf(merchant))[0]!.readState).to.equal('incomplete');
      await noFaults(env);
      expect(await read(merchant)).to.include({ complete: true });
      expect(await cached(merchant)).to.have.length(3);
    });

  it('402 skips that store alone, and the other is read', async () => {
    const merchant = await env.merchant({ goods: 3, stores: 2 });
    await patch(merchant, { stores: { [merchant.stores[0]!]: { paymentRequired: true } } });
    const reading = await read(merchant);
    expect(reading).to.include({ stop: null, complete: true });
    expect(reading.digest).to.be.a('string');
    expect((await storesOf(merchant)).map(({ readState }) => readState)).to.deep.equal(['not_paid', 'complete']);
  });

  for (const [status, code] of [
    [401, 'EVOTOR.TOKEN_REJECTED'],
    [403, 'EVOTOR.RIGHT_MISSING'],
  ] as const)
    it(`${status} ends the phase and waits for the merchant`, async () => {
      const merchant = await env.merchant({ goods: 2 });
      await fault(env, {
        vendor: 'evotor',
        path: '/product',
        merchant: merchant.id,
        effect: { kind: 'apiError', code: status },
      });
      expect((await read(merchant)).stop).to.deep.equal({ kind: 'failed', code });
      expect(await findEvotorConnection(env.db, merchant.userId)).to.include({ isOnline: false, blockedCode: code });
      const events = await env.db.rows('SELECT event, detail FROM health_check_logs WHERE user_id = :userId', {
        userId: merchant.userId,
      });
      expect(events).to.deep.equal([{ event: 'offline', detail: code }]);
      expect((await openNotices(merchant)).map(notice => notice.code)).to.deep.equal([code]);
      await noFaults(env);
      await read(merchant);
      expect(await openNotices(merchant)).to.deep.equal([]);
    });

  it('429 rests for as long as it says or half an hour, and no call is made until then', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await fault(env, {
      vendor: 'evotor',
      path: '/products',
      merchant: merchant.id,
      times: 1,
      effect: { kind: 'httpStatus', status: 429, body: '{}', contentType: 'application/json' },
    });
    const began = env.deps.now();
    const { stop } = await read(merchant);
    expect(stop).to.include({ kind: 'parked', code: 'EVOTOR.RATE_LIMITED' });
    const resumeAtMs = stop!.kind === 'parked' ? stop!.resumeAtMs : 0;
    expect(resumeAtMs - began).to.be.greaterThan(0);
    expect(resumeAtMs - began).to.be.at.most(30 * 60_000 + 60_000);
    const calls = await evotorCalls(merchant);
    expect((await read(merchant)).stop).to.deep.equal({ kind: 'parked', code: 'EVOTOR.RATE_LIMITED', resumeAtMs });
    expect(await evotorCalls(merchant)).to.equal(calls);
    await env.deps.sleep(resumeAtMs - env.deps.now() + 1000);
    expect(await read(merchant)).to.include({ stop: null, complete: true });
    expect(await findEvotorConnection(env.db, merchant.userId)).to.include({ blockedUntil: null, isOnline: true });
  });

  it('without the stock right quantities are unknown and not zero', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await patch(merchant, { till: { rights: { stock: false } } });
    await read(merchant);
    const rows = await env.db.rows<{ q: number | null }>(
      'SELECT quantity_milli AS q FROM cached_products WHERE user_id = :userId',
      { userId: merchant.userId },
    );
    expect(rows.map(({ q }) => q)).to.deep.equal([null, null, null]);
  });

  it('unknown types, groups that do not exist and groups in a circle pass', async () => {
    const merchant = await env.merchant({ goods: 3, groups: 2 });
    const [a, b, c] = await tillOf(env, merchant);
    const { groups } = await env.control<{ groups: { id: string }[] }>('GET', `/merchants/${merchant.id}/groups`);
    await editGood(env, merchant, a!.id, { type: 'JETPACK_MARKED' });
    await editGood(env, merchant, b!.id, { parent_id: '99999999-0000-4000-8000-000000000000' });
    await env.control('PATCH', `/merchants/${merchant.id}/groups/${groups[0]!.id}`, { parent_id: groups[1]!.id });
    await env.control('PATCH', `/merchants/${merchant.id}/groups/${groups[1]!.id}`, { parent_id: groups[0]!.id });
    await editGood(env, merchant, c!.id, { parent_id: groups[0]!.id });
    await env.services.catalogue.requestRefresh(merchant.userId);
    expect(await cached(merchant)).to.have.length(3);
    const { rows } = await env.services.catalogue.stores(merchant.userId);
    expect(rows[0]).to.include({ readState: 'complete', products: 3 });
  });

  describe('more goods gone than the brake on hides lets through', () => {
    it('are asked for by a spread sample; all 404 make the read whole', async () => {
      const merchant = await env.merchant({ goods: 20 });
      await read(merchant);
      await publish(merchant);
      const goods = await tillOf(env, merchant);
      for (const { id } of goods.slice(0, 12)) await remove(merchant, id);
      const before = await evotorCalls(merchant, '/products/');
      expect(await read(merchant)).to.include({ stop: null, complete: true });
      expect(await cached(merchant)).to.have.length(8);
      // 20 % of 20 published is 4, so the 5 of the brake's count.
      expect((await evotorCalls(merchant, '/products/')) - before).to.equal(5);
    });

    it('one of them that is still there spoils the read', async () => {
      const merchant = await env.merchant({ goods: 20 });
      await read(merchant);
      await publish(merchant);
      // The list is empty although every good answers by its id.
      await patch(merchant, { stores: { [merchant.stores[0]!]: { answersEmpty: true } } });
      expect(await read(merchant)).to.include({ complete: false });
      expect(await cached(merchant)).to.have.length(20);
      expect(await emptiedAt(merchant)).to.equal(null);
    });
  });

  it('remembers a store that is empty where it had goods, and forgets it when they are back', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await read(merchant);
    expect(await emptiedAt(merchant)).to.equal(null);
    const goods = await tillOf(env, merchant);
    for (const { id } of goods) await remove(merchant, id);
    await read(merchant);
    const at = await emptiedAt(merchant);
    expect(at).to.be.instanceOf(Date);
    await read(merchant);
    expect(await emptiedAt(merchant)).to.deep.equal(at);
    await env.control('POST', `/merchants/${merchant.id}/products`, { name: 'Чай', price: 10 });
    await read(merchant);
    expect(await emptiedAt(merchant)).to.equal(null);
  });

  it('a store that vanished from the list keeps its last values', async () => {
    const merchant = await env.merchant({ goods: 2, stores: 2 });
    await read(merchant);
    await env.control('DELETE', `/merchants/${merchant.id}/stores/${merchant.stores[1]!}`);
    await read(merchant);
    expect((await storesOf(merchant)).map(({ isMissing }) => isMissing)).to.deep.equal([false, true]);
    expect(await cached(merchant)).to.have.length(4);
  });

  it('tells once of stores not read whole for over a week, and takes it back when they are', async () => {
    const merchant = await env.merchant({ goods: 1, stores: 2 });
    await read(merchant);
    const [name] = (await storesOf(merchant)).map(store => store.name);
    const aged = (days: number) =>
      env.db.change('UPDATE cached_stores SET complete_read_at = :at WHERE user_id = :userId AND evotor_id = :store', {
        at: new Date(env.deps.now() - days * DAY),
        userId: merchant.userId,
        store: merchant.stores[0]!,
      });
    await patch(merchant, { stores: { [merchant.stores[0]!]: { paymentRequired: true } } });
    await aged(6);
    await read(merchant);
    expect(await openNotices(merchant)).to.deep.equal([]);
    await aged(8);
    await read(merchant);
    await read(merchant);
    const notices = await openNotices(merchant);
    expect(notices.map(({ code }) => code)).to.deep.equal(['EVOTOR.STORE_STALE']);
    expect(JSON.stringify(notices[0]!.params)).to.include(name);
    await patch(merchant, { stores: { [merchant.stores[0]!]: { paymentRequired: false } } });
    await read(merchant);
    expect(await openNotices(merchant)).to.deep.equal([]);
  });

  it('a pause in the middle of a long read ends it between two pages, and nothing half-read is kept', async () => {
    const merchant = await env.merchant({ goods: 9 });
    await read(merchant);
    await patch(merchant, { till: { pageSize: 3 } });
    const [good] = await tillOf(env, merchant);
    await editGood(env, merchant, good!.id, { price: 777 });
    const wish = {
      userId: merchant.userId,
      kind: 'sync',
      trigger: 'manual',
      workflowId: 'w',
      requestId: 'pause',
    } as const;
    const { jobId } = await openJobFor(env.deps, wish);
    const before = await evotorCalls(merchant, '/products');
    let looks = 0;
    const stop = { kind: 'cancelled', code: 'SYNC.PAUSED' } as const;
    const reading = await refreshTill(
      env.deps,
      { userId: merchant.userId, jobId },
      {
        ...CONTROL,
        // The merchant presses pause while the second page is on its way.
        stopWanted: () => Promise.resolve((looks += 1) >= 3 ? stop : null),
      },
    );
    expect(reading).to.deep.equal({ stop, complete: false, digest: null });
    expect((await evotorCalls(merchant, '/products')) - before).to.equal(2);
    const row = await env.db.first<{ price: number }>(
      'SELECT price_kopecks AS price FROM cached_products WHERE user_id = :userId AND evotor_id = :id',
      { userId: merchant.userId, id: good!.id },
    );
    expect(row!.price).to.not.equal(77_700);
    // The phase of a job asks the job itself.
    await env.services.sync.setPaused(merchant.userId, true);
    const phase = await tillPhase(env.deps, { userId: merchant.userId, jobId: jobId! }, CONTROL);
    expect(phase.stop).to.include({ kind: 'cancelled' });
  });
});
