import { expect } from 'chai';
import type { VkClient } from '../../src/clients/vk/client.js';
import type { VkAlbumId, VkItemId, VkPhotoId } from '../../src/domain/brand.js';
import { kopecks } from '../../src/domain/money.js';
import { startScriptedServer } from './scripted-server.js';
import type { Answer, ScriptedServer } from './scripted-server.js';
import { contractFaults } from './vk-contract-check.js';
import { GROUP, setUpVk, TOKEN } from './vk-setup.js';
import type { VkSetup } from './vk-setup.js';

const ITEM = 7940475 as VkItemId;
const ALBUM = 2 as VkAlbumId;
const PHOTO = 457239024 as VkPhotoId;
const NEW_ITEM = {
  name: 'Чай чёрный',
  description: 'Крупнолистовой чай, пачка 100 г.',
  categoryId: 40932,
  price: kopecks(14990),
  mainPhotoId: PHOTO,
  sku: '6f1d0c34-0a0e-4f0b-9a55-0d0a4f6b7c21',
  stock: 12,
};
const error = (error_code: number, error_msg = 'x', more: object = {}): Answer => ({
  json: { error: { error_code, error_msg, request_params: [{ key: 'access_token', value: TOKEN }], ...more } },
});

describe('VK writes', () => {
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
    for (const seen of server.seen.slice(from)) expect(contractFaults(seen), seen.path).to.deep.equal([]);
    expect(setup.log).to.have.length(server.seen.length - from);
  });
  const sent = () =>
    server.seen.slice(from).map(({ path, form }) => [path.replace('/method/', ''), Object.fromEntries(form)]);
  const answers = (...list: Answer[]) => server.play((_, nth) => list[nth] ?? list.at(-1) ?? 'reset');

  it('adds an item with its price in roubles', async () => {
    answers({ json: { response: { market_item_id: 7940475 } } });
    expect(await vk.addItem(NEW_ITEM)).to.deep.equal({ outcome: 'ok', value: ITEM });
    expect(sent()).to.deep.equal([
      [
        'market.add',
        {
          owner_id: String(-GROUP),
          name: 'Чай чёрный',
          description: 'Крупнолистовой чай, пачка 100 г.',
          category_id: '40932',
          price: '149.90',
          main_photo_id: String(PHOTO),
          sku: NEW_ITEM.sku,
          stock_amount: '12',
          access_token: TOKEN,
          v: '5.199',
        },
      ],
    ]);
    const entry = setup.log[0];
    expect(entry).to.include({ service: 'vk', method: 'POST', path: 'market.add', status: 200, outcome: 'ok' });
    expect(entry?.requestBody).to.contain('"price":"149.90"').and.not.contain('access_token');
    expect(entry?.responseBody).to.equal('{"response":{"market_item_id":7940475}}');
  });

  it('leaves the stock out when there is none to send', async () => {
    answers({ json: { response: { market_item_id: 1 } } });
    await vk.addItem({ ...NEW_ITEM, stock: undefined });
    expect(server.seen.at(-1)?.form.has('stock_amount')).to.equal(false);
  });

  const murky: [string, Answer][] = [
    ['a reset', 'reset'],
    ['a body cut off', 'reset_mid_body'],
    ['HTML', { text: '<html></html>' }],
    ['502', { status: 502, text: 'bad gateway' }],
    ['a result that is no id', { json: { response: '1' } }],
    ['error 1', error(1)],
    ['error 10', error(10)],
    ['error 36', error(36)],
    ['too much', 'endless_body'],
  ];
  for (const [name, answer] of murky) {
    it(`sends a create once and calls it unknown after ${name}`, async () => {
      answers(answer);
      for (const create of [vk.addItem(NEW_ITEM), vk.addAlbum({ title: 'Чай' }), vk.saveProductPhoto('{"sha":"1"}')]) {
        expect(await create).to.have.property('outcome', 'unknown');
      }
      expect(server.seen.length - from).to.equal(3);
      expect(setup.log.every(({ outcome }) => outcome === 'unknown')).to.equal(true);
    });
  }

  it('repeats any call after “too many per second”, resting the lane longer each time, and gives up', async () => {
    answers(error(6), error(6), { json: { response: { market_item_id: 1 } } });
    expect(await vk.addItem(NEW_ITEM)).to.have.property('outcome', 'ok');
    expect(setup.penalties).to.have.length(2);
    expect(setup.penalties[0]).to.be.at.least(1000);
    expect(setup.penalties[1]).to.be.at.least(2 * 1000);
    answers(error(6));
    expect(await vk.editItem(ITEM, { hidden: false })).to.include({ code: 'VK.TOO_FAST', policy: 'backoff' });
    expect(server.seen.length - from).to.equal(3 + 6);
  });

  it('always says whether an item is hidden, and sends both photo fields or neither', async () => {
    answers({ json: { response: 1 } });
    const done = { outcome: 'ok', value: { failed: [] } };
    expect(await vk.editItem(ITEM, { hidden: true, stock: 0 })).to.deep.equal(done);
    expect(await vk.editItem(ITEM, { hidden: false, price: kopecks(100), mainPhotoId: PHOTO })).to.deep.equal(done);
    const auth = { access_token: TOKEN, v: '5.199', owner_id: String(-GROUP), item_id: String(ITEM) };
    expect(sent()).to.deep.equal([
      ['market.edit', { ...auth, deleted: '1', stock_amount: '0' }],
      ['market.edit', { ...auth, deleted: '0', price: '1', main_photo_id: String(PHOTO), photo_ids: '' }],
    ]);
  });

  it('deletes, restores, and moves between albums', async () => {
    answers({ json: { response: 1 } });
    await vk.deleteItem(ITEM);
    await vk.restoreItem(ITEM);
    await vk.addToAlbum([ITEM, 8 as VkItemId], [ALBUM]);
    await vk.removeFromAlbum(ITEM, [ALBUM]);
    await vk.editAlbum({ id: ALBUM, title: 'Чай', photoId: PHOTO });
    expect(sent().map(([method]) => method)).to.deep.equal([
      'market.delete',
      'market.restore',
      'market.addToAlbum',
      'market.removeFromAlbum',
      'market.editAlbum',
    ]);
    expect(sent()[2]?.[1]).to.include({ item_ids: `${ITEM},8`, album_ids: '2' });
    expect(sent()[4]?.[1]).to.include({ album_id: '2', title: 'Чай', photo_id: String(PHOTO) });
  });

  it('makes an album with and without a cover', async () => {
    answers({ json: { response: { market_album_id: 5, albums_count: 3 } } });
    expect(await vk.addAlbum({ title: 'Чай' })).to.deep.equal({ outcome: 'ok', value: 5 });
    await vk.addAlbum({ title: 'Чай', photoId: PHOTO });
    expect(sent().map(([, params]) => Object.keys(params as object).includes('photo_id'))).to.deep.equal([false, true]);
  });

  it('sees refusals in the light of the call', async () => {
    answers(error(1403));
    expect(await vk.editItem(ITEM, { hidden: false })).to.include({ code: 'VK.ITEM_NOT_FOUND', policy: 'heal' });
    expect(await vk.deleteItem(ITEM)).to.include({ code: 'VK.ITEM_NOT_FOUND', policy: 'treat_as_success' });
    expect(await vk.removeFromAlbum(ITEM, [ALBUM])).to.have.property('policy', 'treat_as_success');
    expect(await vk.addToAlbum([ITEM], [ALBUM])).to.have.property('policy', 'heal');
    expect(await vk.addToAlbum([ITEM, 8 as VkItemId], [ALBUM])).to.have.property('policy', 'split_batch');
    answers(error(1404));
    expect(await vk.addToAlbum([ITEM], [ALBUM])).to.have.property('policy', 'treat_as_success');
    expect(await vk.addToAlbum([ITEM, 8 as VkItemId], [ALBUM])).to.have.property('policy', 'split_batch');
    answers({ json: { response: 0 } });
    expect(await vk.restoreItem(ITEM)).to.include({ code: 'VK.ITEM_NOT_DELETED', policy: 'treat_as_success' });
    expect(await vk.editItem(ITEM, { hidden: false })).to.include({ code: 'VK.REFUSED', policy: 'skip_item' });
  });

  it('names the pairs an album call left out', async () => {
    answers({
      json: { response: { failed_ids: [{ item_id: 8, album_id: 2, error_message: '1403;Item not found' }] } },
    });
    expect(await vk.addToAlbum([ITEM, 8 as VkItemId], [ALBUM])).to.deep.equal({
      outcome: 'ok',
      value: { failed: [{ itemId: 8, albumId: 2, code: 'VK.ITEM_NOT_FOUND', message: '1403;Item not found' }] },
    });
  });

  it('hands the captcha page on but keeps it out of the log', async () => {
    const redirect_uri = 'https://id.vk.ru/not_robot_captcha?session_token=SECRET';
    const text = `{"error":{"error_code":14,"error_msg":"Captcha needed","redirect_uri":"${redirect_uri}","remixstlid":9069780796616521905}}`;
    answers({ text });
    expect(await vk.addItem(NEW_ITEM)).to.include({
      code: 'VK.CAPTCHA',
      policy: 'captcha',
      redirectUri: redirect_uri,
      method: 'market.add',
    });
  });

  it('sends nothing once called off', async () => {
    const { vk: off, log } = setUpVk(server.url, AbortSignal.abort());
    expect(await off.addItem(NEW_ITEM)).to.deep.equal({ outcome: 'unknown', cause: 'aborted_before_sending' });
    expect(log).to.deep.equal([]);
  });
});
