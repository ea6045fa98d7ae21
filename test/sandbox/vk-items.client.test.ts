import { expect } from 'chai';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import {
  addItem,
  control,
  groupId,
  itemParams,
  listItems,
  photo,
  startWithMerchant,
  vk,
  vkErrorCode,
  vkOk,
  type VkList,
} from './vendor-calls.js';

describe('sandbox: VK items', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await startWithMerchant();
  });
  after(() => running.close());

  it('keeps the price in hundredths, the sku and the texts as VK answers them', async () => {
    const id = await addItem(running, {
      name: '  Мята & мелисса ',
      description: 'Сбор   «Вечер» <новый>',
      price: '149.9',
      sku: 'k-1',
      old_price: '200',
    });
    const item = (await listItems(running)).items.find(one => one.id === id);
    expect(item).to.include({
      title: 'Мята &amp; мелисса',
      description: 'Сбор «Вечер» &lt;новый&gt;',
      sku: 'k-1',
      availability: 0,
      stock_amount: 5,
    });
    expect(item?.price).to.include({ amount: '14990', old_amount: '20000' });
  });

  it('refuses what breaks the contract or its own rules with 100', async () => {
    const good = await itemParams(running);
    const wrong: [Record<string, string>, string][] = [
      [{ nonsense: '1' }, 'nonsense'],
      [{ category_id: 'tea' }, 'category_id'],
      [{ deleted: 'yes' }, 'deleted'],
      [{ price: '1.999' }, 'price'],
      [{ price: '1,50' }, 'price'],
      [{ stock_amount: '-2' }, 'stock_amount'],
      [{ sku: 'x'.repeat(51) }, 'sku'],
      [{ description: 'коротко' }, 'description'],
      [{ name: 'чай' }, 'name should be at least 4 letters length'],
      [{ name: 'ч'.repeat(101) }, 'name'],
      [{ photo_ids: '1,2,3,4,5' }, 'photo_ids'],
      [{ owner_id: '5' }, 'owner_id'],
      [{ owner_id: '-424242' }, 'owner_id'],
    ];
    for (const [change, words] of wrong) {
      const reply = await vk(running, 'market.add', { ...good, ...change });
      expect(reply.error?.error_code, JSON.stringify(change)).to.equal(100);
      expect(reply.error?.error_msg).to.contain(words);
    }
    const { description: _gone, ...without } = good;
    expect((await vk(running, 'market.add', without)).error?.error_msg).to.contain('description is undefined');
  });

  it('counts a name outside cp1251 by the length of its entity', async () => {
    expect(
      await vkErrorCode(running, 'market.add', await itemParams(running, { name: `${'ч'.repeat(92)}😀` })),
    ).to.equal(100);
    expect(
      await vkErrorCode(running, 'market.add', await itemParams(running, { name: `${'ч'.repeat(91)}😀` })),
    ).to.equal(0);
    expect(await vkErrorCode(running, 'market.add', await itemParams(running, { name: '😀' }))).to.equal(0);
  });

  it('gives a photo to one item only, for ever', async () => {
    const photoId = await photo(running);
    const id = await addItem(running, { main_photo_id: photoId });
    const again = await vk(running, 'market.add', await itemParams(running, { main_photo_id: photoId }));
    expect(again.error?.error_msg).to.contain('photo not found or already assigned to another item');
    await vkOk(running, 'market.delete', { owner_id: -groupId(running), item_id: id });
    expect(await vkErrorCode(running, 'market.add', await itemParams(running, { main_photo_id: photoId }))).to.equal(
      100,
    );
    const { main_photo_id: _none, ...bare } = await itemParams(running);
    expect((await vk(running, 'market.add', bare)).error?.error_msg).to.contain('photo is undefined');
  });

  it('edits: nothing to change, hidden by deleted, unhidden when deleted is left out', async () => {
    const id = await addItem(running, { price: '100' });
    const edit = (params: Record<string, string | number>): Promise<number> =>
      vkErrorCode(running, 'market.edit', { owner_id: -groupId(running), item_id: id, ...params });
    const availability = async (): Promise<number | undefined> =>
      (await listItems(running)).items.find(one => one.id === id)?.availability;
    expect(await edit({ price: '100', deleted: 0 })).to.equal(100);
    expect(await edit({ deleted: 1 })).to.equal(0);
    expect(await availability()).to.equal(2);
    expect((await listItems(running, { with_disabled: 0 })).items.some(one => one.id === id)).to.equal(false);
    expect(await edit({ price: '101', deleted: 1 })).to.equal(0);
    expect(await edit({ price: '102' })).to.equal(0);
    expect(await availability()).to.equal(0);
    expect(await vkErrorCode(running, 'market.edit', { owner_id: -groupId(running), item_id: 1, price: 1 })).to.equal(
      1403,
    );
  });

  it('refuses foreign links in descriptions', async () => {
    expect(
      await vkErrorCode(
        running,
        'market.add',
        await itemParams(running, { description: 'Берите на https://example.com/shop' }),
      ),
    ).to.equal(1408);
    expect(
      await vkErrorCode(
        running,
        'market.add',
        await itemParams(running, { description: 'Наша группа https://vk.ru/tea_shop' }),
      ),
    ).to.equal(0);
  });

  it('restores within the window, later 1400, never twice', async () => {
    const id = await addItem(running);
    const params = { owner_id: -groupId(running), item_id: id };
    expect(await vkErrorCode(running, 'market.restore', params)).to.equal(1518);
    await vkOk(running, 'market.delete', params);
    expect(await vkErrorCode(running, 'market.delete', params)).to.equal(1403);
    expect((await vkOk<VkList>(running, 'market.getById', { item_ids: `-${groupId(running)}_${id}` })).count).to.equal(
      0,
    );
    expect(await vkErrorCode(running, 'market.restore', params)).to.equal(0);
    await vkOk(running, 'market.delete', params);
    await control(running, 'POST', '/clock', { advanceMs: 25 * 3_600_000 });
    expect(await vkErrorCode(running, 'market.restore', params)).to.equal(1400);
  });

  it('shows new items to search only after the lag', async () => {
    await control(running, 'PATCH', '/merchants/shop', { shop: { lag: { searchMs: 60_000 } } });
    const id = await addItem(running, { name: 'Запоздалый чай' });
    const search = async (): Promise<number[]> =>
      (
        await vkOk<VkList>(running, 'market.search', {
          owner_id: -groupId(running),
          sort: 1,
          rev: 1,
          status: '0,2',
          count: 200,
        })
      ).items.map(one => one.id);
    expect(await search()).not.to.include(id);
    expect((await listItems(running)).items[0]?.id).to.equal(id);
    await control(running, 'POST', '/clock', { advanceMs: 61_000 });
    expect((await search())[0]).to.equal(id);
  });

  it('pages and filters lists', async () => {
    const first = await listItems(running, { count: 2 });
    const second = await listItems(running, { count: 2, offset: 2 });
    expect(first.items).to.have.length(2);
    expect(first.count).to.be.greaterThan(3);
    expect(second.items[0]?.id).to.be.lessThan(first.items[1]?.id ?? 0);
    expect(await vkErrorCode(running, 'market.get', { owner_id: -groupId(running), count: 201 })).to.equal(100);
  });

  it('knows the limits of items and of adds a day', async () => {
    const { count } = await listItems(running);
    await control(running, 'PATCH', '/merchants/shop', { shop: { limits: { items: count } } });
    expect(await vkErrorCode(running, 'market.add', await itemParams(running))).to.equal(1405);
    await control(running, 'PATCH', '/merchants/shop', {
      shop: { limits: { items: 15_000, addsPerDay: 0, addsPerDayCode: 9 } },
    });
    expect(await vkErrorCode(running, 'market.add', await itemParams(running))).to.equal(9);
    await control(running, 'PATCH', '/merchants/shop', { shop: { limits: { addsPerDay: null } } });
    expect(await vkErrorCode(running, 'market.add', await itemParams(running))).to.equal(0);
  });

  it('ignores stock in a basic shop and refuses writes with the market off', async () => {
    await control(running, 'PATCH', '/merchants/shop', { shop: { mode: 'basic' } });
    const id = await addItem(running, { stock_amount: 7 });
    expect((await listItems(running)).items.find(one => one.id === id)).not.to.have.property('stock_amount');
    await control(running, 'PATCH', '/merchants/shop', { shop: { mode: 'none' } });
    expect(await vkErrorCode(running, 'market.getProductPhotoUploadServer', { group_id: groupId(running) })).to.equal(
      1438,
    );
    await control(running, 'PATCH', '/merchants/shop', { shop: { mode: 'advanced' } });
  });
});
