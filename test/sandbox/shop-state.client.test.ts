import { expect } from 'chai';
import { createHash } from 'node:crypto';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { addItem, control, groupId, itemParams, picture, startWithMerchant, upload, vk, vkOk } from './vendor-calls.js';

interface State {
  summary: {
    visible: number;
    hidden: number;
    deleted: number;
    foreign: number;
    foreignTouched: number[];
    foreignAlbumsTouched: number[];
    twins: { sku: string; ids: number[] }[];
    duplicateAdds: { sku: string; adds: number; ids: number[] }[];
  };
  items: {
    id: number;
    title: string;
    state: string;
    foreign: boolean;
    albums: { id: number; title: string }[];
    photo: { sha256: string; bytes: number; width: number } | null;
    writes: { api: number; hand: number; byKind: Record<string, number> };
    createdSeq?: number;
    changedSeq?: number;
    mainPhotoId: number;
  }[];
  albums: { id: number; title: string; foreign: boolean; count: number; writes: { api: number } }[];
  goneAlbums: { title: string; origin: string; by: string }[];
}

describe('sandbox: the shop for comparing', () => {
  let running: RunningSandbox;
  let owner_id: number;
  beforeEach(async () => {
    running = await startWithMerchant(1);
    owner_id = -groupId(running);
  });
  afterEach(() => running.close());
  const state = (): Promise<State> => control<State>(running, 'GET', '/merchants/shop/shop');
  const plant = (fields: object): Promise<{ id: number }> =>
    control(running, 'POST', '/merchants/shop/shop/items', fields);

  it('shows what stands there, who made it and by which call it changed', async () => {
    const bytes = await picture(640, 480);
    const { photo_id } = await vkOk<{ photo_id: number }>(running, 'market.saveProductPhoto', {
      upload_response: await upload(running, bytes),
    });
    const id = await addItem(running, { main_photo_id: photo_id, name: '  Чай   с мятой ' });
    const { market_album_id } = await vkOk<{ market_album_id: number }>(running, 'market.addAlbum', {
      owner_id,
      title: 'Полка',
    });
    await vkOk(running, 'market.addToAlbum', { owner_id, item_ids: id, album_ids: market_album_id });
    await vkOk(running, 'market.edit', { owner_id, item_id: id, price: 7, deleted: 0 });
    // Neither a refused edit nor one that changes nothing is a write.
    await vk(running, 'market.edit', { owner_id, item_id: id, price: 7, deleted: 0 });
    await vk(running, 'market.edit', { owner_id, item_id: id, price: -1 });
    await vkOk(running, 'market.removeFromAlbum', { owner_id, item_id: id, album_ids: market_album_id });
    await vkOk(running, 'market.removeFromAlbum', { owner_id, item_id: id, album_ids: market_album_id });
    await vkOk(running, 'market.addToAlbum', { owner_id, item_ids: id, album_ids: market_album_id });

    const { items, albums } = await state();
    expect(items).to.have.length(1);
    const [item] = items;
    expect(item).to.deep.include({
      title: 'Чай с мятой',
      state: 'visible',
      foreign: false,
      priceKopecks: 700,
      mainPhotoId: photo_id,
      albums: [{ id: market_album_id, title: 'Полка' }],
      writes: {
        api: 5,
        hand: 0,
        byKind: { 'market.add': 1, 'market.addToAlbum': 2, 'market.edit': 1, 'market.removeFromAlbum': 1 },
      },
    });
    expect(item?.photo).to.deep.equal({
      width: 640,
      height: 480,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const [made] = running.sandbox.journal.list({ method: 'market.add' });
    const last = running.sandbox.journal.list({ method: 'market.addToAlbum' }).at(-1);
    expect([item?.createdSeq, item?.changedSeq]).to.deep.equal([made?.seq, last?.seq]);
    expect(albums[0]).to.deep.include({ foreign: false, count: 1, title: 'Полка' });
  });

  it('counts twins, double adds and whatever the API did to goods of others', async () => {
    const mine = await addItem(running, { sku: 'k' });
    const again = await addItem(running, { sku: 'k' });
    const foreign = await plant({ title: 'Чужой чай', sku: 'x' });
    const untouched = await plant({ title: 'Чужой кофе', deleted: true });
    const twin = await plant({ twinOf: 'sku:k', hidden: true });
    const shelf = await control<{ id: number }>(running, 'POST', '/merchants/shop/shop/albums', { title: 'Чужая' });
    const gone = await control<{ id: number }>(running, 'POST', '/merchants/shop/shop/albums', { title: 'Снятая' });
    expect((await state()).summary).to.deep.include({ foreignTouched: [], foreignAlbumsTouched: [] });

    await vkOk(running, 'execute', {
      code: `return [[1,API.market.edit(${JSON.stringify({ owner_id, item_id: foreign.id, price: 1, deleted: 0 })})]];`,
    });
    await vkOk(running, 'market.editAlbum', { owner_id, album_id: shelf.id, title: 'Иначе' });
    await vkOk(running, 'market.deleteAlbum', { owner_id, album_id: gone.id });
    await vkOk(running, 'market.delete', { owner_id, item_id: again });
    const { summary, items, goneAlbums } = await state();
    expect(summary).to.deep.include({
      ...{ visible: 2, hidden: 1, deleted: 2, foreign: 3 },
      foreignTouched: [foreign.id],
      foreignAlbumsTouched: [shelf.id, gone.id],
      twins: [{ sku: 'k', ids: [mine, twin.id] }],
      duplicateAdds: [{ sku: 'k', adds: 2, ids: [mine, again] }],
    });
    expect(goneAlbums.map(({ title, origin, by }) => [title, origin, by])).to.deep.equal([['Снятая', 'hand', 'api']]);
    expect(items.find(item => item.id === untouched.id)).to.deep.include({ state: 'deleted', foreign: true });
    expect(items.find(item => item.id === foreign.id)?.writes).to.deep.equal({
      ...{ api: 1, hand: 1 },
      byKind: { add: 1, 'market.edit': 1 },
    });
  });

  it('takes hand edits of every kind', async () => {
    const id = await addItem(running, { stock_amount: 3 });
    const shelf = await control<{ id: number }>(running, 'POST', '/merchants/shop/shop/albums', { title: 'Полка' });
    const edit = (changes: object): Promise<unknown> =>
      control(running, 'PATCH', `/merchants/shop/shop/items/${id}`, changes);
    const before = (await state()).items[0];
    await edit({ title: 'Имя', description: 'Слова', priceKopecks: 1, oldPriceKopecks: 9, stock: 0, sku: 's' });
    await edit({ albumIds: [shelf.id], hidden: true, newPhoto: true, oldPriceKopecks: null });
    await edit({ deleted: true });
    await control(running, 'PATCH', `/merchants/shop/shop/albums/${shelf.id}`, { title: 'Полка II', isHidden: true });
    const after = await state();
    expect(after.items[0]).to.deep.include({
      ...{ title: 'Имя', description: 'Слова', priceKopecks: 1, stock: 0, sku: 's', hidden: true, state: 'deleted' },
      albums: [{ id: shelf.id, title: 'Полка II' }],
    });
    expect(after.items[0]).not.to.have.property('oldPriceKopecks');
    expect(after.items[0]?.mainPhotoId).not.to.equal(before?.mainPhotoId);
    expect(after.items[0]?.writes).to.deep.include({ api: 1, hand: 3 });
    expect(after.albums[0]?.count).to.equal(0);
    await edit({ deleted: false });
    expect((await state()).albums[0]?.count).to.equal(1);
    await control(running, 'DELETE', '/merchants/shop/shop/albums/title:Полка%20II');
    expect((await state()).items[0]?.albums).to.deep.equal([]);
  });

  it('does the same from the page for people', async () => {
    const id = await addItem(running);
    const shelf = await control<{ id: number }>(running, 'POST', '/merchants/shop/shop/albums', { title: 'Полка' });
    const act = async (path: string, value = ''): Promise<string> =>
      (
        await fetch(`${running.url}/shop/shop/${path}`, { method: 'POST', body: new URLSearchParams({ value }) })
      ).text();
    const before = (await state()).items[0];
    await act(`items/${id}/price`, '12,5');
    await act(`items/${id}/rename`, 'Чай по-новому');
    await act(`items/${id}/describe`, 'Совсем другое описание');
    await act(`items/${id}/stock`, '4');
    await act(`items/${id}/put`, String(shelf.id));
    await act(`items/${id}/photo`);
    await act(`items/${id}/price`, 'даром');
    expect(await act(`items/${id}/hide`)).to.contain('Показать покупателям');
    const item = (await state()).items[0];
    expect(item).to.deep.include({
      ...{ priceKopecks: 1250, title: 'Чай по-новому', description: 'Совсем другое описание', stock: 4 },
      ...{ hidden: true, albums: [{ id: shelf.id, title: 'Полка' }] },
    });
    expect(item?.mainPhotoId).not.to.equal(before?.mainPhotoId);
    expect(item?.writes.hand).to.equal(7);
    await act(`albums/${shelf.id}/rename`, 'Полка у окна');
    expect(await act(`items/${id}/take`, String(shelf.id))).to.contain('Добавить в подборку');
    expect(await (await fetch(`${running.url}/shop/shop?album=${shelf.id}`)).text()).to.contain('Полка у окна');
    await act(`albums/${shelf.id}/remove`);
    expect((await state()).albums).to.deep.equal([]);
    expect(await act(`items/${id}/remove`)).to.contain('Восстановить');
    await act(`items/${id}/restore`);
    expect((await state()).items[0]?.state).to.equal('hidden');
  });

  it('keeps the history over a restart of the figures, not of the shop', async () => {
    await addItem(running, { sku: 'k' });
    await control(running, 'POST', '/stats/reset');
    await vk(running, 'market.add', await itemParams(running, { sku: 'k' }));
    expect((await state()).summary.duplicateAdds.map(one => one.adds)).to.deep.equal([2]);
  });
});
