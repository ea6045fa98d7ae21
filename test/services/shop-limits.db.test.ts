import { expect } from 'chai';
import { findVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { DAY, HOUR, itemOf, MINUTE, wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

describe('what the shop takes no more of, refuses, or wants to rest from', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const run = (merchant: TestMerchant) => runPhases(env.deps, merchant.userId);
  const limit = (merchant: TestMerchant, limits: object) =>
    env.control('PATCH', `/merchants/${merchant.id}`, { shop: { limits } });
  const learnt = async (merchant: TestMerchant) => (await findVkConnection(env.db, merchant.userId))!.learntLimits;
  const holds = async (merchant: TestMerchant) =>
    (
      await env.db.rows<{ code: string }>(
        'SELECT hold_code AS code FROM listings WHERE user_id = :userId AND hold_code IS NOT NULL',
        { userId: merchant.userId },
      )
    ).map(({ code }) => code);
  const calls = async (merchant: TestMerchant, method: string) =>
    (await env.control<{ entries?: unknown[] } | unknown[]>(
      'GET',
      `/journal?merchant=${merchant.id}&method=${method}`,
    )) as {
      length?: number;
      entries?: unknown[];
    };
  const count = async (merchant: TestMerchant, method: string) => {
    const journal = await calls(merchant, method);
    return Array.isArray(journal) ? journal.length : (journal.entries?.length ?? 0);
  };

  it('items: learnt from the refusal, the run goes on, and a day later VK is asked again', async () => {
    const merchant = await env.merchant({ goods: 6 });
    await limit(merchant, { items: 4 });
    const { job } = await run(merchant);
    expect((await shopOf(env, merchant)).items).to.have.length(4);
    expect(job.counters).to.include({ created: 4, failed: 0 });
    expect(await learnt(merchant)).to.include({ items: 4 });
    expect(await holds(merchant)).to.deep.equal(['LIMIT.ITEMS', 'LIMIT.ITEMS']);
    const adds = await count(merchant, 'market.add');
    await run(merchant);
    expect(await count(merchant, 'market.add')).to.equal(adds);
    await limit(merchant, { items: 100 });
    await run(merchant);
    expect((await shopOf(env, merchant)).items).to.have.length(4);
    await wait(env, DAY + HOUR);
    await run(merchant);
    expect((await shopOf(env, merchant)).items).to.have.length(6);
    expect(await holds(merchant)).to.deep.equal([]);
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('albums and places in one: goods go into the shop all the same', async () => {
    const merchant = await env.merchant({ goods: 8, groups: 4 });
    await limit(merchant, { albums: 1, itemsPerAlbum: 1 });
    await run(merchant);
    const first = await shopOf(env, merchant);
    expect(first.items).to.have.length(8);
    expect(first.albums).to.have.length(1);
    expect(first.items.filter(({ albumIds }) => albumIds.length > 0)).to.have.length(1);
    expect(await learnt(merchant)).to.include({ albums: 1, itemsPerAlbum: 1 });
    const again = await run(merchant);
    expect(again.operations).to.deep.equal([]);
    await limit(merchant, { albums: 100, itemsPerAlbum: 1000 });
    await wait(env, DAY + HOUR);
    await run(merchant);
    await run(merchant);
    expect((await shopOf(env, merchant)).items.every(({ albumIds }) => albumIds.length === 1)).to.equal(true);
  });

  it('adds a day: parked with a time, learnt, and gone on with on the next day', async () => {
    const merchant = await env.merchant({ goods: 5 });
    await limit(merchant, { addsPerDay: 3, addsPerDayCode: 29 });
    const { job } = await run(merchant);
    expect(job).to.include({ status: 'parked', reasonCode: 'VK.METHOD_LIMIT' });
    expect(await learnt(merchant)).to.include({ addsPerDay: 3 });
    for (let day = 0; day < 3; day++) {
      await wait(env, DAY + HOUR);
      await run(merchant);
    }
    expect((await shopOf(env, merchant)).items).to.have.length(5);
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('a flood of one method lets the others go on, waits longer each time, and is forgotten when it works again', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const goods = await tillOf(env, merchant);
    await run(merchant);
    await env.control('POST', `/merchants/${merchant.id}/products`, {
      name: 'Новый товар у кассы',
      price: 10,
      quantity: 1,
    });
    await fault(env, {
      vendor: 'vk',
      method: 'market.add',
      merchant: merchant.id,
      effect: { kind: 'apiError', code: 9 },
    });
    const waits: number[] = [];
    for (let time = 0; time < 3; time++) {
      await editGood(env, merchant, goods[0]!.id, { price: 100 + time });
      const { job } = await run(merchant);
      expect(job).to.include({ status: 'parked', reasonCode: 'VK.FLOOD' });
      expect((await itemOf(env, merchant, goods[0]!.id)).priceKopecks).to.equal(10_000 + time * 100);
      const blockedFor = job.resumeAt!.getTime() - env.deps.now();
      waits.push(Math.round(blockedFor / MINUTE));
      await wait(env, blockedFor + MINUTE);
    }
    expect(waits).to.deep.equal([15, 60, 360]);
    await noFaults(env);
    expect((await run(merchant)).job.status).to.equal('success');
    const [block] = await env.db.rows<{ step: number }>(
      `SELECT step FROM vk_method_blocks b JOIN vk_connections c ON c.id = b.vk_connection_id
       WHERE c.user_id = :userId AND method = 'market.add'`,
      { userId: merchant.userId },
    );
    expect(block?.step).to.equal(1);
  });

  it('a captcha is tried again after its hour with one cheap call, before anything else', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const captcha = { vendor: 'vk', merchant: merchant.id, effect: { kind: 'apiError', code: 14 } };
    await fault(env, { ...captcha, method: 'market.getAlbums' });
    await fault(env, { ...captcha, method: 'users.get' });
    expect((await run(merchant)).job).to.include({ status: 'parked', reasonCode: 'VK.CAPTCHA' });
    await env.control('POST', '/stats/reset');
    const seen = async () => count(merchant, 'market.getAlbums');
    const before = await seen();
    expect((await run(merchant)).job).to.include({ status: 'parked', reasonCode: 'VK.CAPTCHA' });
    expect(await seen()).to.equal(before);
    await wait(env, HOUR + MINUTE);
    expect((await run(merchant)).job).to.include({ status: 'parked', reasonCode: 'VK.CAPTCHA' });
    expect(await seen()).to.equal(before);
    await noFaults(env);
    await wait(env, HOUR + MINUTE);
    expect((await run(merchant)).job.status).to.equal('success');
  });

  it('a good refused three times in the same way rests until it changes', async () => {
    const merchant = await env.merchant({ goods: 2 });
    const [bad] = await tillOf(env, merchant);
    await editGood(env, merchant, bad!.id, { description: 'Подробности на http://example.com/tea и по телефону.' });
    for (let time = 0; time < 3; time++) {
      const { operations, job } = await run(merchant);
      const create = operations.find(({ kind, key }) => kind === 'create' && key === bad!.id);
      expect(create).to.include({ state: 'failed', errorCode: 'VK.BAD_LINKS' });
      expect(job.status).to.equal('partial');
    }
    const resting = await run(merchant);
    expect(resting.operations).to.deep.equal([]);
    expect(resting.job.status).to.equal('unchanged');
    expect(await holds(merchant)).to.deep.equal(['SYNC.RESTING']);
    await editGood(env, merchant, bad!.id, { description: 'Подробности по телефону, звоните нам.' });
    expect((await run(merchant)).job.status).to.equal('success');
    expect((await shopOf(env, merchant)).items).to.have.length(2);

    // A published one rests in the same way, keeps what it had, and wakes.
    await editGood(env, merchant, bad!.id, {
      description: 'Снова ссылка: http://example.com/ и больше ничего.',
      price: 31,
    });
    for (let time = 0; time < 3; time++) await run(merchant);
    expect((await run(merchant)).operations).to.deep.equal([]);
    await editGood(env, merchant, bad!.id, { description: 'Без ссылок совсем, честное слово.' });
    await run(merchant);
    expect((await itemOf(env, merchant, bad!.id)).priceKopecks).to.equal(3100);
  });
});
