import { expect } from 'chai';
import { saveFilter } from '../../src/db/repositories/filters.repository.js';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { applyBatch } from '../../src/services/sync/apply/apply-batch.js';
import type { JobId } from '../../src/domain/brand.js';
import type { SyncDeps } from '../../src/services/sync/sync-deps.js';
import { recomputeListings } from '../../src/services/sync/recompute-listings.js';
import { CONTROL, startServicesEnv, type ServicesEnv } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

const BOUNDS = { budgetMs: 3_600_000, maxOperations: 100 };

describe('what must never happen', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  it('a batch that was given up for dead and wakes while the next one works makes no twin', async () => {
    const merchant = await env.merchant({ goods: 8 });
    let second: Promise<unknown> | null = null;
    let drawn = 0;
    const first: Partial<SyncDeps> = {
      renderPhoto: async (userId, choice) => {
        drawn += 1;
        // The first attempt sleeps with its photos in hand; Temporal starts the second one, which does the work.
        if (drawn === 3) await second;
        return env.deps.renderPhoto(userId, choice);
      },
    };
    await runPhases({ ...env.deps, ...first }, merchant.userId, {
      beforeApply: jobId => {
        second = new Promise(resolve => setTimeout(resolve, 60)).then(() =>
          applyBatch(env.deps, { userId: merchant.userId, jobId }, CONTROL, BOUNDS),
        );
        return Promise.resolve();
      },
    });
    expect(await twins(env, merchant)).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items).to.have.length(8);
  });

  it('a create that left late, long after another process took over, neither makes a twin nor undoes what that one did', async () => {
    const merchant = await env.merchant({ goods: 1 });
    let jobId: JobId | null = null;
    /** The next attempt, to its end: it looks for the lost create and sends it again. */
    const second = async () => {
      for (let batches = 0; batches < 20; batches++) {
        const batch = await applyBatch(env.deps, { userId: merchant.userId, jobId: jobId! }, CONTROL, BOUNDS);
        if (batch.remaining === 0 && batch.lookupInMs === null) return;
        await env.deps.sleep(Math.max(batch.lookupInMs ?? 0, 1));
      }
    };
    let isFirst = true;
    const asleep: SyncDeps['vendors'] = {
      ...env.deps.vendors,
      shop: async wish => {
        const session = await env.deps.vendors.shop(wish);
        if (!session || jobId === null) return session;
        const addItem: typeof session.client.addItem = async item => {
          if (isFirst) {
            isFirst = false;
            await second();
          }
          return session.client.addItem(item);
        };
        return { ...session, client: { ...session.client, addItem } };
      },
    };
    const { operations } = await runPhases({ ...env.deps, vendors: asleep }, merchant.userId, {
      beforeApply: id => {
        jobId = id;
        return Promise.resolve();
      },
    });
    expect(await twins(env, merchant)).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items).to.have.length(1);
    const creates = operations.filter(({ kind }) => kind === 'create');
    expect(creates.map(({ state }) => state)).to.deep.equal(['done']);
    expect((await runPhases(env.deps, merchant.userId)).job.counters.created).to.equal(0);
  });

  it('a good that got an item between plan and apply is not created', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const [good] = await tillOf(env, merchant);
    const { job } = await runPhases(env.deps, merchant.userId, {
      beforeApply: async () => {
        await env.db.change(
          `INSERT INTO item_links (user_id, vk_group_id, listing_key, vk_item_id, state, state_at, made_by, created_at, updated_at)
           VALUES (:userId, :groupId, :key, 123456, 'live', NOW(3), 'adopted', NOW(3), NOW(3))`,
          { userId: merchant.userId, groupId: merchant.groupId, key: good!.id },
        );
      },
    });
    expect(job.counters.created).to.equal(0);
    expect((await shopOf(env, merchant)).items).to.deep.equal([]);
  });

  it('a VK that answers nothing at all lets the run rest and nothing fail', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await runPhases(env.deps, merchant.userId);
    for (const { id } of await tillOf(env, merchant)) await editGood(env, merchant, id, { price: 7700 });
    const { job } = await runPhases(env.deps, merchant.userId, {
      beforeApply: () => fault(env, { vendor: 'vk', merchant: merchant.id, effect: { kind: 'reset' } }),
    });
    expect(job).to.include({ status: 'parked', reasonCode: 'VK.DOWN' });
    expect(job.counters.failed).to.equal(0);
    await noFaults(env);
    expect((await runPhases(env.deps, merchant.userId)).job.counters.updated).to.equal(2);
  });

  it('a plan for one community is not carried out in another that was connected meanwhile', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const other = await env.merchant({ goods: 1, connected: false });
    const run = await runPhases(env.deps, merchant.userId, {
      beforeApply: async () => {
        await env.services.connections.connectVk({
          userId: merchant.userId,
          token: other.vkToken,
          groupId: other.groupId,
        });
      },
    });
    expect(run.job.status).to.equal('cancelled');
    expect((await shopOf(env, other)).items).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items).to.deep.equal([]);
    const config = await getSyncConfig(env.db, merchant.userId);
    expect(config).to.include({ confirmedAt: null, shopReadAt: null, convergedTillDigest: null });
  });

  it('a look-up that got no answer does not count, so the create is not sent again', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const where = { vendor: 'vk', merchant: merchant.id };
    await fault(env, { ...where, method: 'market.add', nth: 1, effect: { kind: 'lostAnswer', how: 'destroy' } });
    await fault(env, { ...where, method: 'market.search', effect: { kind: 'httpStatus', status: 502 } });
    const { job } = await runPhases(env.deps, merchant.userId);
    expect(job).to.include({ status: 'parked', reasonCode: 'VK.DOWN' });
    const journal = await env.control<unknown>('GET', `/journal?merchant=${merchant.id}&method=market.add`);
    expect(JSON.stringify(journal).split('"market.add"').length - 1).to.equal(1);
    await noFaults(env);
    await runPhases(env.deps, merchant.userId);
    expect(await twins(env, merchant)).to.deep.equal([]);
    expect((await shopOf(env, merchant)).items).to.have.length(1);
  });

  it('what makes goods one listing can be changed while goods are published: they stay where they are', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await runPhases(env.deps, merchant.userId);
    const before = (await shopOf(env, merchant)).items;
    await env.services.sync.saveSettings(merchant.userId, { merge_by: 'barcode' });
    const { operations } = await runPhases(env.deps, merchant.userId);
    expect(operations.map(({ kind }) => kind)).to.deep.equal(['rekey', 'rekey']);
    const after = (await shopOf(env, merchant)).items;
    expect(after.map(({ id, state }) => [id, state])).to.deep.equal(before.map(({ id, state }) => [id, state]));
    expect(after.every(({ sku }) => sku.startsWith('bc:'))).to.equal(true);
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('unchanged');
  });

  it('a good that became unwanted between plan and apply is neither created nor unhidden', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const [good] = await tillOf(env, merchant);
    await runPhases(env.deps, merchant.userId);
    await editGood(env, merchant, good!.id, { allow_to_sell: false });
    await runPhases(env.deps, merchant.userId);
    await editGood(env, merchant, good!.id, { allow_to_sell: true });
    await runPhases(env.deps, merchant.userId, {
      beforeApply: async () => {
        const { id } = await getSyncConfig(env.db, merchant.userId);
        const rule = {
          entityType: 'product',
          entityId: good!.id,
          entityName: '',
          mode: 'exclude',
          parentId: null,
        } as const;
        await saveFilter(env.db, id, rule);
        await recomputeListings(env.deps, merchant.userId);
      },
    });
    const item = (await shopOf(env, merchant)).items.find(({ sku }) => sku === good!.id);
    expect(item).to.have.property('state', 'hidden');
  });
});
