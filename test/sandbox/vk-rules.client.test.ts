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
  type VkItem,
  type VkList,
} from './vendor-calls.js';

type Fields = Record<string, string | number>;

describe('sandbox: what VK does by itself', () => {
  let running: RunningSandbox;
  let owner_id: number;
  beforeEach(async () => {
    running = await startWithMerchant(1);
    owner_id = -groupId(running);
  });
  afterEach(() => running.close());
  const shop = (changes: object): Promise<unknown> => control(running, 'PATCH', '/merchants/shop', { shop: changes });
  const edit = (item_id: number, fields: Fields): Promise<number> =>
    vkErrorCode(running, 'market.edit', { owner_id, item_id, deleted: 0, ...fields });
  const byId = async (id: number): Promise<VkItem | undefined> =>
    (await vkOk<VkList>(running, 'market.getById', { item_ids: `${owner_id}_${id}`, extended: 1 })).items[0];
  const listed = async (id: number): Promise<VkItem | undefined> =>
    (await listItems(running)).items.find(item => item.id === id);

  it('keeps, forgets or refuses stock in a basic shop, by its switch', async () => {
    await shop({ mode: 'basic' });
    expect(await byId(await addItem(running, { stock_amount: 4 }))).not.to.have.property('stock_amount');
    await shop({ switches: { basicStock: 'keep' } });
    expect(await byId(await addItem(running, { stock_amount: 4 }))).to.include({ stock_amount: 4 });
    await shop({ switches: { basicStock: 'error' } });
    expect(await vkErrorCode(running, 'market.add', await itemParams(running))).to.equal(100);
    await shop({ mode: 'advanced' });
    expect(await byId(await addItem(running, { stock_amount: 0 }))).to.include({ stock_amount: 0, availability: 0 });
  });

  it('takes the button link in a basic shop only', async () => {
    const url = 'https://vk.ru/tea';
    expect(await byId(await addItem(running, { url }))).not.to.have.property('url');
    await shop({ mode: 'basic' });
    expect(await byId(await addItem(running, { url }))).to.include({ url });
  });

  it('rounds prices and joins lines when told to, and then finds nothing to change', async () => {
    await shop({ switches: { wholeRoubles: true, joinLines: true } });
    const id = await addItem(running, { price: '149.50', description: 'Первая строка\n\n  вторая строка' });
    expect((await byId(id))?.price.amount).to.equal('15000');
    expect((await byId(id))?.description).to.equal('Первая строка вторая строка');
    expect(await edit(id, { price: '149.60' })).to.equal(100);
    expect(await edit(id, { price: '149.49' })).to.equal(0);
  });

  it('shows a new item by id, and an edit anywhere, only after the lag', async () => {
    await shop({ lag: { byIdMs: 30_000, editMs: 30_000 } });
    const id = await addItem(running, { price: 10 });
    expect(await byId(id)).to.equal(undefined);
    await control(running, 'POST', '/clock', { advanceMs: 30_000 });
    expect((await byId(id))?.price.amount).to.equal('1000');
    expect(await edit(id, { price: 11, name: 'Другое имя' })).to.equal(0);
    expect((await byId(id))?.price.amount).to.equal('1000');
    expect((await listed(id))?.title).to.equal('Чай Бай Му Дань');
    // What is kept is the new price all the same.
    expect(await edit(id, { price: 11, name: 'Другое имя' })).to.equal(100);
    await control(running, 'POST', '/clock', { advanceMs: 30_000 });
    expect(await listed(id)).to.include({ title: 'Другое имя' });
  });

  it('keeps a deleted good in its collection for the restore, and out of the count till then', async () => {
    const id = await addItem(running);
    const { market_album_id } = await vkOk<{ market_album_id: number }>(running, 'market.addAlbum', {
      owner_id,
      title: 'Полка',
    });
    await vkOk(running, 'market.addToAlbum', { owner_id, item_ids: id, album_ids: market_album_id });
    const filled = async (): Promise<number> =>
      (await vkOk<{ count: number }>(running, 'market.getAlbums', { owner_id })).count;
    await vkOk(running, 'market.delete', { owner_id, item_id: id });
    expect(await filled()).to.equal(0);
    expect(await edit(id, { price: 1 })).to.equal(1403);
    await vkOk(running, 'market.restore', { owner_id, item_id: id });
    expect(await filled()).to.equal(1);
    expect((await byId(id))?.albums_ids).to.deep.equal([market_album_id]);
  });

  it('counts a restore against the limit of items, and the window by its own clock', async () => {
    const id = await addItem(running);
    await vkOk(running, 'market.delete', { owner_id, item_id: id });
    await addItem(running);
    await shop({ limits: { items: 1 }, restoreWindowMs: 60_000 });
    expect(await vkErrorCode(running, 'market.restore', { owner_id, item_id: id })).to.equal(1405);
    await shop({ limits: { items: 15_000 } });
    await control(running, 'POST', '/clock', { advanceMs: 60_001 });
    expect(await vkErrorCode(running, 'market.restore', { owner_id, item_id: id })).to.equal(1400);
  });

  it('lets the adds of a day go on the next day, with each code of refusal', async () => {
    for (const addsPerDayCode of [9, 29, 601] as const) {
      await shop({ limits: { addsPerDay: 1, addsPerDayCode } });
      await control(running, 'POST', '/clock', { advanceMs: 86_400_000 });
      await addItem(running);
      expect(await vkErrorCode(running, 'market.add', await itemParams(running))).to.equal(addsPerDayCode);
      // Other methods go on.
      expect(await vkErrorCode(running, 'market.get', { owner_id })).to.equal(0);
    }
  });

  it('orders items and collections as told', async () => {
    const [one, two, three] = [await addItem(running), await addItem(running), await addItem(running)];
    const order = async (): Promise<number[]> => (await listItems(running)).items.map(item => item.id);
    expect(await order()).to.deep.equal([three, two, one]);
    await vkOk(running, 'market.reorderItems', { owner_id, item_id: one, before: two });
    expect(await order()).to.deep.equal([three, one, two]);
    const four = await addItem(running);
    expect(await order()).to.deep.equal([four, three, one, two]);
    expect(await vkErrorCode(running, 'market.reorderItems', { owner_id, item_id: one })).to.equal(100);
    expect(await vkErrorCode(running, 'market.reorderItems', { owner_id, item_id: 1, after: one })).to.equal(1403);
    expect(
      await vkErrorCode(running, 'market.reorderItems', { owner_id, item_id: one, album_id: 9, after: two }),
    ).to.equal(1402);

    const albums: number[] = [];
    for (const title of ['А', 'Б', 'В']) {
      const made = await vkOk<{ market_album_id: number }>(running, 'market.addAlbum', { owner_id, title });
      albums.push(made.market_album_id);
      await vkOk(running, 'market.addToAlbum', { owner_id, item_ids: one, album_ids: made.market_album_id });
    }
    await vkOk(running, 'market.reorderAlbums', { owner_id, album_id: albums[2] ?? 0, after: albums[0] ?? 0 });
    const { items } = await vkOk<{ items: { title: string }[] }>(running, 'market.getAlbums', { owner_id });
    expect(items.map(album => album.title)).to.deep.equal(['А', 'В', 'Б']);
    expect(await vkErrorCode(running, 'market.reorderAlbums', { owner_id, album_id: 99, after: 1 })).to.equal(1402);
  });

  it('keeps photos to their shop and to one place in one item', async () => {
    const [main, more] = [await photo(running), await photo(running)];
    const refused = async (fields: Fields): Promise<string | undefined> =>
      (await vk(running, 'market.add', await itemParams(running, fields))).error?.error_msg;
    expect(await refused({ main_photo_id: main, photo_ids: String(main) })).to.contain('already assigned');
    expect(await refused({ main_photo_id: 1 })).to.contain('photo not found');
    const id = await addItem(running, { main_photo_id: main, photo_ids: String(more) });
    expect(await edit(id, { main_photo_id: more, photo_ids: String(main) })).to.equal(0);
    expect(await edit(id, { main_photo_id: await photo(running), photo_ids: '' })).to.equal(0);
    // The photos it had stay taken.
    expect(await refused({ main_photo_id: more })).to.contain('already assigned');
    expect(await vkErrorCode(running, 'market.add', await itemParams(running, { weight: 5 }))).to.equal(1429);
  });

  describe('variants', () => {
    const property = (title: string): Promise<{ property_id: number }> =>
      vkOk(running, 'market.addProperty', { group_id: -owner_id, title });
    const value = async (property_id: number, title: string): Promise<number> =>
      (
        await vkOk<{ variant_id: number }>(running, 'market.addPropertyVariant', {
          ...{ group_id: -owner_id, property_id, title },
        })
      ).variant_id;
    const code = (method: string, fields: Fields): Promise<number> =>
      vkErrorCode(running, method, { group_id: -owner_id, ...fields });

    it('need the advanced shop and the switch', async () => {
      expect(await code('market.getProperties', {})).to.equal(1410);
      await shop({ mode: 'basic' });
      expect(await code('market.getProperties', {})).to.equal(1409);
      await shop({ mode: 'none' });
      expect(await code('market.getProperties', {})).to.equal(1438);
    });

    it('are grouped by distinct values of the same properties', async () => {
      await shop({ switches: { variants: true } });
      const { property_id } = await property('Размер');
      const other = await property('Цвет');
      expect(await code('market.addProperty', { title: 'Третье' })).to.equal(1418);
      expect(await code('market.editProperty', { property_id, title: 'х'.repeat(61) })).to.equal(1421);
      expect(await code('market.editProperty', { property_id: 1, title: 'Рост' })).to.equal(1417);
      expect(await code('market.editPropertyVariant', { variant_id: 1, title: 'S' })).to.equal(1416);
      const [small, large] = [await value(property_id, 'S'), await value(property_id, 'L')];
      const red = await value(other.property_id, 'красный');
      const add = (variant_ids: number): Promise<number> => addItem(running, { variant_ids });
      const [one, two, same, odd, plain] = [
        await add(small),
        await add(large),
        await add(large),
        await add(red),
        await addItem(running),
      ];
      expect(await vkErrorCode(running, 'market.add', await itemParams(running, { variant_ids: 5 }))).to.equal(1416);
      const group = (item_ids: string): Promise<number> => code('market.groupItems', { item_ids });
      expect(await group(String(one))).to.equal(1425);
      expect(await group(`${one},${plain}`)).to.equal(1415);
      expect(await group(`${one},${odd}`)).to.equal(1412);
      expect(await group(`${two},${same}`)).to.equal(1426);
      expect(await group(`${one},1`)).to.equal(1403);
      const { item_group_id } = await vkOk<{ item_group_id: number }>(running, 'market.groupItems', {
        group_id: -owner_id,
        item_ids: `${one},${two}`,
      });
      expect(await code('market.groupItems', { item_ids: same, item_group_id })).to.equal(1413);
      expect(await code('market.groupItems', { item_ids: odd, item_group_id })).to.equal(1414);
      expect(await byId(one)).to.deep.include({
        variants_grouping_id: item_group_id,
        property_values: [{ variant_id: small, variant_name: 'S', property_name: 'Размер' }],
      });
      await vkOk(running, 'market.ungroupItems', { group_id: -owner_id, item_group_id });
      expect(await byId(one)).not.to.have.property('variants_grouping_id');
      for (let at = 0; at < 48; at += 1) await value(property_id, `р${at}`);
      expect(await code('market.addPropertyVariant', { property_id, title: 'ещё' })).to.equal(1419);
      await vkOk(running, 'market.deletePropertyVariant', { group_id: -owner_id, variant_id: large });
      await vkOk(running, 'market.deleteProperty', { group_id: -owner_id, property_id: other.property_id });
      const { items } = await vkOk<{ items: { title: string; variants: object[] }[] }>(
        running,
        'market.getProperties',
        {
          group_id: -owner_id,
        },
      );
      expect(items.map(known => [known.title, known.variants.length])).to.deep.equal([['Размер', 49]]);
    });
  });
});
