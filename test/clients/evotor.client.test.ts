import { expect } from 'chai';
import { createEvotorClient } from '../../src/clients/evotor/client.js';
import type { EvotorAuthScheme, EvotorClientOptions, ReadSummary } from '../../src/clients/evotor/client.js';
import type { ApiLogEntry } from '../../src/clients/http/api-log.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import type { ProductId, StoreId } from '../../src/domain/brand.js';
import type { CallOutcome } from '../../src/domain/result.js';
import { startScriptedServer } from './scripted-server.js';
import type { Answer, ScriptedServer } from './scripted-server.js';

const TOKEN = 'f46b89a5-SECRET-0000-till';
const STORE = '20180820-7052-4047-807D-E82C50000000' as StoreId;
const row = (nth: number) => ({ id: `id-${nth}`, name: `Товар ${nth}` });
const pageOf = (from: number, count: number, next?: string): Answer => ({
  json: {
    items: Array.from({ length: count }, (_, nth) => row(from + nth)),
    paging: next === undefined ? {} : { next_cursor: next },
  },
});

describe('Evotor client', () => {
  const http = createFetchHttp();
  let server: ScriptedServer;
  let log: ApiLogEntry[];
  let slept: number[];
  let schemes: EvotorAuthScheme[];

  before(async () => {
    server = await startScriptedServer();
  });
  after(() => server.close());
  beforeEach(() => {
    [log, slept, schemes] = [[], [], []];
  });
  afterEach(() => {
    expect(JSON.stringify(log)).not.to.contain(TOKEN);
  });

  function client(change: Partial<EvotorClientOptions> = {}) {
    return createEvotorClient({
      baseUrl: server.url,
      token: TOKEN,
      authScheme: 'bearer',
      onScheme: scheme => schemes.push(scheme),
      http: request => http({ ...request, timeoutMs: 300, maxBytes: 500_000 }),
      log: entry => log.push(entry),
      sleep: async ms => {
        slept.push(ms);
        return Promise.resolve();
      },
      now: Date.now,
      ...change,
    });
  }

  async function readProducts(using = client()): Promise<{ end: CallOutcome<ReadSummary>; ids: string[] }> {
    const ids: string[] = [];
    const end = await using.products(STORE, rows => void ids.push(...rows.map(({ id }) => id)));
    return { end, ids };
  }

  it('follows the cursor to the end, page by page, and says so', async () => {
    server.play((_, nth) => [pageOf(0, 3, 'a/b='), pageOf(3, 3, 'c'), pageOf(6, 1)][nth] ?? 'silence');
    const from = server.seen.length;
    const { end, ids } = await readProducts();
    expect(end).to.deep.equal({
      outcome: 'ok',
      value: { complete: true, incompleteReason: null, pages: 3, rows: 7, repeated: 0, rejected: 0 },
    });
    expect(ids).to.deep.equal(Array.from({ length: 7 }, (_, nth) => `id-${nth}`));
    const seen = server.seen.slice(from);
    expect(seen.map(({ query }) => [...query])).to.deep.equal([[], [['cursor', 'a/b=']], [['cursor', 'c']]]);
    expect(seen.every(({ path }) => path === `/stores/${STORE}/products`)).to.equal(true);
    expect(seen[0]?.headers).to.include({
      accept: 'application/vnd.evotor.v2+json',
      authorization: `Bearer ${TOKEN}`,
    });
    expect(log).to.have.length(3);
    expect(log[1]).to.include({ service: 'evotor', path: `/stores/${STORE}/products`, status: 200, outcome: 'ok' });
    expect(log[1]).to.include({ requestBody: null, responseBody: null });
  });

  it('passes a row that comes again on again, for its last values count, and says how many there were', async () => {
    server.play((_, nth) => [pageOf(0, 4, 'x'), pageOf(2, 4)][nth] ?? 'silence');
    const { end, ids } = await readProducts();
    expect(ids).to.have.length(8);
    expect(new Set(ids).size).to.equal(6);
    expect(end).to.have.nested.property('value.complete', true);
    expect(end).to.have.nested.property('value.rows', 6);
    expect(end).to.have.nested.property('value.repeated', 2);
  });

  it('is incomplete when a cursor comes back, or a page repeats under new cursors', async () => {
    server.play((_, nth) => pageOf(nth * 2, 2, ['a', 'b', 'a'][nth] ?? 'z'));
    expect((await readProducts()).end).to.deep.include({ outcome: 'ok' });
    expect((await readProducts()).end).to.have.nested.property('value.incompleteReason', 'cursor_loop');
    server.play((_, nth) => pageOf(0, 2, `fresh-${nth}`));
    const { end, ids } = await readProducts();
    expect(end).to.have.nested.property('value.complete', false);
    expect(new Set(ids).size).to.equal(2);
  });

  it('counts rows that cannot be read and is incomplete then', async () => {
    server.play(() => ({ json: { items: [row(1), { name: 'без id' }, null], paging: null } }));
    expect((await readProducts()).end).to.deep.equal({
      outcome: 'ok',
      value: { complete: false, incompleteReason: 'rejected_rows', pages: 1, rows: 1, repeated: 0, rejected: 2 },
    });
  });

  it('reads stores and groups the same way, and a bare array as the only page', async () => {
    server.play(() => ({ json: [{ id: STORE, name: 'Лавка' }] }));
    const names: string[] = [];
    expect(await client().stores(rows => void names.push(...rows.map(({ name }) => name)))).to.have.property(
      'outcome',
      'ok',
    );
    expect(names).to.deep.equal(['Лавка']);
    server.play(() => pageOf(0, 2));
    expect(await client().groups(STORE, () => undefined)).to.have.nested.property('value.rows', 2);
    expect(server.seen.at(-1)?.path).to.equal(`/stores/${STORE}/product-groups`);
  });

  it('tries the other header form once on 401 and keeps the one that works', async () => {
    server.play(seen => (seen.headers['x-authorization'] === TOKEN ? pageOf(0, 1) : { status: 401 }));
    const using = client();
    const from = server.seen.length;
    expect((await readProducts(using)).end).to.have.property('outcome', 'ok');
    await readProducts(using);
    expect(schemes).to.deep.equal(['x_authorization']);
    expect(server.seen.length - from).to.equal(3);
    server.play(() => ({ status: 401, text: '' }));
    expect((await readProducts()).end).to.include({ code: 'EVOTOR.TOKEN_REJECTED', kind: 'unauthenticated' });
    expect(server.seen.length - from).to.equal(5);
  });

  const refusals: [number, string, string][] = [
    [400, 'EVOTOR.CALL_REFUSED', 'bug'],
    [402, 'EVOTOR.STORE_NOT_PAID', 'upstream_rejected'],
    [403, 'EVOTOR.RIGHT_MISSING', 'forbidden'],
    [404, 'EVOTOR.NOT_FOUND', 'not_found'],
    [405, 'EVOTOR.CALL_REFUSED', 'bug'],
    [406, 'EVOTOR.CALL_REFUSED', 'bug'],
  ];
  for (const [status, code, kind] of refusals) {
    it(`answers ${status} with ${code}, once`, async () => {
      server.play(() => ({ status, json: { code: 'x', message: `no ${TOKEN}`, secret: 1 } }));
      const from = server.seen.length;
      const { end } = await readProducts();
      expect(end).to.include({ outcome: 'api_error', code, kind, vendorCode: String(status), vendorMessage: 'no ***' });
      expect(server.seen.length - from).to.equal(1);
      expect(log[0]).to.include({ outcome: 'api_error', vendorCode: String(status) });
      expect(log[0]?.responseBody).to.equal('{"code":"x","message":"no ***"}');
    });
  }

  it('says when to come back after 429', async () => {
    server.play(() => ({ status: 429, headers: { 'X-RateLimit-Reset': '77' }, text: '' }));
    expect((await readProducts()).end).to.include({ code: 'EVOTOR.RATE_LIMITED', retryAfterSeconds: 77 });
  });

  it('waits for a used-up quota up to a minute, else says when to come back', async () => {
    const last = pageOf(1, 1);
    const used = (reset: string): Answer => ({
      ...(pageOf(0, 1, 'n') as object),
      headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset },
    });
    server.play((_, nth) => (nth === 0 ? used('30') : last));
    expect((await readProducts()).end).to.have.nested.property('value.complete', true);
    expect(slept[0]).to.be.within(29_000, 30_000);
    server.play((_, nth) => (nth === 0 ? used('600') : last));
    const from = server.seen.length;
    const { end } = await readProducts();
    expect(end).to.include({ code: 'EVOTOR.RATE_LIMITED', kind: 'rate_limited' });
    expect(end).to.have.property('retryAfterSeconds').that.is.within(598, 600);
    expect(server.seen.length - from).to.equal(1);
  });

  const murky: [string, Answer][] = [
    ['5xx', { status: 503, json: { message: 'later' } }],
    ['HTML', { status: 200, text: '<html>provider</html>' }],
    ['broken JSON', { status: 200, text: '{"items": [' }],
    ['silence', 'silence'],
    ['a reset', 'reset_mid_body'],
  ];
  for (const [name, answer] of murky) {
    it(`repeats a read after ${name}, at most twice`, async () => {
      server.play((_, nth) => (nth < 2 ? answer : pageOf(0, 1)));
      expect((await readProducts()).end).to.have.property('outcome', 'ok');
      server.play(() => answer);
      const from = server.seen.length;
      expect((await readProducts()).end).to.have.property('outcome', 'unknown');
      expect(server.seen.length - from).to.equal(3);
      expect(log.at(-1)).to.include({
        outcome: 'unknown',
        responseBody: name === '5xx' ? '{"message":"later"}' : null,
      });
    });
  }

  it('does not repeat what is too big or was called off', async () => {
    server.play(() => 'endless_body');
    const from = server.seen.length;
    expect((await readProducts()).end)
      .to.have.property('cause')
      .that.matches(/^too_large/);
    expect(server.seen.length - from).to.equal(1);
    expect((await readProducts(client({ signal: AbortSignal.abort() }))).end).to.have.property('cause', 'aborted');
  });

  it('keeps a Warning header in the log', async () => {
    server.play(() => ({ ...(pageOf(0, 1) as object), headers: { Warning: '299 - "going away"' } }));
    await readProducts();
    expect(log[0]?.warning).to.equal('299 - "going away"');
  });

  describe('one product', () => {
    const one = () => client().product(STORE, 'id-1' as ProductId);

    it('is read, or absent when the till says 404', async () => {
      server.play(() => ({ json: row(1) }));
      expect(await one()).to.have.nested.property('value.name', 'Товар 1');
      expect(server.seen.at(-1)?.path).to.equal(`/stores/${STORE}/products/id-1`);
      for (const text of ['', '{"message":"not found"}']) {
        server.play(() => ({ status: 404, text }));
        expect(await one()).to.deep.equal({ outcome: 'ok', value: null });
      }
    });

    it('is unknown when the 404 is somebody else’s page or the answer is about another product', async () => {
      server.play(() => ({ status: 404, text: '<html>nginx</html>' }));
      expect(await one()).to.deep.equal({ outcome: 'unknown', cause: 'http_404' });
      server.play(() => ({ json: row(2) }));
      expect(await one()).to.have.property('outcome', 'unknown');
    });
  });
});
