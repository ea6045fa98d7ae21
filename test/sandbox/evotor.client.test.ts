import { expect } from 'chai';
import { contractValidator } from '../../sandbox/contracts/contract-schemas.js';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { control, evotor, startWithMerchant } from './vendor-calls.js';

describe('sandbox: Evotor', () => {
  let running: RunningSandbox;
  let store: string;
  before(async () => {
    running = await startWithMerchant(7);
    store = [...(running.sandbox.merchant('shop')?.till.stores.keys() ?? [])][0] ?? '';
  });
  after(() => running.close());
  const status = async (path: string, headers?: Record<string, string>): Promise<number> =>
    (await evotor(running, path, headers)).status;

  it('answers lists and single rows by the contract', async () => {
    for (const [path, definition] of [
      ['/stores', 'storeList'],
      [`/stores/${store}/product-groups`, 'productGroupList'],
      [`/stores/${store}/products`, 'productList'],
    ] as const) {
      const { body, headers } = await evotor(running, path);
      const validate = contractValidator('evotor', definition);
      expect(validate(body), JSON.stringify(validate.errors)).to.equal(true);
      expect(headers.get('content-type')).to.contain('application/vnd.evotor.v2+json');
      expect(headers.get('x-ratelimit-remaining')).to.match(/^\d+$/);
    }
    const { body } = await evotor(running, `/stores/${store}/products`);
    expect(await status(`/stores/${store}/products/${body.items[0]?.id}`)).to.equal(200);
  });

  it('pages with an opaque cursor to the end', async () => {
    await control(running, 'PATCH', '/merchants/shop', { till: { pageSize: 3 } });
    const seen: string[] = [];
    let query = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await evotor(running, `/stores/${store}/products${query}`);
      seen.push(...body.items.map(item => item.id));
      if (body.paging.next_cursor === undefined) break;
      query = `?cursor=${encodeURIComponent(body.paging.next_cursor)}`;
    }
    expect(new Set(seen).size).to.equal(7);
    expect(seen).to.have.length(7);
    expect(await status(`/stores/${store}/products?cursor=made-up`)).to.equal(400);
    expect(await status(`/stores/${store}/product-groups${query}`)).to.equal(400);
    await control(running, 'PATCH', '/merchants/shop', { till: { pageSize: 1000 } });
  });

  it('refuses unknown parameters with the documented body', async () => {
    const { status: code, body } = await evotor(running, `/stores/${store}/products?limit=5`);
    expect(code).to.equal(400);
    expect(contractValidator('evotor', 'apiError')(body)).to.equal(true);
    expect(body).to.have.nested.property('violations[0].subject', 'limit');
  });

  it('knows 401, 402, 403, 404, 405 and 406', async () => {
    const raw = { 'x-authorization': 'evotor-shop-token' };
    expect(await status('/stores', raw)).to.equal(200);
    expect(await status('/stores', { authorization: 'evotor-shop-token' })).to.equal(401);
    await control(running, 'PATCH', '/merchants/shop', { till: { authForms: { bearer: false } } });
    expect(await status('/stores')).to.equal(401);
    expect(await status('/stores', raw)).to.equal(200);
    await control(running, 'PATCH', '/merchants/shop', { till: { authForms: { bearer: true }, revoked: true } });
    expect(await status('/stores')).to.equal(401);
    await control(running, 'PATCH', '/merchants/shop', { till: { revoked: false, rights: { catalogue: false } } });
    expect(await status('/stores')).to.equal(403);
    await control(running, 'PATCH', '/merchants/shop', {
      till: { rights: { catalogue: true } },
      stores: { [store]: { paymentRequired: true } },
    });
    expect(await status('/stores')).to.equal(200);
    expect(await status(`/stores/${store}/products`)).to.equal(402);
    await control(running, 'PATCH', '/merchants/shop', { stores: { [store]: { paymentRequired: false } } });
    expect(await status(`/stores/${store.toLowerCase()}/products`)).to.equal(404);
    expect(await status(`/stores/${store}/products/00000000-0000-4000-8000-000000000000`)).to.equal(404);
    expect(await status('/stores', { authorization: 'Bearer evotor-shop-token', accept: 'text/html' })).to.equal(406);
    const post = await fetch(`${running.evotorUrl}/stores`, {
      method: 'POST',
      headers: { authorization: 'Bearer evotor-shop-token' },
    });
    expect(post.status).to.equal(405);
  });

  it('leaves quantity out without the stock right', async () => {
    await control(running, 'PATCH', '/merchants/shop', { till: { rights: { stock: false } } });
    const { body } = await evotor(running, `/stores/${store}/products`);
    expect(body.items.every(item => !('quantity' in item))).to.equal(true);
    await control(running, 'PATCH', '/merchants/shop', { till: { rights: { stock: true } } });
  });

  it('filters by since, first page only, and sees changes', async () => {
    const { body } = await evotor(running, `/stores/${store}/products`);
    const id = body.items[0]?.id ?? '';
    const since = running.sandbox.clock.now();
    expect((await evotor(running, `/stores/${store}/products?since=${since}`)).body.items).to.have.length(0);
    await control(running, 'PATCH', `/merchants/shop/products/${id}`, { price: 77.5, description: null });
    const changed = (await evotor(running, `/stores/${store}/products?since=${since}`)).body.items;
    expect(changed.map(item => [item.id, item.price])).to.deep.equal([[id, 77.5]]);
    expect(await status(`/stores/${store}/products?since=soon`)).to.equal(400);
  });

  it('counts calls per URI and answers 429', async () => {
    await control(running, 'PATCH', '/merchants/shop', { till: { rate: { limit: 2, periodSeconds: 60 } } });
    await control(running, 'POST', '/clock', { advanceMs: 61_000 });
    expect([await status('/stores'), await status('/stores'), await status('/stores')]).to.deep.equal([200, 200, 429]);
    expect(await status(`/stores/${store}/products`)).to.equal(200);
    await control(running, 'POST', '/clock', { advanceMs: 61_000 });
    expect(await status('/stores')).to.equal(200);
    await control(running, 'PATCH', '/merchants/shop', { till: { rate: { limit: 600 } } });
  });

  it('can play a store that suddenly is empty', async () => {
    await control(running, 'PATCH', '/merchants/shop', { stores: { [store]: { answersEmpty: true } } });
    expect((await evotor(running, `/stores/${store}/products`)).body.items).to.deep.equal([]);
    await control(running, 'PATCH', '/merchants/shop', { stores: { [store]: { answersEmpty: false } } });
  });
});
