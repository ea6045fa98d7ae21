import { expect } from 'chai';
import type { VkClient } from '../../src/clients/vk/client.js';
import type { VkAlbumId, VkGroupId, VkItemId } from '../../src/domain/brand.js';
import { startScriptedServer } from './scripted-server.js';
import type { Answer, ScriptedServer, Seen } from './scripted-server.js';
import { contractFaults } from './vk-contract-check.js';
import { callsOf, playCalls } from './vk-script-player.js';
import type { PlayedCall } from './vk-script-player.js';
import { GROUP, setUpVk } from './vk-setup.js';
import type { VkSetup } from './vk-setup.js';

const rawItem = (id: number) => ({ id, owner_id: -GROUP, title: `Товар ${id}`, sku: `key-${id}`, availability: 0 });
const number = (call: PlayedCall, key: string) => Number(call.params[key] ?? 0);
const pageOf = (ids: readonly number[], call: PlayedCall) => ({
  result: {
    count: ids.length,
    items: ids.slice(number(call, 'offset'), number(call, 'offset') + number(call, 'count')).map(rawItem),
  },
});
const range = (count: number) => Array.from({ length: count }, (_, nth) => nth + 1);

describe('VK reads', () => {
  let server: ScriptedServer;
  let setup: VkSetup;
  let vk: VkClient;
  let from: number;

  before(async () => {
    server = await startScriptedServer();
  });
  after(() => server.close());
  beforeEach(() => {
    setup = setUpVk(server.url);
    vk = setup.vk;
    from = server.seen.length;
  });
  afterEach(() => {
    expect(JSON.stringify(setup.log)).not.to.contain('SECRET');
    for (const seen of server.seen.slice(from)) expect(contractFaults(seen)).to.deep.equal([]);
  });
  const sizes = () => server.seen.slice(from).map(seen => callsOf(seen).length);

  async function readAll() {
    const passes: number[][] = [];
    const end = await vk.readAllItems((items, pass) => {
      (passes[pass - 1] ??= []).push(...items.map(({ id }) => id));
    });
    return { end, passes };
  }

  it('reads an item with all it can have, and the little it must have', async () => {
    const full = {
      ...rawItem(5),
      description: 'Чай',
      price: { amount: '14990', old_amount: '17990', currency: { id: 643, name: 'RUB', title: 'руб.' } },
      category: { id: 40932 },
      date: 1763629200,
      thumb_photo: 'https://sun9-1.userapi.com/x.jpg',
      stock_amount: 12,
      availability: 2,
      albums_ids: [2, 5],
      photos: [{ id: 457239024, owner_id: -GROUP, sizes: [] }],
      surprise: { new: 'field' },
    };
    const items = [full, false, { id: 6, owner_id: -GROUP, title: 'Голый' }, null, { broken: true }];
    server.play(() => ({ json: { response: { count: 5, items } } }));
    const page = await vk.itemPage({ offset: 0, count: 200 });
    expect(page).to.deep.equal({
      outcome: 'ok',
      value: {
        count: 5,
        items: [
          {
            id: 5,
            title: 'Товар 5',
            description: 'Чай',
            priceKopecks: 14990,
            oldPriceKopecks: 17990,
            sku: 'key-5',
            stock: 12,
            availability: 'unavailable',
            categoryId: 40932,
            albumIds: [2, 5],
            photoIds: [457239024],
            thumbUrl: 'https://sun9-1.userapi.com/x.jpg',
            createdAt: new Date(1763629200_000),
          },
          {
            id: 6,
            title: 'Голый',
            description: '',
            priceKopecks: null,
            oldPriceKopecks: null,
            sku: null,
            stock: null,
            availability: 'available',
            categoryId: null,
            albumIds: [],
            photoIds: [],
            thumbUrl: null,
            createdAt: null,
          },
        ],
      },
    });
    expect(Object.fromEntries(server.seen.at(-1)?.form ?? [])).to.include({ extended: '1', with_disabled: '1' });
    expect(setup.log.at(-1)).to.include({ path: 'market.get', requestBody: null, responseBody: null });
  });

  it('calls a page unknown when a value we decide on cannot be read', async () => {
    server.play(() => ({ json: { response: { count: 1, items: [{ ...rawItem(1), sku: {} }] } } }));
    expect(await vk.itemPage({ offset: 0, count: 1 })).to.deep.equal({ outcome: 'unknown', cause: 'unexpected_reply' });
  });

  it('reads 10,000 goods in 3 calls', async () => {
    const ids = range(10_000);
    server.play(seen => playCalls(seen, call => pageOf(ids, call)));
    const { end, passes } = await readAll();
    expect(end).to.deep.equal({ outcome: 'ok', value: { complete: true, pass: 1, count: 10_000, rows: 10_000 } });
    expect(passes[0]).to.deep.equal(ids);
    expect(sizes()).to.deep.equal([1, 25, 24]);
  });

  for (const [name, tooMuch] of [
    ['error 13', { json: { error: { error_code: 13, error_msg: 'response size is too big' } } }],
    ['a reply over the cap', 'endless_body'],
    ['broken JSON', { text: '{"response":[[0,{"count":' }],
  ] satisfies [string, Answer][]) {
    it(`takes fewer pages to a script after ${name}, down to one, and remembers it`, async () => {
      const ids = range(10_000);
      server.play(seen => (callsOf(seen).length > 1 ? tooMuch : playCalls(seen, call => pageOf(ids, call))));
      expect((await readAll()).end).to.have.nested.property('value.complete', true);
      expect(server.seen.length - from).to.equal(50 + 3);
      await readAll();
      expect(server.seen.length - from).to.equal(50 + 3 + 50);
    });
  }

  it('reads a page again that failed inside a script, and stops on what forbids to go on', async () => {
    const ids = range(1000);
    const isScript = (seen: Seen) => seen.path.endsWith('execute');
    const failing = (code: number) => (seen: Seen) =>
      playCalls(seen, call => (isScript(seen) && number(call, 'offset') === 400 ? { error: code } : pageOf(ids, call)));
    server.play(failing(10));
    const { end, passes } = await readAll();
    expect(end).to.have.nested.property('value.complete', true);
    expect(passes[0]).to.deep.equal(ids);
    server.play(failing(14));
    expect((await readAll()).end).to.include({ code: 'VK.CAPTCHA', method: 'market.get' });
  });

  it('starts again when the shop moved, and is incomplete when it keeps moving', async () => {
    let ids = range(900);
    let calls = 0;
    server.play(seen => {
      calls += 1;
      // One item goes while the first pass is under way: what followed it moves to a page already read.
      if (calls === 2) ids = ids.filter(id => id !== 5);
      return playCalls(seen, call => pageOf(ids, call));
    });
    const { end, passes } = await readAll();
    expect(end).to.deep.equal({ outcome: 'ok', value: { complete: true, pass: 2, count: 899, rows: 899 } });
    expect(passes[1]).to.deep.equal(ids);
    server.play(seen => {
      ids = ids.slice(1);
      return playCalls(seen, call => pageOf(ids, call));
    });
    expect((await readAll()).end).to.have.nested.property('value.complete', false);
  });

  it('takes a shortfall that stays the same for VK’s habit', async () => {
    const ids = range(300);
    server.play(seen =>
      playCalls(seen, call => {
        const page = pageOf(ids, call);
        return { result: { ...page.result, items: page.result.items.slice(0, 150) } };
      }),
    );
    expect((await readAll()).end).to.deep.include({
      outcome: 'ok',
      value: { complete: true, pass: 2, count: 300, rows: 250 },
    });
  });

  it('repeats a read that VK could not answer at most twice', async () => {
    for (const answer of [
      { json: { error: { error_code: 10, error_msg: 'x' } } },
      { status: 504 },
      'reset',
    ] satisfies Answer[]) {
      server.play((seen, nth) => (nth < 2 ? answer : playCalls(seen, () => ({ result: [{ id: 1 }] }))));
      expect(await vk.me()).to.deep.equal({ outcome: 'ok', value: { id: 1, firstName: '', lastName: '' } });
      server.play(() => answer);
      const before = server.seen.length;
      expect((await vk.me()).outcome).not.to.equal('ok');
      expect(server.seen.length - before).to.equal(3);
    }
  });

  it('asks for the newest items, hidden ones too', async () => {
    server.play(seen =>
      playCalls(seen, () => ({ result: { count: 2, view_type: 1, items: [rawItem(2), rawItem(1)] } })),
    );
    expect(await vk.newestItems(500)).to.have.nested.property('value.length', 2);
    const { form } = server.seen.at(-1) ?? { form: new URLSearchParams() };
    expect(Object.fromEntries(form)).to.include({ sort: '1', rev: '1', status: '0,2', count: '200', extended: '1' });
  });

  it('reads items and albums by id, 100 to a call', async () => {
    server.play(seen =>
      playCalls(seen, call => {
        const ids = (call.params['item_ids'] ?? call.params['album_ids'] ?? '').split(',');
        const found = ids.map(id => Number(id.replace(`-${GROUP}_`, ''))).filter(id => id !== 250);
        return {
          result: { count: found.length, items: found.map(id => ({ ...rawItem(id), count: 0, updated_time: 0 })) },
        };
      }),
    );
    const items = await vk.itemsById(range(250) as VkItemId[]);
    expect(items.outcome === 'ok' && items.value.length).to.equal(249);
    expect(sizes()).to.deep.equal([3]);
    const albums = await vk.albumsById([3 as VkAlbumId]);
    expect(albums).to.have.nested.property('value[0].photoId', null);
    expect(await vk.itemsById([])).to.deep.equal({ outcome: 'ok', value: [] });
  });

  it('reads all albums', async () => {
    const album = (id: number) => ({
      ...rawItem(id),
      title: `Альбом ${id}`,
      count: 3,
      updated_time: 1,
      is_hidden: 1,
      photo: { id: 9, owner_id: -GROUP },
    });
    server.play(seen =>
      playCalls(seen, call => {
        const page = pageOf(range(250), call);
        return { result: { count: 250, items: page.result.items.map(({ id }) => album(id)) } };
      }),
    );
    const read = await vk.readAllAlbums();
    expect(read).to.have.nested.property('value.albums.length', 250);
    expect(read).to.have.nested.property('value.complete', true);
    expect(read.outcome === 'ok' && read.value.albums[0]).to.deep.equal({
      id: 1,
      title: 'Альбом 1',
      count: 3,
      isHidden: true,
      isMain: false,
      photoId: 9,
    });
    expect(sizes()).to.deep.equal([1, 2]);
  });

  describe('the account', () => {
    it('is told by users.get, or is a community’s', async () => {
      server.play(() => ({ json: { response: [{ id: 1, first_name: 'Анна', last_name: 'П.' }] } }));
      expect(await vk.me()).to.deep.equal({ outcome: 'ok', value: { id: 1, firstName: 'Анна', lastName: 'П.' } });
      server.play(() => ({ json: { response: [] } }));
      expect(await vk.me()).to.include({ outcome: 'api_error', code: 'VK.GROUP_TOKEN' });
    });

    it('has rights as bits', async () => {
      server.play(() => ({ json: { response: 134217728 + 262144 } }));
      expect(await vk.permissions()).to.deep.equal({
        outcome: 'ok',
        value: { mask: 134479872, market: true, groups: true, photos: false },
      });
    });

    it('sees the community, its role and its shop', async () => {
      const raw = {
        id: GROUP,
        name: 'Лавка',
        screen_name: 'lavka',
        is_admin: 1,
        admin_level: 3,
        market: { enabled: 1, type: 'advanced' },
      };
      server.play(() => ({ json: { response: { groups: [raw], profiles: [] } } }));
      expect(await vk.group()).to.deep.equal({
        outcome: 'ok',
        value: {
          id: GROUP,
          name: 'Лавка',
          screenName: 'lavka',
          isAdmin: true,
          adminLevel: 3,
          market: { enabled: true, type: 'advanced' },
        },
      });
      expect(await vk.group(7 as VkGroupId)).to.include({ code: 'VK.COMMUNITY_GONE' });
      server.play(() => ({
        json: { response: { count: 1, items: [{ ...raw, is_admin: false, market: undefined }] } },
      }));
      const groups = await vk.adminGroups();
      expect(groups).to.have.nested.property('value[0].market', null);
    });
  });
});
