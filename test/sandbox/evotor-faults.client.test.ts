import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { control, evotor, startWithMerchant, type EvotorAnswer } from './vendor-calls.js';

describe('sandbox: a till that answers badly', () => {
  let running: RunningSandbox;
  let path: string;
  before(async () => {
    running = await startWithMerchant(8);
    await control(running, 'PATCH', '/merchants/shop', { till: { pageSize: 3 } });
    path = `/stores/${[...(running.sandbox.merchant('shop')?.till.stores.keys() ?? [])][0]}/products`;
  });
  afterEach(() => control(running, 'DELETE', '/faults'));
  after(() => running.close());
  const order = (rule: object): Promise<unknown> => control(running, 'POST', '/faults', { vendor: 'evotor', ...rule });

  /** Reads the list to its end, at most ten pages. */
  async function readAll(): Promise<EvotorAnswer[]> {
    const pages: EvotorAnswer[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined && pages.length < 10;) {
      const page = await evotor(running, cursor === '' ? path : `${path}?cursor=${cursor}`);
      pages.push(page);
      cursor = page.body.paging.next_cursor;
    }
    return pages;
  }
  const ids = (pages: EvotorAnswer[]): string[][] => pages.map(page => page.body.items.map(item => item.id));

  it('loses, repeats and cuts pages', async () => {
    const [one = [], two = [], three = []] = ids(await readAll());
    expect([one.length, two.length, three.length]).to.deep.equal([3, 3, 2]);
    const cases: [object, string[][]][] = [
      [{ kind: 'lostPage' }, [one, [], three]],
      [{ kind: 'repeatPage' }, [one, one, three]],
      [{ kind: 'cutList' }, [one, two.slice(0, 1)]],
      [{ kind: 'missingItem', count: 2 }, [one, two.slice(2), three]],
      [{ kind: 'missingItem', id: two[1] }, [one, [two[0] ?? '', two[2] ?? ''], three]],
      [{ kind: 'emptyList' }, [one, []]],
    ];
    for (const [effect, wanted] of cases) {
      await order({ path: '/products', page: 2, effect });
      expect(ids(await readAll()), JSON.stringify(effect)).to.deep.equal(wanted);
      await control(running, 'DELETE', '/faults');
    }
    await order({ path: '/products', page: 2, effect: { kind: 'cursorLoop' } });
    const looped = ids(await readAll());
    expect(looped.slice(1, 4)).to.deep.equal([two, two, three]);
    await control(running, 'DELETE', '/faults');
    await order({ path: '/products', page: 2, effect: { kind: 'cursorLoop', same: true } });
    const pages = await readAll();
    expect(pages).to.have.length(10);
    expect(new Set(pages.slice(1).map(page => page.body.paging.next_cursor)).size).to.equal(1);
  });

  it('sends unknown fields and types, and no quantity', async () => {
    const [first] = (await evotor(running, path)).body.items;
    await order({
      path: '/products',
      effect: {
        kind: 'alterItems',
        ids: [first?.id],
        set: { type: 'MOON_MARKED', shiny: { deep: true }, quantity: null },
      },
    });
    const [row, next] = (await evotor(running, path)).body.items;
    expect(row).to.deep.include({ type: 'MOON_MARKED', shiny: { deep: true } });
    expect(row).not.to.have.property('quantity');
    expect(next).to.have.property('quantity');
    expect((await evotor(running, `${path}/${first?.id}`)).body).to.deep.include({ type: 'MOON_MARKED' });
    await control(running, 'DELETE', '/faults');
    await control(running, 'PATCH', '/merchants/shop', { till: { rights: { stock: false } } });
    expect((await evotor(running, path)).body.items.some(item => item.quantity !== undefined)).to.equal(false);
    await control(running, 'PATCH', '/merchants/shop', { till: { rights: { stock: true } } });
  });

  it('refuses with 402, 403, 429 and 5xx, 429 for half an hour', async () => {
    for (const code of [402, 403, 500, 503]) {
      await order({ times: 1, effect: { kind: 'apiError', code } });
      expect((await evotor(running, '/stores')).status).to.equal(code);
    }
    await order({
      ...{ path: '/stores', times: 1 },
      effect: { kind: 'apiError', code: 429, blockSeconds: 1800, headers: { 'Retry-After': '5' } },
    });
    const refused = await evotor(running, '/stores');
    expect(refused.status).to.equal(429);
    expect(refused.headers.get('x-ratelimit-remaining')).to.equal('0');
    expect(refused.headers.get('x-ratelimit-reset')).to.equal('1800');
    expect(refused.headers.get('retry-after')).to.equal('5');
    expect((await evotor(running, '/stores')).status).to.equal(429);
    expect((await evotor(running, path)).status).to.equal(200);
    await control(running, 'POST', '/clock', { advanceMs: 1_800_000 });
    expect((await evotor(running, '/stores')).status).to.equal(200);
    await order({ times: 1, effect: { kind: 'httpStatus', status: 502 } });
    const html = await fetch(`${running.evotorUrl}/stores`, {
      headers: { authorization: 'Bearer evotor-shop-token' },
    });
    expect(html.headers.get('content-type')).to.contain('text/html');
  });

  it('serves nothing for half an hour after too many calls, and says when', async () => {
    await control(running, 'POST', '/clock', { advanceMs: 61_000 });
    await control(running, 'PATCH', '/merchants/shop', {
      till: { rate: { limit: 1, periodSeconds: 60, blockSeconds: 1800 } },
    });
    expect((await evotor(running, '/stores')).status).to.equal(200);
    const refused = await evotor(running, '/stores');
    expect([refused.status, refused.headers.get('x-ratelimit-reset')]).to.deep.equal([429, '1800']);
    await control(running, 'POST', '/clock', { advanceMs: 1_790_000 });
    expect((await evotor(running, '/stores')).status).to.equal(429);
    await control(running, 'POST', '/clock', { advanceMs: 11_000 });
    await control(running, 'PATCH', '/merchants/shop', { till: { rate: { resetForm: 'epochMs' } } });
    const served = await evotor(running, '/stores');
    expect(served.status).to.equal(200);
    expect(Number(served.headers.get('x-ratelimit-reset'))).to.be.greaterThan(1e12);
    await control(running, 'PATCH', '/merchants/shop', {
      till: { rate: { limit: 600, blockSeconds: 0, resetForm: 'epochSeconds' } },
    });
    expect(Number((await evotor(running, '/stores')).headers.get('x-ratelimit-reset'))).to.be.within(1e9, 1e11);
    await control(running, 'PATCH', '/merchants/shop', { till: { rate: { resetForm: 'secondsLeft' } } });
  });

  it('has its token taken away in mid-read', async () => {
    await order({ nth: 2, then: { do: 'merchant', changes: { till: { revoked: true } } } });
    expect((await evotor(running, path)).status).to.equal(200);
    expect((await evotor(running, path)).status).to.equal(401);
    await control(running, 'PATCH', '/merchants/shop', { till: { revoked: false } });
  });
});

