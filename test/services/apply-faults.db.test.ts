import { expect } from 'chai';
import { insertJob } from '../../src/db/repositories/jobs.repository.js';
import type { JobId, VkPhotoId } from '../../src/domain/brand.js';
import type { ApplySession } from '../../src/services/sync/apply/session.js';
import { createUploadAddresses } from '../../src/services/sync/apply/upload-addresses.js';
import type { SyncDeps } from '../../src/services/sync/sync-deps.js';
import { startServicesEnv, type ServicesEnv } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('applying when things go wrong', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  it('comes to rest before it fails: no create goes on behind the back of the next try', async () => {
    const merchant = await env.merchant({ goods: 12 });
    let busy = 0;
    let calls = 0;
    const renderPhoto: SyncDeps['renderPhoto'] = async (userId, choice) => {
      calls += 1;
      if (calls === 3) throw new Error('the disk is full');
      busy += 1;
      for (let turns = 0; turns < 50; turns++) await turn();
      busy -= 1;
      return env.deps.renderPhoto(userId, choice);
    };
    const error: unknown = await runPhases({ ...env.deps, renderPhoto }, merchant.userId).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('message', 'the disk is full');
    expect(busy).to.equal(0);
    const standing = (await shopOf(env, merchant)).items.length;
    for (let turns = 0; turns < 100; turns++) await turn();
    expect((await shopOf(env, merchant)).items).to.have.length(standing);
    await runPhases(env.deps, merchant.userId);
    expect(await twins(env, merchant)).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items).to.have.length(12);
  });

  for (const { goods, status, code } of [
    { goods: 2, status: 'partial', code: null },
    { goods: 8, status: 'parked', code: 'VK.DOWN' },
  ] as const)
    it(`does not try for ever to upload photos to a host that is away (${goods} goods: ${status})`, async () => {
      const merchant = await env.merchant({ goods });
      const vendors: SyncDeps['vendors'] = {
        ...env.deps.vendors,
        shop: async wish => {
          const session = await env.deps.vendors.shop(wish);
          const uploadPhoto = () => Promise.resolve({ outcome: 'unknown', cause: 'reset' } as const);
          return session && { ...session, client: { ...session.client, uploadPhoto } };
        },
      };
      const { job } = await runPhases({ ...env.deps, vendors }, merchant.userId);
      expect(job).to.include({ status, reasonCode: code });
      await runPhases(env.deps, merchant.userId);
      expect((await shopOf(env, merchant)).items).to.have.length(goods);
    });

  it('gives up for the run an album that cannot be looked for, and makes none on no evidence', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const vendors: SyncDeps['vendors'] = {
      ...env.deps.vendors,
      shop: async wish => {
        const session = await env.deps.vendors.shop(wish);
        const albumsById = () => Promise.resolve({ outcome: 'unknown', cause: 'reset' } as const);
        return session && { ...session, client: { ...session.client, albumsById } };
      },
    };
    const { job, operations } = await runPhases({ ...env.deps, vendors }, merchant.userId);
    expect(job.status).to.equal('partial');
    const albums = operations.filter(({ kind }) => kind === 'album_create');
    expect(albums.map(({ state, attempts }) => [state, attempts])).to.deep.equal(albums.map(() => ['failed', 0]));
    expect(albums).to.not.deep.equal([]);
  });

  it('survives a failed fetch of upload addresses that nobody is waiting for yet', async () => {
    let fetches = 0;
    const client = {
      uploadAddresses: (n: number) => {
        fetches += 1;
        if (fetches === 2) return Promise.reject(new Error('the database is away'));
        return Promise.resolve({ outcome: 'ok', value: Array.from({ length: n }, (_, index) => `a${index}`) });
      },
    };
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.prependListener('unhandledRejection', note);
    const addresses = createUploadAddresses({ client } as unknown as ApplySession, 40);
    for (let taken = 0; taken < 18; taken++) expect((await addresses.take()).outcome).to.equal('ok');
    for (let turns = 0; turns < 5; turns++) await turn();
    for (let taken = 18; taken < 40; taken++) expect((await addresses.take()).outcome).to.equal('ok');
    await new Promise(resolve => setTimeout(resolve, 0));
    process.removeListener('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
    expect(fetches).to.equal(3);
  });

  it('adopts the items of creates whose answers were lost, and adds them once', async () => {
    const merchant = await env.merchant({ goods: 4 });
    const effect = { kind: 'lostAnswer', how: 'destroy' };
    await fault(env, { vendor: 'vk', method: 'market.add', merchant: merchant.id, every: 2, effect });
    const { job } = await runPhases(env.deps, merchant.userId);
    expect(job.counters).to.include({ created: 4, failed: 0 });
    expect(job.status).to.equal('success');
    expect(await twins(env, merchant)).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items).to.have.length(4);
  });

  it('sends a create again, with the same photo, when it never reached VK', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await fault(env, { vendor: 'vk', method: 'market.add', merchant: merchant.id, nth: 1, effect: { kind: 'reset' } });
    const { job } = await runPhases(env.deps, merchant.userId);
    expect(job).to.include({ status: 'success' });
    expect(await twins(env, merchant)).to.deep.equal([]);
    const stats = await env.control<{ byMerchant: Record<string, { uploads: number }> }>('GET', '/stats');
    expect(stats.byMerchant[merchant.id]?.uploads).to.equal(3);
  });

  it('looks for what a killed process had sent before it adds anything again', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const killed = runPhases(
      {
        ...env.deps,
        vendors: {
          ...env.deps.vendors,
          shop: async owner => {
            const session = await env.deps.vendors.shop(owner);
            if (!session) return null;
            const client = {
              ...session.client,
              addItem: async (item: Parameters<typeof session.client.addItem>[0]) => {
                await session.client.addItem(item);
                throw new Error('killed');
              },
            };
            return { ...session, client };
          },
        },
      },
      merchant.userId,
    );
    expect(await killed.catch((error: unknown) => (error as Error).message)).to.equal('killed');
    const { job } = await runPhases(env.deps, merchant.userId);
    expect(['success', 'unchanged']).to.include(job.status);
    expect(await twins(env, merchant)).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items).to.have.length(2);
  });

  it('hides in the end what was gone from the till before its lost create was found', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const [good] = await tillOf(env, merchant);
    await fault(env, { vendor: 'vk', method: 'market.add', merchant: merchant.id, effect: { kind: 'lostAnswer' } });
    await fault(env, {
      vendor: 'vk',
      method: 'market.search',
      merchant: merchant.id,
      effect: { kind: 'apiError', code: 9 },
    });
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('parked');
    await noFaults(env);
    await env.control('DELETE', `/merchants/${merchant.id}/products/${good!.id}`);
    await env.control('POST', '/clock', { advanceMs: 86_400_000 });
    for (let run = 0; run < 3; run++) await runPhases(env.deps, merchant.userId);
    const item = (await shopOf(env, merchant)).items.find(({ sku }) => sku === good!.id);
    expect(item?.state).to.equal('hidden');
  });

  it('leaves goods of other people in the shop alone, whatever they are called', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const [good] = await tillOf(env, merchant);
    const planted = [{ title: good!.name }, { title: 'Чужой товар', sku: 'somebody-else' }];
    for (const item of planted) await env.control('POST', `/merchants/${merchant.id}/shop/items`, item);
    const foreign = async () => (await shopOf(env, merchant)).items.filter(({ origin }) => origin === 'hand');
    const before = await foreign();
    await runPhases(env.deps, merchant.userId);
    await editGood(env, merchant, good!.id, { price: 99 });
    await runPhases(env.deps, merchant.userId);
    expect(await foreign()).to.deep.equal(before);
  });

  it('respects the merchant’s hand in VK: what was deleted or hidden there does not come back', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await runPhases(env.deps, merchant.userId);
    const [deleted, hidden] = (await shopOf(env, merchant)).items;
    await env.control('DELETE', `/merchants/${merchant.id}/shop/items/${deleted!.id}`);
    await env.control('PATCH', `/merchants/${merchant.id}/shop/items/${hidden!.id}`, { hidden: true });
    await editGood(env, merchant, deleted!.sku, { price: 1 });
    await editGood(env, merchant, hidden!.sku, { price: 1 });
    const { operations } = await runPhases(env.deps, merchant.userId);
    expect(operations).to.deep.equal([]);
    const states = new Map((await shopOf(env, merchant)).items.map(({ id, state }) => [id, state]));
    expect([states.get(deleted!.id), states.get(hidden!.id), states.size]).to.deep.equal(['deleted', 'hidden', 3]);
  });

  it('moves on to another account of ours without a twin', async () => {
    const first = await env.merchant({ goods: 2 });
    await runPhases(env.deps, first.userId);
    await env.services.connections.disconnect(first.userId, 'vk');
    const second = await env.merchant({ connected: false });
    await env.services.connections.connectEvotor({ userId: second.userId, token: first.evotorToken });
    await env.services.connections.connectVk({ userId: second.userId, token: first.vkToken, groupId: first.groupId });
    await env.services.sync.setEnabled(second.userId, true);
    await env.db.change('UPDATE sync_configs SET confirmed_at = :now WHERE user_id = :userId', {
      now: new Date(),
      userId: second.userId,
    });
    await runPhases(env.deps, second.userId);
    expect(await twins(env, first)).to.deep.equal([]);
    expect((await shopOf(env, first)).items).to.have.length(2);
  });

  it('keeps one job for one wish, and one photo for one item', async () => {
    const merchant = await env.merchant({ goods: 5 });
    const wish = {
      userId: merchant.userId,
      kind: 'sync',
      trigger: 'manual',
      workflowId: 'w',
      requestId: 'same',
    } as const;
    const ids: JobId[] = [await insertJob(env.db, wish), await insertJob(env.db, wish)];
    expect(ids[0]).to.equal(ids[1]);
    await runPhases(env.deps, merchant.userId);
    const rows = await env.db.rows<{ photo: VkPhotoId }>(
      'SELECT photo_id AS photo FROM item_links WHERE user_id = :userId',
      { userId: merchant.userId },
    );
    expect(new Set(rows.map(({ photo }) => photo)).size).to.equal(5);
  });
});
