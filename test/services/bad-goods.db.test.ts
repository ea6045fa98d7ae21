import { expect } from 'chai';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { expectSentence } from '../support/services-env-sentence.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

describe('bad goods', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const add = async (merchant: TestMerchant, good: object): Promise<string> =>
    (await env.control<{ id: string }>('POST', `/merchants/${merchant.id}/products`, good)).id;

  async function reasonOf(merchant: TestMerchant, key: string): Promise<string | null | undefined> {
    const row = await env.db.first<{ code: string | null }>(
      'SELECT reason_code AS code FROM listings WHERE user_id = :userId AND listing_key = :key',
      { userId: merchant.userId, key },
    );
    return row?.code;
  }

  const refused: readonly (readonly [what: string, good: object, code: string])[] = [
    ['no price', { name: 'Товар без цены', price: null }, 'NO_PRICE'],
    ['price 0', { name: 'Товар за ноль', price: 0 }, 'NO_PRICE'],
    ['a name of nothing but signs', { name: '  🐣🐣  ', price: 10 }, 'NO_NAME'],
    ['not for sale', { name: 'Снят с продажи', price: 10, allow_to_sell: false }, 'NOT_FOR_SALE'],
    ['alcohol', { name: 'Вино белое', price: 10, type: 'ALCOHOL_MARKED' }, 'RESTRICTED_TYPE'],
    ['a type nobody knows', { name: 'Нечто новое', price: 10, type: 'SPACESHIP' }, 'UNKNOWN_TYPE'],
    ['an age limit', { name: 'Зажигалка', price: 10, is_age_limited: true }, 'RESTRICTED_MARK'],
    ['a bag', { name: 'Пакет-майка', price: 10 }, 'SERVICE_ROW'],
  ];
  for (const [what, good, code] of refused) {
    it(`a good with ${what} is left out as ${code}, and the rest goes on`, async () => {
      const merchant = await env.merchant({ goods: 2 });
      const id = await add(merchant, good);
      const { job } = await runPhases(env.deps, merchant.userId);
      expect(job).to.include({ status: 'success' });
      expect(job.counters).to.include({ created: 2, skipped: 1, failed: 0 });
      expect(await reasonOf(merchant, id)).to.equal(code);
      expectSentence(code);
      expect((await shopOf(env, merchant)).items.map(({ sku }) => sku)).not.to.include(id);
    });
  }

  it('a good that becomes impossible is hidden at once, not deleted, and returns when it is mended', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await runPhases(env.deps, merchant.userId);
    const [good] = await tillOf(env, merchant);
    const state = async () => (await shopOf(env, merchant)).items.find(({ sku }) => sku === good!.id)?.state;
    for (const spoil of [
      { price: null },
      { price: 0 },
      { name: '🐣' },
      { type: 'TOBACCO_MARKED' },
      { allow_to_sell: false },
    ]) {
      await editGood(env, merchant, good!.id, spoil);
      const { job } = await runPhases(env.deps, merchant.userId);
      expect(job.counters, JSON.stringify(spoil)).to.include({ hidden: 1, deleted: 0, failed: 0 });
      expect(await state()).to.equal('hidden');
      const { name, price } = good!;
      await editGood(env, merchant, good!.id, { name, price, type: 'NORMAL', allow_to_sell: true });
      await runPhases(env.deps, merchant.userId);
      expect(await state()).to.equal('visible');
    }
    expect((await shopOf(env, merchant)).items).to.have.length(3);
  });

  it('odd names go across in the form VK keeps, once, and are no change in the next run', async () => {
    const merchant = await env.merchant({ goods: 0 });
    const names: readonly (readonly [till: string, shop: RegExp])[] = [
      ['Чп', /^.{4,100}$/u],
      ['Ж'.repeat(300), /^Ж{1,100}$/u],
      ['слово '.repeat(50).trim(), /^(слово )*слово$/u],
      ['Яйцо 🐣 с игрушкой', /^Яйцо с игрушкой$/],
      ['<script>alert("касса")</script> Печенье', /<script>alert\("касса"\)<\/script> Печенье/],
      ['Сыр   «Российский»\t45% & масло', /^Сыр «Российский» 45% & масло$/],
      ["Д'Артаньян \\ 100 % 'OR 1=1; --", /^Д'Артаньян/],
    ];
    const ids = new Map<string, RegExp>();
    for (const [name, pattern] of names)
      ids.set(await add(merchant, { name, price: 10, description: `${name} https://reklama.example/akcia` }), pattern);
    const { job } = await runPhases(env.deps, merchant.userId);
    for (const item of (await shopOf(env, merchant)).items) {
      expect(item.title).to.match(ids.get(item.sku) ?? /never/);
      expect([...item.title].length).to.be.within(4, 100);
      expect([...item.description].length).to.be.at.least(10);
    }
    // VK refuses foreign links: each of these goods says so, none stops the others.
    const created = (await shopOf(env, merchant)).items.length;
    expect(created + job.counters.failed + job.counters.skipped).to.equal(names.length);
    for (const [id] of ids) await editGood(env, merchant, id, { description: null });
    await runPhases(env.deps, merchant.userId);
    expect((await shopOf(env, merchant)).items).to.have.length(names.length);
    const again = await runPhases(env.deps, merchant.userId);
    expect(again.operations).to.deep.equal([]);
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('a picture that is none fails its good alone, and is tried again when it is replaced', async () => {
    const merchant = await env.merchant({ goods: 3 });
    const [good] = await tillOf(env, merchant);
    const put = (jpeg: Buffer) =>
      env.db.change(
        `REPLACE INTO photos (user_id, purpose, target_id, sha256, width, height, jpeg, created_at)
         VALUES (:userId, 'product', :key, :sha, 1, 1, :jpeg, :now)`,
        { userId: merchant.userId, key: good!.id, sha: Buffer.alloc(32), jpeg, now: new Date() },
      );
    await put(Buffer.from('<svg onload="alert(1)"/>'));
    const { job, operations } = await runPhases(env.deps, merchant.userId);
    expect(job.status).to.equal('partial');
    expect(job.counters).to.include({ created: 2, failed: 1 });
    const failed = operations.find(({ state }) => state === 'failed');
    expect(failed).to.include({ key: good!.id, errorCode: 'PHOTO.UNREADABLE' });
    expectSentence('PHOTO.UNREADABLE');
    await env.db.change('DELETE FROM photos WHERE user_id = :userId', { userId: merchant.userId });
    await env.services.sync.saveSettings(merchant.userId, {});
    const mended = await runPhases(env.deps, merchant.userId);
    expect(mended.job.counters).to.include({ created: 1, failed: 0 });
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  const refusals: readonly (readonly [what: string, rule: object, codes: readonly string[]])[] = [
    [
      'the upload host refuses a picture',
      {
        vendor: 'upload',
        effect: { kind: 'apiError', code: 1, message: 'ERR_UPLOAD_BAD_IMAGE_SIZE: market photo min size 400x400' },
      },
      ['VK.PHOTO_TOO_SMALL', 'VK.PHOTO_REFUSED', 'VK.UPLOAD_FAILED'],
    ],
    [
      'the upload host speaks HTML',
      { vendor: 'upload', times: 3, effect: { kind: 'httpStatus', status: 502 } },
      ['VK.UPLOAD_FAILED', 'VK.DOWN', 'VK.NO_ANSWER'],
    ],
    [
      'VK refuses the name',
      { vendor: 'vk', method: 'market.add', effect: { kind: 'apiError', code: 1421 } },
      ['VK.TITLE_REFUSED'],
    ],
    [
      'VK blocks the content',
      { vendor: 'vk', method: 'market.add', effect: { kind: 'apiError', code: 19 } },
      ['VK.CONTENT_BLOCKED'],
    ],
    [
      'VK refuses with a code nobody knows',
      { vendor: 'vk', method: 'market.add', effect: { kind: 'apiError', code: 77_777 } },
      ['VK.REFUSED'],
    ],
  ];
  for (const [what, rule, codes] of refusals) {
    it(`when ${what}, that good fails with a sentence and the others go on`, async () => {
      const merchant = await env.merchant({ goods: 4 });
      await fault(env, { nth: 1, ...rule, merchant: merchant.id });
      const { job, operations } = await runPhases(env.deps, merchant.userId);
      const failed = operations.filter(({ state }) => state === 'failed');
      for (const { errorCode } of failed) {
        expect(codes).to.include(errorCode);
        expectSentence(errorCode);
      }
      expect(job.counters.created + failed.length).to.equal(4);
      expect(job.status).to.equal(failed.length > 0 ? 'partial' : 'success');
      await noFaults(env);
      await runPhases(env.deps, merchant.userId);
      expect((await shopOf(env, merchant)).items).to.have.length(4);
      expect(await twins(env, merchant)).to.deep.equal([]);
    });
  }

  it('a basic shop, which keeps no stock, is learnt once and mirrored without it', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await env.control('PATCH', `/merchants/${merchant.id}`, { shop: { mode: 'basic' } });
    const { job } = await runPhases(env.deps, merchant.userId);
    expect(job.counters).to.include({ created: 3, failed: 0 });
    const next = await runPhases(env.deps, merchant.userId);
    expect(next.operations).to.deep.equal([]);
  });

  it('a full shop is told, and the goods that fit stay', async () => {
    const merchant = await env.merchant({ goods: 5 });
    await env.control('PATCH', `/merchants/${merchant.id}`, { shop: { limits: { items: 3 } } });
    const { operations, job } = await runPhases(env.deps, merchant.userId);
    expect(job.counters).to.include({ created: 3, failed: 0 });
    const left = operations.filter(({ kind, state }) => kind === 'create' && state === 'skipped');
    expect(left.map(({ errorCode }) => errorCode)).to.deep.equal(['VK.ITEM_LIMIT', 'VK.ITEM_LIMIT']);
    expectSentence('VK.ITEM_LIMIT');
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('an album deleted by hand comes back with the next change that needs it', async () => {
    const merchant = await env.merchant({ goods: 2, groups: 1 });
    await runPhases(env.deps, merchant.userId);
    const [album] = (await shopOf(env, merchant)).albums;
    await env.control('DELETE', `/merchants/${merchant.id}/shop/albums/${album!.id}`);
    const group = await env.control<{ groups: { id: string }[] }>('GET', `/merchants/${merchant.id}/groups`);
    await add(merchant, { name: 'Новый в альбоме', price: 10, parent_id: group.groups[0]!.id });
    for (let run = 0; run < 2; run++) await runPhases(env.deps, merchant.userId);
    const { items, albums } = await shopOf(env, merchant);
    expect(albums).to.have.length(1);
    expect(items.find(({ title }) => title === 'Новый в альбоме')?.albumIds).to.deep.equal([albums[0]!.id]);
  });
});
