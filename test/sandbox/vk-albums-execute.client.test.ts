import { expect } from 'chai';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import {
  addItem,
  control,
  groupId,
  itemParams,
  photo,
  startWithMerchant,
  vk,
  vkErrorCode,
  vkOk,
} from './vendor-calls.js';

interface Album {
  id: number;
  title: string;
  count: number;
  photo?: { id: number };
}

describe('sandbox: VK collections', () => {
  let running: RunningSandbox;
  let owner_id: number;
  before(async () => {
    running = await startWithMerchant();
    owner_id = -groupId(running);
  });
  after(() => running.close());
  const add = async (title: string): Promise<number> =>
    (await vkOk<{ market_album_id: number }>(running, 'market.addAlbum', { owner_id, title })).market_album_id;
  const list = async (): Promise<Album[]> =>
    (await vkOk<{ items: Album[] }>(running, 'market.getAlbums', { owner_id })).items;

  it('leaves empty ones out of the list, not out of getAlbumById', async () => {
    const album_id = await add('Белый чай');
    expect((await list()).some(one => one.id === album_id)).to.equal(false);
    expect(
      (await vkOk<{ items: Album[] }>(running, 'market.getAlbumById', { owner_id, album_ids: `${album_id},999` }))
        .items,
    ).to.have.length(1);
    const item = await addItem(running);
    await vkOk(running, 'market.addToAlbum', { owner_id, item_ids: item, album_ids: album_id });
    expect((await list()).find(one => one.id === album_id)).to.include({ title: 'Белый чай', count: 1 });
  });

  it('tells 1404, 1403, 1402 and 1406 apart and changes nothing then', async () => {
    const album = await add('Улун');
    const [one, two] = [await addItem(running), await addItem(running)];
    const put = (item_ids: string | number, album_ids: string | number): Promise<number> =>
      vkErrorCode(running, 'market.addToAlbum', { owner_id, item_ids, album_ids });
    expect(await put(one, album)).to.equal(0);
    expect(await put(`${one},${two}`, album)).to.equal(1404);
    expect(await put(`${two},1`, album)).to.equal(1403);
    expect(await put(two, 999)).to.equal(1402);
    await control(running, 'PATCH', '/merchants/shop', { shop: { limits: { itemsPerAlbum: 1, albums: 3 } } });
    expect(await put(two, album)).to.equal(1406);
    await add('Пуэр');
    expect(await vkErrorCode(running, 'market.addAlbum', { owner_id, title: 'Четвёртая' })).to.equal(1407);
    expect((await list()).find(known => known.id === album)?.count).to.equal(1);
    expect(await vkErrorCode(running, 'market.removeFromAlbum', { owner_id, item_id: one, album_ids: album })).to.equal(
      0,
    );
    await control(running, 'PATCH', '/merchants/shop', { shop: { limits: { itemsPerAlbum: 1000, albums: 100 } } });
  });

  it('drops the cover when an edit does not bring it', async () => {
    const photo_id = await photo(running);
    const { market_album_id: album_id } = await vkOk<{ market_album_id: number }>(running, 'market.addAlbum', {
      owner_id,
      title: 'Посуда',
      photo_id,
    });
    const cover = async (): Promise<number | undefined> =>
      (await vkOk<{ items: Album[] }>(running, 'market.getAlbumById', { owner_id, album_ids: album_id })).items[0]
        ?.photo?.id;
    expect(await cover()).to.equal(photo_id);
    await vkOk(running, 'market.editAlbum', { owner_id, album_id, title: 'Чайная посуда' });
    expect(await cover()).to.equal(undefined);
    await vkOk(running, 'market.deleteAlbum', { owner_id, album_id });
    expect(await vkErrorCode(running, 'market.editAlbum', { owner_id, album_id, title: 'Нет' })).to.equal(1402);
  });
});

describe('sandbox: VK execute', () => {
  let running: RunningSandbox;
  let owner_id: number;
  before(async () => {
    running = await startWithMerchant();
    owner_id = -groupId(running);
  });
  after(() => running.close());
  const run = (code: string): ReturnType<typeof vk> => vk(running, 'execute', { code });
  const edit = (item_id: number, price: string | number): string =>
    `API.market.edit(${JSON.stringify({ owner_id, item_id, price, deleted: false })})`;

  it('runs in order, puts false in place of a failure and names it in execute_errors', async () => {
    const [one, two] = [await addItem(running), await addItem(running)];
    const reply = await run(
      `return [[1,${edit(one, '7.50')}],["б, \\"в\\"",${edit(3, 8)}],[3, ${edit(two, 9)}],[4,${edit(two, 9)}]];`,
    );
    expect(reply.response).to.deep.equal([
      [1, 1],
      ['б, "в"', false],
      [3, 1],
      [4, false],
    ]);
    expect(reply.execute_errors?.map(error => error.error_code)).to.deep.equal([1403, 100]);
    const [entry] = running.sandbox.journal.list({ method: 'execute' }).slice(-1);
    expect(entry?.inner?.map(call => call.outcome)).to.deep.equal(['ok', 'error:1403', 'ok', 'error:100']);
  });

  it('takes braces and quotes inside texts', async () => {
    const id = await addItem(running);
    const name = 'Чай "Дракон" }]);{';
    const reply = await run(
      `return [[1,API.market.edit(${JSON.stringify({ owner_id, item_id: id, name, deleted: 0 })})]];`,
    );
    expect(reply.response).to.deep.equal([[1, 1]]);
    expect(running.sandbox.world.shops.get(-owner_id)?.items.get(id)?.title).to.equal(name);
  });

  it('compiles nothing but the one form', async () => {
    for (const code of [
      'return 1;',
      'var a = 1; return [[1,API.users.get({})]];',
      'return [[1,API.users.get({})]]; return 2;',
      'return [[1,API.users.get({a:1})]];',
      'return [API.users.get({})];',
      'return [[1]];',
      'return [[x,API.users.get({})]];',
      'return [[1,API.users.get({})],];',
      'return [[1,API.users.get(Args)]];',
    ]) {
      expect((await run(code)).error?.error_code, code).to.equal(12);
    }
    expect((await run('return [];')).response).to.deep.equal([]);
  });

  it('stops at 25 calls and refuses market.add unless switched on', async () => {
    const rows = (count: number): string =>
      `return [${Array.from({ length: count }, (_, index) => `[${index},API.users.get({})]`).join(',')}];`;
    expect((await run(rows(25))).response).to.have.length(25);
    expect((await run(rows(26))).error?.error_code).to.equal(13);
    const add = `return [[1,API.market.add(${JSON.stringify(await itemParams(running))})]];`;
    expect((await run(add)).error?.error_code).to.equal(13);
    await control(running, 'PATCH', '/merchants/shop', { shop: { switches: { addInsideExecute: true } } });
    expect((await run(add)).response).to.be.an('array');
  });

  it('can be given a limit of the reply', async () => {
    await control(running, 'PATCH', '/merchants/shop', { shop: { limits: { executeReplyBytes: 100 } } });
    expect((await run(`return [[1,API.market.get({"owner_id":${owner_id}})]];`)).error?.error_code).to.equal(13);
    await control(running, 'PATCH', '/merchants/shop', { shop: { limits: { executeReplyBytes: null } } });
  });
});
