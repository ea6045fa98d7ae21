import { expect } from 'chai';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { DAY, HOUR, itemOf, linkOf, wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

describe('the life of a published good', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const run = (merchant: TestMerchant, trigger: 'manual' | 'schedule' = 'manual') =>
    runPhases(env.deps, merchant.userId, { trigger });
  const kinds = async (merchant: TestMerchant) => (await run(merchant)).operations.map(({ kind }) => kind);
  const removeFromTill = (merchant: TestMerchant, id: string) =>
    env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
  const addToTill = (merchant: TestMerchant, good: object) =>
    env.control('POST', `/merchants/${merchant.id}/products`, good);

  it('gone from the till: hidden at once, deleted after its days, by the clock too', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await run(merchant);
    const [good] = await tillOf(env, merchant);
    await removeFromTill(merchant, good!.id);
    expect(await kinds(merchant)).to.deep.equal(['hide']);
    expect((await itemOf(env, merchant, good!.id)).state).to.equal('hidden');
    await wait(env, 6 * DAY);
    expect(await kinds(merchant)).to.deep.equal([]);
    await wait(env, DAY + HOUR);
    const due = await run(merchant, 'schedule');
    expect(due.skipped).to.equal(false);
    expect(due.operations.map(({ kind, reasonCode, state }) => [kind, reasonCode, state])).to.deep.equal([
      ['delete', 'OVERDUE', 'done'],
    ]);
    expect(due.job.counters.deleted).to.equal(1);
    expect((await itemOf(env, merchant, good!.id)).state).to.equal('deleted');
    expect(await linkOf(env, merchant, good!.id)).to.include({ state: 'deleted' });
    await wait(env, DAY);
    expect(await kinds(merchant)).to.deep.equal([]);
  });

  it('that has waited for another reason first waits its days from when it was gone', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await run(merchant);
    const [good] = await tillOf(env, merchant);
    await editGood(env, merchant, good!.id, { allow_to_sell: false });
    await run(merchant);
    await wait(env, 30 * DAY);
    expect(await kinds(merchant)).to.deep.equal([]);
    await removeFromTill(merchant, good!.id);
    expect(await kinds(merchant)).to.deep.equal([]);
    await wait(env, 8 * DAY);
    expect(await kinds(merchant)).to.deep.equal(['delete']);
  });

  for (const [name, restoreWindowMs, isAnew] of [
    ['is restored, the same item, while VK can', 30 * DAY, false],
    ['is added anew with a new photo when VK no longer can', HOUR, true],
  ] as const) {
    it(`deleted and back on the till: ${name}`, async () => {
      const merchant = await env.merchant({ goods: 2 });
      await env.control('PATCH', `/merchants/${merchant.id}`, { shop: { restoreWindowMs } });
      await run(merchant);
      const [good] = await tillOf(env, merchant);
      const first = await itemOf(env, merchant, good!.id);
      await removeFromTill(merchant, good!.id);
      await run(merchant);
      await wait(env, 8 * DAY);
      expect(await kinds(merchant)).to.deep.equal(['delete']);
      await wait(env, DAY);
      await addToTill(merchant, { id: good!.id, name: good!.name, price: 123, quantity: 5 });
      const back = await run(merchant);
      const after = await itemOf(env, merchant, good!.id);
      expect(after).to.include({ state: 'visible', priceKopecks: 12_300 });
      expect(after.id === first.id).to.equal(!isAnew);
      expect(back.operations.filter(({ state }) => state === 'failed')).to.deep.equal([]);
      expect(await twins(env, merchant)).to.deep.equal([]);
      const link = await linkOf(env, merchant, good!.id);
      expect(link).to.include({ state: 'live', itemId: after.id });
      expect(await kinds(merchant)).to.deep.equal([]);
    });
  }

  it('wanted again between plan and delete is not deleted', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await run(merchant);
    const [good] = await tillOf(env, merchant);
    await removeFromTill(merchant, good!.id);
    await run(merchant);
    await wait(env, 8 * DAY);
    await runPhases(env.deps, merchant.userId, {
      beforeApply: () =>
        env.db
          .change(
            `UPDATE listings SET is_listed = TRUE, digests = REPEAT('a', 42), price_kopecks = 1, description = '', photo = '{"source":"default"}',
               category_id = 1 WHERE user_id = :userId AND listing_key = :key`,
            { userId: merchant.userId, key: good!.id },
          )
          .then(() => undefined),
    });
    expect((await itemOf(env, merchant, good!.id)).state).to.equal('hidden');
  });

  it('a delete and a restore whose answers are lost are done once, and leave no twin', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await run(merchant);
    const [good] = await tillOf(env, merchant);
    const first = await itemOf(env, merchant, good!.id);
    await removeFromTill(merchant, good!.id);
    await run(merchant);
    await wait(env, 8 * DAY);
    const lost = { vendor: 'vk', method: 'execute', merchant: merchant.id, nth: 1, effect: { kind: 'lostAnswer' } };
    // The first script of a run may be a read: all of its kinds are lost once.
    await fault(env, { ...lost, every: 2, nth: undefined });
    for (let turn = 0; turn < 3; turn++) await run(merchant);
    await noFaults(env);
    await run(merchant);
    expect((await itemOf(env, merchant, good!.id)).state).to.equal('deleted');
    await addToTill(merchant, { id: good!.id, name: good!.name, price: 5, quantity: 1 });
    await fault(env, { ...lost, every: 2, nth: undefined });
    for (let turn = 0; turn < 3; turn++) await run(merchant);
    await noFaults(env);
    await run(merchant);
    expect(await itemOf(env, merchant, good!.id)).to.include({ id: first.id, state: 'visible', priceKopecks: 500 });
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('carries its key in VK again after it was moved to another one', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await run(merchant);
    const [good] = await tillOf(env, merchant);
    const item = await itemOf(env, merchant, good!.id);
    await env.control('PATCH', `/merchants/${merchant.id}/shop/items/${item.id}`, { sku: 'old-key' });
    await env.db.change('UPDATE item_links SET sku = :sku WHERE user_id = :userId', {
      sku: 'old-key',
      userId: merchant.userId,
    });
    expect(await kinds(merchant)).to.deep.equal(['rekey']);
    expect((await shopOf(env, merchant)).items.map(({ id, sku }) => [id, sku])).to.deep.equal([[item.id, good!.id]]);
    expect(await kinds(merchant)).to.deep.equal([]);
  });
});
