import { expect } from 'chai';
import { saveFilter } from '../../../src/db/repositories/filters.repository.js';
import { findJob } from '../../../src/db/repositories/jobs.repository.js';
import type { Restored } from '../../../src/services/operations/restore-backup.js';
import { undoRefusal } from '../../../src/services/sync/undo.js';
import { restorePlace, type RestorePlace, type RestoreWay } from '../../support/restore-place.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../../support/services-env.js';
import { DAY, deleteByHand, editByHand, HOUR, itemOf, linkOf, wait } from '../../support/services-env-hands.js';
import { runPhases } from '../../support/services-env-run.js';
import { editGood, shopOf, tillOf, twins } from '../../support/services-env-shop.js';

/**
 * The shop goes on while the database is put back: whatever happened after the backup stands in VK alone. What must never
 * happen (spec §11) must not happen here either.
 */
describe('a run after a restore', function () {
  this.timeout(60_000);
  let env: ServicesEnv;
  let place: RestorePlace;

  before(async () => {
    env = await startServicesEnv();
    place = await restorePlace(env);
  });
  after(async () => {
    await env.close();
    place.close();
  });

  const backup = (): Promise<string> => place.backup();
  const restore = (file: string, way: RestoreWay = {}): Promise<Restored> => place.restore(file, way);
  const run = (merchant: TestMerchant) => runPhases(env.deps, merchant.userId, { trigger: 'schedule' });
  const visible = async (merchant: TestMerchant): Promise<readonly string[]> =>
    (await shopOf(env, merchant)).items
      .filter(({ state }) => state === 'visible')
      .map(({ sku }) => sku)
      .sort();
  async function settled(goods = 6): Promise<{ merchant: TestMerchant; keys: string[] }> {
    const merchant = await env.merchant({ goods, groups: 2 });
    expect((await run(merchant)).job).to.include({ status: 'success' });
    await wait(env, HOUR);
    // A run by hand reads the shop: from now on VK's echo of everything is known.
    await runPhases(env.deps, merchant.userId);
    const keys = (await tillOf(env, merchant)).map(({ id }) => id).sort();
    return { merchant, keys };
  }
  const groupsOf = async (merchant: TestMerchant) =>
    (await env.control<{ groups: { id: string; name: string }[] }>('GET', `/merchants/${merchant.id}/groups`)).groups;
  const albumTitles = async (merchant: TestMerchant, ids: readonly number[] = []) =>
    (await shopOf(env, merchant)).albums.filter(({ id }) => ids.includes(id)).map(({ title }) => title);
  const addGood = (merchant: TestMerchant, name: string, more: object = {}) =>
    env.control<{ id: string }>('POST', `/merchants/${merchant.id}/products`, {
      store_id: merchant.stores[0],
      name,
      price: 100,
      ...more,
    });

  for (const lost of [false, true]) {
    it(`makes no twin of goods created since, and changes nothing that is right (${lost ? 'the database was lost' : 'it was there'})`, async () => {
      const { merchant } = await settled();
      const file = await backup();
      await addGood(merchant, 'Чай новый после копии');
      await addGood(merchant, 'Кофе новый после копии');
      await wait(env, HOUR);
      expect((await run(merchant)).job.counters.created).to.equal(2);
      const before = await visible(merchant);
      const restored = await restore(file, { lost });
      expect(restored.isCarriedOver).to.equal(!lost);
      const { job } = await run(merchant);
      expect(job).to.include({ status: 'success' });
      expect(job.counters).to.include({ created: 0, hidden: 0, deleted: 0 });
      expect(await twins(env, merchant)).to.deep.equal([]);
      expect(await visible(merchant)).to.deep.equal(before);
      await wait(env, HOUR);
      expect((await run(merchant)).job).to.include({ status: 'unchanged' });
    });
  }

  it('takes a good out that was made since and has left the till since', async () => {
    const { merchant } = await settled();
    // At the till in the backup, but without a price: nothing of it was in the shop then.
    const { id } = await addGood(merchant, 'Чай без цены', { price: 0 });
    await wait(env, HOUR);
    await run(merchant);
    const file = await backup();
    await editGood(env, merchant, id, { price: 100 });
    await wait(env, HOUR);
    await run(merchant);
    expect(await visible(merchant)).to.include(id);
    await restore(file);
    await env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
    await wait(env, HOUR);
    await run(merchant);
    expect(await visible(merchant)).not.to.include(id);
  });

  it('moves a good out of the collection it was made into since', async () => {
    const { merchant } = await settled();
    const [from, to] = await groupsOf(merchant);
    const file = await backup();
    const { id } = await addGood(merchant, 'Чай новый, потом в другой группе', { parent_id: from?.id });
    await wait(env, HOUR);
    await run(merchant);
    await restore(file);
    await editGood(env, merchant, id, { parent_id: to?.id });
    await wait(env, HOUR);
    await run(merchant);
    const item = (await shopOf(env, merchant)).items.find(({ sku }) => sku === id);
    expect(await albumTitles(merchant, item?.albumIds)).to.deep.equal([to?.name]);
  });

  it('makes no twin of a good that was added anew since, because VK restored it no more', async () => {
    const { merchant, keys } = await settled();
    const [key = ''] = keys;
    const first = await itemOf(env, merchant, key);
    // Taken away by hand before the backup, brought back after it: as a new item with the same key.
    await deleteByHand(env, merchant, first.id);
    await wait(env, HOUR);
    await runPhases(env.deps, merchant.userId);
    expect(await linkOf(env, merchant, key)).to.include({ state: 'detached' });
    const file = await backup();
    const anew = await env.control<{ id: number }>('POST', `/merchants/${merchant.id}/shop/items`, {
      title: 'Тот же товар, добавлен заново',
      sku: key,
      priceKopecks: 10_000,
    });
    await wait(env, HOUR);
    await restore(file);
    await run(merchant);
    expect(await linkOf(env, merchant, key)).to.include({ state: 'live', itemId: anew.id });
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('keeps a good that was hidden by hand since out, and one that EvoSync hid comes back with the till', async () => {
    const { merchant, keys } = await settled();
    const [byHand = '', byTill = ''] = keys;
    const file = await backup();
    await editByHand(env, merchant, (await itemOf(env, merchant, byHand)).id, { hidden: true });
    await editGood(env, merchant, byTill, { allow_to_sell: false });
    await wait(env, HOUR);
    await runPhases(env.deps, merchant.userId);
    expect(await itemOf(env, merchant, byTill)).to.include({ state: 'hidden' });
    await restore(file);
    await run(merchant);
    expect(await linkOf(env, merchant, byHand)).to.include({ state: 'detached', stateCause: 'HIDDEN_IN_VK' });
    expect(await linkOf(env, merchant, byTill)).to.include({ state: 'hidden', stateCause: 'NOT_FOR_SALE' });
    await editGood(env, merchant, byTill, { allow_to_sell: true });
    await wait(env, HOUR);
    await run(merchant);
    expect(await itemOf(env, merchant, byTill)).to.include({ state: 'visible' });
    expect(await itemOf(env, merchant, byHand)).to.include({ state: 'hidden' });
  });

  it('publishes nothing restricted, whatever became restricted since', async () => {
    const { merchant, keys } = await settled();
    const [key = ''] = keys;
    const file = await backup();
    await editGood(env, merchant, key, { type: 'ALCOHOL_MARKED' });
    const wine = await addGood(merchant, 'Вино красное', { type: 'ALCOHOL_MARKED' });
    await wait(env, HOUR);
    await runPhases(env.deps, merchant.userId);
    await restore(file);
    await run(merchant);
    expect(await itemOf(env, merchant, key)).to.include({ state: 'hidden' });
    expect(await visible(merchant))
      .not.to.include(key)
      .and.not.to.include(wine.id);
  });

  it('asks nothing about names and prices that it had sent itself since, and still asks about a hand', async () => {
    const { merchant, keys } = await settled();
    const [renamed = '', byHand = '', priced = ''] = keys;
    const file = await backup();
    await editGood(env, merchant, renamed, { name: 'Новое имя с кассы' });
    await editGood(env, merchant, priced, { price: 777 });
    await wait(env, HOUR);
    await runPhases(env.deps, merchant.userId);
    await editByHand(env, merchant, (await itemOf(env, merchant, byHand)).id, { title: 'Имя от руки' });
    await restore(file);
    const { job, operations } = await run(merchant);
    expect(operations.map(({ kind, key, fields }) => [kind, key, fields])).to.deep.equal([]);
    expect(job).to.include({ status: 'unchanged' });
    await wait(env, HOUR);
    await runPhases(env.deps, merchant.userId);
    const drifts = await env.db.rows<{ key: string }>(
      'SELECT DISTINCT listing_key AS `key` FROM listing_members WHERE user_id = :userId AND is_drifted',
      { userId: merchant.userId },
    );
    expect(drifts.map(({ key }) => key)).to.deep.equal([byHand]);
    expect(await itemOf(env, merchant, byHand)).to.include({ title: 'Имя от руки' });
  });

  it('writes back what the till says when the till has returned to the state of the backup', async () => {
    const { merchant, keys } = await settled();
    const [key = ''] = keys;
    const till = (await tillOf(env, merchant)).find(({ id }) => id === key);
    const file = await backup();
    await editGood(env, merchant, key, { price: 555 });
    await wait(env, HOUR);
    await runPhases(env.deps, merchant.userId);
    await editGood(env, merchant, key, { price: till?.price });
    await restore(file);
    await run(merchant);
    expect((await itemOf(env, merchant, key)).priceKopecks).to.equal(Math.round((till?.price ?? 0) * 100));
  });

  it('does not go on with a leaving of that day, nor with an approval that was used', async () => {
    const { merchant } = await settled();
    const { userId } = merchant;
    await env.db.change(
      `UPDATE sync_configs SET pending_disconnect = 'delete', disconnect_service = 'vk' WHERE user_id = :userId`,
      {
        userId,
      },
    );
    await env.db.change(
      `INSERT INTO operation_decisions (user_id, vk_group_id, kind, listing_key, target, decision, created_at)
       VALUES (:userId, 1, 'hide', 'a', 'abc', 'approved', NOW()), (:userId, 1, 'hide', 'b', 'abc', 'declined', NOW())`,
      { userId },
    );
    const file = await backup();
    await env.db.change('UPDATE sync_configs SET pending_disconnect = NULL, disconnect_service = NULL');
    await restore(file);
    const before = await visible(merchant);
    await run(merchant);
    expect(await visible(merchant)).to.deep.equal(before);
    expect(
      await env.db.rows('SELECT decision FROM operation_decisions WHERE user_id = :userId', { userId }),
    ).to.deep.equal([{ decision: 'declined' }]);
  });

  it('starts the days before a deletion anew', async () => {
    const { merchant, keys } = await settled();
    const [key = ''] = keys;
    await env.control('DELETE', `/merchants/${merchant.id}/products/${key}`);
    await wait(env, HOUR);
    await runPhases(env.deps, merchant.userId);
    expect(await itemOf(env, merchant, key)).to.include({ state: 'hidden' });
    const file = await backup();
    await wait(env, 6 * DAY);
    await restore(file);
    await wait(env, 2 * DAY);
    await run(merchant);
    expect(await itemOf(env, merchant, key)).to.include({ state: 'hidden' });
    await wait(env, 6 * DAY);
    await run(merchant);
    expect(await itemOf(env, merchant, key)).to.include({ state: 'deleted' });
  });

  it('lets the shop read once more when the read after the restore breaks off', async () => {
    const { merchant } = await settled();
    const file = await backup();
    await addGood(merchant, 'Чай после копии');
    await wait(env, HOUR);
    await run(merchant);
    await restore(file);
    await env
      .control('POST', '/faults', { service: 'vk', method: 'market.get', kind: 'drop', times: 5 })
      .catch(() => 0);
    await run(merchant).catch(() => undefined);
    await env.control('DELETE', '/faults');
    await wait(env, HOUR);
    await run(merchant);
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('takes no job back before the shop was read: it may have been taken back already', async () => {
    const { merchant, keys } = await settled();
    await editGood(env, merchant, keys[0] ?? '', { price: 555 });
    await wait(env, HOUR);
    const { job } = await run(merchant);
    expect(job.counters.updated).to.equal(1);
    const refused = async () => undoRefusal(env.db, (await findJob(env.db, job.id)) ?? job);
    expect(await refused()).to.equal(null);
    await restore(await backup());
    expect(await refused()).to.equal('UNDO.SHOP_AHEAD');
    await run(merchant);
    expect(await refused()).to.equal(null);
  });

  it('knows a rule of that day only: what it lets in is published, and the merchant is told', async () => {
    const { merchant, keys } = await settled();
    const [key = ''] = keys;
    const file = await backup();
    await saveFilter(env.db, merchant.userId, {
      entityType: 'product',
      entityId: key,
      mode: 'exclude',
      entityName: '',
      parentId: null,
    });
    await restore(file);
    const notices = await env.db.rows<{ code: string; params: { day: string } }>(
      `SELECT code, params FROM notices WHERE user_id = :userId AND is_open AND code = 'SYNC.RESTORED'`,
      { userId: merchant.userId },
    );
    expect(notices).to.have.length(1);
  });
});
