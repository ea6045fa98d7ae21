import { expect } from 'chai';
import type { VkClient } from '../../src/clients/vk/client.js';
import type { SyncDeps } from '../../src/services/sync/sync-deps.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { DAY, itemOf, linkOf, wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

const WRITES = [
  'addItem',
  'batch',
  'addAlbum',
  'editAlbum',
  'addToAlbum',
  'removeFromAlbum',
  'saveProductPhoto',
] as const;

/** A process that dies at the nth write to VK: before the call leaves, or after VK has done it. */
function dyingAt(deps: SyncDeps, nth: number, when: 'before' | 'after'): SyncDeps {
  let calls = 0;
  return {
    ...deps,
    vendors: {
      ...deps.vendors,
      shop: async owner => {
        const session = await deps.vendors.shop(owner);
        if (!session) return null;
        const client = { ...session.client } as Record<string, unknown>;
        for (const name of WRITES) {
          const call = (session.client[name] as (...args: unknown[]) => Promise<unknown>).bind(session.client);
          client[name] = async (...args: unknown[]) => {
            calls += 1;
            if (calls === nth && when === 'before') throw new Error('killed');
            const answer = await call(...args);
            if (calls >= nth && when === 'after') throw new Error('killed');
            return answer;
          };
        }
        return { ...session, client: client as unknown as VkClient };
      },
    },
  };
}

/** A process whose nth statement to the database, counted from the first write to VK, finds it gone. */
function losingDatabaseAt(deps: SyncDeps, nth: number): SyncDeps {
  let statements = 0;
  const watched = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name) as unknown;
        if (typeof value !== 'function') return value;
        if (!['rows', 'first', 'change', 'insert', 'transaction'].includes(String(name)))
          return (value as (...args: unknown[]) => unknown).bind(object);
        return (...args: unknown[]) => {
          statements += 1;
          if (statements >= nth) return Promise.reject(new Error('the database is away'));
          if (name !== 'transaction') return (value as (...args: unknown[]) => unknown).apply(object, args);
          const work = args[0] as (queries: object) => Promise<unknown>;
          return (value as (work: (queries: object) => Promise<unknown>) => unknown).call(object, queries =>
            work(watched(queries)),
          );
        };
      },
    });
  return { ...deps, db: watched(deps.db) };
}

describe('a process that dies anywhere', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const run = (merchant: TestMerchant) => runPhases(env.deps, merchant.userId);
  const died = (work: Promise<unknown>) =>
    work.then(
      () => false,
      () => true,
    );

  /** A change of everything at once: a price, a name, a move, a new good, one gone, one back. */
  async function changes(merchant: TestMerchant): Promise<void> {
    const goods = await tillOf(env, merchant);
    const { groups } = await env.control<{ groups: { id: string }[] }>('GET', `/merchants/${merchant.id}/groups`);
    await editGood(env, merchant, goods[0]!.id, { price: 4321 });
    await editGood(env, merchant, goods[1]!.id, { name: 'Совсем другое имя' });
    await editGood(env, merchant, goods[2]!.id, { parent_id: groups.at(-1)!.id });
    await env.control('DELETE', `/merchants/${merchant.id}/products/${goods[3]!.id}`);
    await env.control('POST', `/merchants/${merchant.id}/products`, { name: 'Новинка месяца', price: 9, quantity: 1 });
  }

  async function expectMirrored(merchant: TestMerchant, note: string): Promise<void> {
    for (let time = 0; time < 3; time++) await run(merchant);
    expect((await run(merchant)).operations, note).to.deep.equal([]);
    expect(await twins(env, merchant), note).to.deep.equal([]);
    const goods = await tillOf(env, merchant);
    const { items, albums } = await shopOf(env, merchant);
    for (const { id, name, price } of goods) {
      const of = items.filter(item => item.sku === id && item.state === 'visible');
      expect(of, `${note}: ${name}`).to.have.length(1);
      expect(of[0]!.priceKopecks, `${note}: ${name}`).to.equal(Math.round((price ?? 0) * 100));
      expect(of[0]!.albumIds.length, `${note}: ${name}`).to.be.lessThan(2);
    }
    expect(
      items.filter(({ state }) => state === 'visible'),
      note,
    ).to.have.length(goods.length);
    expect(new Set(albums.map(({ title }) => title)).size, note).to.equal(albums.length);
  }

  for (const when of ['before', 'after'] as const) {
    it(`${when} any write of a first load and of a change makes no twin and loses nothing`, async function () {
      this.timeout(240_000);
      for (const nth of [1, 2, 3, 4, 6, 9, 12]) {
        const merchant = await env.merchant({ goods: 4, groups: 2 });
        await died(runPhases(dyingAt(env.deps, nth, when), merchant.userId));
        await run(merchant);
        await changes(merchant);
        await died(runPhases(dyingAt(env.deps, Math.min(nth, 6), when), merchant.userId));
        await expectMirrored(merchant, `${when} write ${nth}`);
      }
    });
  }

  it('with its database gone at any statement makes no twin and loses nothing', async function () {
    this.timeout(240_000);
    for (let nth = 60; nth <= 200; nth += 20) {
      const merchant = await env.merchant({ goods: 4, groups: 2 });
      await died(runPhases(losingDatabaseAt(env.deps, nth), merchant.userId));
      await expectMirrored(merchant, `statement ${nth}`);
    }
  });

  for (const method of ['market.add', 'market.addAlbum', 'market.addToAlbum', 'execute', 'market.saveProductPhoto']) {
    it(`lost answers of ${method} lead to the same shop`, async () => {
      const merchant = await env.merchant({ goods: 4, groups: 2 });
      await fault(env, { vendor: 'vk', method, merchant: merchant.id, every: 2, effect: { kind: 'lostAnswer' } });
      await run(merchant);
      await changes(merchant);
      await run(merchant);
      await noFaults(env);
      await expectMirrored(merchant, method);
    });
  }

  it('a hide whose answer is lost is our own doing, and not the merchant’s hand', async () => {
    const merchant = await env.merchant({ goods: 2 });
    await run(merchant);
    const [good] = await tillOf(env, merchant);
    await editGood(env, merchant, good!.id, { allow_to_sell: false });
    await died(runPhases(dyingAt(env.deps, 1, 'after'), merchant.userId));
    await run(merchant);
    expect(await linkOf(env, merchant, good!.id)).to.include({ state: 'hidden' });
    await editGood(env, merchant, good!.id, { allow_to_sell: true });
    await wait(env, DAY);
    await run(merchant);
    expect((await itemOf(env, merchant, good!.id)).state).to.equal('visible');
  });
});
