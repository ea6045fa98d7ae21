import { expect } from 'chai';
import type { ApiLogEntry } from '../../src/clients/http/api-log.js';
import { LOG_BODY_CHARS } from '../../src/clients/http/api-log.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import { createEvotorClient } from '../../src/clients/evotor/client.js';
import type { ProductId, StoreId, VkAlbumId, VkItemId, VkPhotoId } from '../../src/domain/brand.js';
import { kopecks } from '../../src/domain/money.js';
import { startScriptedServer } from './scripted-server.js';
import type { Answer, ScriptedServer } from './scripted-server.js';
import { setUpVk, TOKEN } from './vk-setup.js';

/** Replies of a vendor that leaks the token wherever it can. */
const LEAKS: readonly Answer[] = [
  { json: { response: TOKEN, token: TOKEN } },
  { json: { response: { market_item_id: 1, note: TOKEN, upload_url: `https://pu.vk.com/?token=${TOKEN}` } } },
  { json: { response: [[0, TOKEN], [1, false]], execute_errors: [{ method: 'market.edit', error_code: 8, error_msg: TOKEN }] } },
  { json: { error: { error_code: 8, error_msg: `no ${TOKEN}`, redirect_uri: `https://id.vk.ru/?t=${TOKEN}`, request_params: [{ key: 'access_token', value: TOKEN }] } } },
  { json: { error: TOKEN } },
  { status: 400, json: { code: TOKEN, message: `bad ${TOKEN}`, violations: [{ reason: TOKEN, subject: TOKEN }] } },
  { status: 500, text: `<html>${TOKEN}</html>`, headers: { warning: TOKEN } },
]; // prettier-ignore

describe('API log', () => {
  let server: ScriptedServer;
  before(async () => {
    server = await startScriptedServer();
  });
  after(() => server.close());

  it('holds no token and no long body, whatever a vendor leaks, and one entry per HTTP call', async () => {
    const { vk, log } = setUpVk(server.url);
    const evotor = createEvotorClient({
      baseUrl: server.url,
      token: TOKEN,
      authScheme: 'bearer',
      http: createFetchHttp(),
      log: entry => log.push(entry),
      sleep: async () => Promise.resolve(),
      now: Date.now,
    });
    const item = 1 as VkItemId;
    const album = 2 as VkAlbumId;
    const store = 'S' as StoreId;
    const fields = { hidden: false, description: 'Очень длинное описание. '.repeat(400) };
    for (const leak of LEAKS) {
      server.play(() => leak);
      await vk.me();
      await vk.permissions();
      await vk.readAllItems(() => undefined);
      await vk.addItem({
        ...{ name: 'Чай чёрный', categoryId: 1, price: kopecks(1), mainPhotoId: 1 as VkPhotoId, sku: 'k' },
        description: fields.description,
      });
      await vk.addAlbum({ title: 'Чай' });
      await vk.uploadPhoto(`${server.url}/upload?token=${TOKEN}`, new Uint8Array(3));
      await vk.saveProductPhoto(`{"sha":"${TOKEN}"}`);
      await vk.uploadAddresses(2);
      const edit = { op: 'edit', itemId: item, fields } as const;
      await vk.batch([{ id: 1, ...edit }, { id: 2, ...edit }, { id: 3, op: 'addToAlbum', itemIds: [item], albumIds: [album] }]); // prettier-ignore
      await evotor.stores(() => undefined);
      await evotor.product(store, 'P' as ProductId);
    }
    expect(log).to.have.length(server.seen.length);
    const leaking = log.filter(entry => JSON.stringify(entry).includes(TOKEN));
    expect(leaking).to.deep.equal([]);
    const longest = (pick: (entry: ApiLogEntry) => string | null) =>
      Math.max(...log.map(entry => pick(entry)?.length ?? 0));
    expect(longest(({ requestBody }) => requestBody)).to.be.within(LOG_BODY_CHARS - 1, LOG_BODY_CHARS);
    expect(longest(({ responseBody }) => responseBody)).to.be.within(1, LOG_BODY_CHARS);
  });
});
