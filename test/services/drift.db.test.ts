import { expect } from 'chai';
import type { ListingKey } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { DAY, editByHand, itemOf, wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { refusal } from '../support/services-env-sentence.js';
import { editGood, shopOf, tillOf } from '../support/services-env-shop.js';

describe('what somebody changes in VK by hand', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  const run = (merchant: TestMerchant) => runPhases(env.deps, merchant.userId);
  const drifts = async (merchant: TestMerchant) => (await env.services.shop.drifts(merchant.userId, 1)).rows;

  /** A published shop that has been read once since. */
  async function published(goods: number): Promise<{ merchant: TestMerchant; keys: readonly string[] }> {
    const merchant = await env.merchant({ goods });
    await run(merchant);
    await run(merchant);
    return { merchant, keys: (await tillOf(env, merchant)).map(({ id }) => id) };
  }

  it('is overwritten where it is a price or a stock, and nothing else is sent', async () => {
    const { merchant, keys } = await published(2);
    const before = await itemOf(env, merchant, keys[0]!);
    await editByHand(env, merchant, before.id, { priceKopecks: before.priceKopecks + 50_000, stock: 3 });
    const { operations } = await run(merchant);
    expect(operations.map(({ kind, reasonCode, fields }) => ({ kind, reasonCode, fields }))).to.deep.equal([
      { kind: 'update', reasonCode: 'DRIFT', fields: ['price', 'stock'] },
    ]);
    // What stood there is kept with the operation.
    expect(operations[0]?.before).to.deep.include({ inVk: { price: before.priceKopecks + 50_000, stock: 3 } });
    expect(await itemOf(env, merchant, keys[0]!)).to.include({
      priceKopecks: before.priceKopecks,
      stock: before.stock,
    });
    expect((await run(merchant)).operations).to.deep.equal([]);
    expect(await drifts(merchant)).to.deep.equal([]);
  });

  it('is overwritten even before the shop was read once after the good was made', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await run(merchant);
    const [good] = await tillOf(env, merchant);
    const before = await itemOf(env, merchant, good!.id);
    await editByHand(env, merchant, before.id, { priceKopecks: before.priceKopecks * 2 });
    await run(merchant);
    expect(await itemOf(env, merchant, good!.id)).to.include({ priceKopecks: before.priceKopecks });
  });

  for (const [field, change] of [
    ['name', { title: 'Название, данное руками' }],
    ['description', { description: 'Описание, которое написал сам продавец.' }],
    ['category', { categoryId: 40941 }],
    ['photo', { newPhoto: true }],
  ] as const) {
    it(`is kept and shown where it is a ${field}, even when the till changes it too`, async () => {
      const { merchant, keys } = await published(1);
      const key = keys[0] as ListingKey;
      const { id } = await itemOf(env, merchant, key);
      await editByHand(env, merchant, id, change);
      const changed = await itemOf(env, merchant, key);
      expect((await run(merchant)).operations).to.deep.equal([]);
      const [row] = await drifts(merchant);
      expect(row).to.include({ key, vkItemId: id });
      expect(row!.fields.map(one => one.field)).to.deep.equal([field]);
      await editGood(env, merchant, key, { name: 'Новое имя на кассе', price: 77 });
      await run(merchant);
      const after = await itemOf(env, merchant, key);
      expect(after.priceKopecks).to.equal(7700);
      const kept = field === 'name' ? ['title'] : field === 'description' ? ['description'] : [];
      for (const name of kept) expect(after).to.have.property(name, changed[name as 'title']);
      if (field === 'photo')
        expect(after).to.have.property('mainPhotoId', (changed as never as { mainPhotoId: number }).mainPhotoId);
      if (field === 'category') expect(after).to.have.property('categoryId', 40941);
      expect((await drifts(merchant)).map(one => one.key)).to.deep.equal([key]);
    });
  }

  it('goes away when the merchant says «overwrite», and stays for ever when the merchant says «keep»', async () => {
    const { merchant, keys } = await published(2);
    const [first, second] = keys as readonly ListingKey[];
    const ours = (await itemOf(env, merchant, first!)).title;
    for (const key of keys)
      await editByHand(env, merchant, (await itemOf(env, merchant, key)).id, { title: `Рука ${key.slice(0, 4)}` });
    await run(merchant);
    expect(await drifts(merchant)).to.have.length(2);
    const { shop } = env.services;
    await shop.answerDrift(merchant.userId, { key: first!, field: 'name', choice: 'overwrite' });
    await shop.answerDrift(merchant.userId, { key: second!, field: 'name', choice: 'keep' });
    const again = await refusal(shop.answerDrift(merchant.userId, { key: second!, field: 'name', choice: 'keep' }));
    expect(again.code).to.equal('DRIFT.NOT_FOUND');
    const { operations } = await run(merchant);
    expect(operations.map(({ kind, key }) => [kind, key])).to.deep.equal([['update', first]]);
    await editGood(env, merchant, second!, { name: 'На кассе иначе' });
    await run(merchant);
    expect((await itemOf(env, merchant, first!)).title).to.equal(ours);
    expect((await itemOf(env, merchant, second!)).title).to.equal(`Рука ${second!.slice(0, 4)}`);
    expect(await drifts(merchant)).to.deep.equal([]);
  });

  it('is shown for an album the good was taken out of; its own collections are nobody’s matter', async () => {
    const { merchant, keys } = await published(2);
    const [first, second] = keys as readonly ListingKey[];
    const one = await itemOf(env, merchant, first!);
    const own = await env.control<{ id: number }>('POST', `/merchants/${merchant.id}/shop/albums`, { title: 'Хиты' });
    await editByHand(env, merchant, one.id, { albumIds: [] });
    const two = await itemOf(env, merchant, second!);
    await editByHand(env, merchant, two.id, { albumIds: [...two.albumIds, own.id] });
    expect((await run(merchant)).operations).to.deep.equal([]);
    expect((await drifts(merchant)).map(({ key, fields }) => [key, fields[0]?.field])).to.deep.equal([
      [first, 'album'],
    ]);
    await env.services.shop.answerDrift(merchant.userId, { key: first!, field: 'album', choice: 'overwrite' });
    await run(merchant);
    expect((await itemOf(env, merchant, first!)).albumIds).to.deep.equal(one.albumIds);
    expect((await itemOf(env, merchant, second!)).albumIds).to.include(own.id);
  });

  it('is nothing that VK itself makes of a value: three full reads, and no change', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await env.control('PATCH', `/merchants/${merchant.id}`, {
      shop: { switches: { normaliseText: true, wholeRoubles: true, joinLines: true } },
    });
    const goods = await tillOf(env, merchant);
    await editGood(env, merchant, goods[0]!.id, { name: 'Чай «Лев & Орёл» <500 г>', price: 99.49 });
    await editGood(env, merchant, goods[1]!.id, {
      description: 'Первая строка\n\nвторая   строка & "третья"',
      price: 10.5,
    });
    await run(merchant);
    for (let read = 0; read < 3; read++) {
      await wait(env, DAY);
      expect((await run(merchant)).operations, `read ${read}`).to.deep.equal([]);
    }
    expect(await drifts(merchant)).to.deep.equal([]);
  });

  it('is no reason to send a price for ever that VK keeps in its own way', async () => {
    const { merchant, keys } = await published(1);
    const { id, priceKopecks } = await itemOf(env, merchant, keys[0]!);
    let sends = 0;
    for (let read = 0; read < 6; read++) {
      // A shop that turns the price into another one each time it is sent.
      await editByHand(env, merchant, id, { priceKopecks: priceKopecks + 5000 });
      await wait(env, DAY);
      sends += (await run(merchant)).operations.length;
    }
    expect(sends).to.equal(3);
  });

  it('is overwritten again where a hand sets the same price a second time', async () => {
    const { merchant, keys } = await published(1);
    const { id, priceKopecks } = await itemOf(env, merchant, keys[0]!);
    for (let day = 0; day < 2; day++) {
      await editByHand(env, merchant, id, { priceKopecks: priceKopecks + 5000 });
      await wait(env, DAY);
      await run(merchant);
      expect((await itemOf(env, merchant, keys[0]!)).priceKopecks, `day ${day}`).to.equal(priceKopecks);
    }
  });

  it('is another merchant’s business to nobody else', async () => {
    const { merchant, keys } = await published(1);
    const other = await env.merchant({ goods: 1 });
    await editByHand(env, merchant, (await itemOf(env, merchant, keys[0]!)).id, { title: 'Чужое имя' });
    await run(merchant);
    const answer = { key: keys[0] as ListingKey, field: 'name', choice: 'overwrite' } as const;
    expect((await refusal(env.services.shop.answerDrift(other.userId, answer))).code).to.equal('DRIFT.NOT_FOUND');
    expect((await env.services.shop.drifts(other.userId, 1)).total).to.equal(0);
    expect((await shopOf(env, merchant)).items[0]?.title).to.equal('Чужое имя');
  });
});