describe('sandbox: webhooks on a bad line', () => {
  let running: RunningSandbox;
  let app: Server;
  let received: string[] = [];
  before(async () => {
    running = await startWithMerchant(3);
    app = createServer((req, res) => {
      let text = '';
      req.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      req.on('end', () => {
        received.push((JSON.parse(text) as { name: string }[])[0]?.name ?? '-');
        res.end('{}');
      });
    });
    await new Promise<void>(resolve => app.listen(0, '127.0.0.1', resolve));
    const { port } = app.address() as AddressInfo;
    await control(running, 'PATCH', '/merchants/shop', { webhook: { baseUrl: `http://127.0.0.1:${port}` } });
  });
  beforeEach(() => {
    received = [];
  });
  afterEach(() => control(running, 'DELETE', '/faults'));
  after(async () => {
    await running.close();
    app.closeAllConnections();
    await new Promise(resolve => app.close(resolve));
  });
  const order = (rule: object): Promise<unknown> => control(running, 'POST', '/faults', { vendor: 'webhook', ...rule });
  const rename = (name: string): Promise<unknown> =>
    control(running, 'PATCH', '/merchants/shop/products/first?notify=1', { name });
  const soon = async (count: number): Promise<string[]> => {
    for (let tries = 0; tries < 100 && received.length < count; tries += 1)
      await new Promise(resolve => setTimeout(resolve, 10));
    return received;
  };

  it('loses, doubles, delays and swaps them', async () => {
    await order({ nth: 1, effect: { kind: 'dropSend' } });
    await rename('а');
    await rename('б');
    expect(await soon(1)).to.deep.equal(['б']);
    await control(running, 'DELETE', '/faults');

    received = [];
    await order({ path: '/products', times: 1, effect: { kind: 'doubleSend', copies: 3 } });
    await rename('в');
    expect(await soon(3)).to.deep.equal(['в', 'в', 'в']);

    received = [];
    await order({ times: 1, effect: { kind: 'holdSend' } });
    await rename('г');
    await rename('д');
    expect(await soon(2)).to.deep.equal(['д', 'г']);
    await control(running, 'DELETE', '/faults');

    received = [];
    await order({ times: 1, effect: { kind: 'delay', ms: 150 } });
    await rename('е');
    await rename('ж');
    expect(await soon(2)).to.deep.equal(['ж', 'е']);
  });

  it('come in a burst', async () => {
    const { results } = await control<{ results: { status: number }[] }>(running, 'POST', '/merchants/shop/webhooks', {
      event: 'products',
      count: 20,
    });
    expect(results.map(result => result.status)).to.deep.equal(Array<number>(20).fill(200));
    expect(received).to.have.length(20);
  });

  it('come from a script', async () => {
    await control(running, 'POST', '/faults', {
      vendor: 'vk',
      nth: 1,
      then: [
        { do: 'webhook', event: 'products', count: 2 },
        { do: 'editProduct', product: 'first', changes: { name: 'из сценария' }, notify: true },
      ],
    });
    await fetch(`${running.vkUrl}/method/users.get?v=5.199&access_token=vk-shop-token`);
    expect((await soon(3)).toSorted()).to.deep.equal(['-', '-', 'из сценария']);
  });
});
