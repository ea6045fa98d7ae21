import { expect } from 'chai';
import request from 'supertest';
import type { RequestFacts } from '../../src/observability/metrics/metrics.js';
import { currentContext } from '../../src/observability/context.js';
import { createApp } from '../../src/web/app.js';
import { createFakeServices } from '../support/fake-services.js';
import { buildTestSite, listen } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';
import session from 'express-session';

const TOKEN = 'a-token-of-some-length';

function site(token: string | null) {
  const counted: RequestFacts[] = [];
  const logs: { message: string; meta: Record<string, unknown>; context: object }[] = [];
  const services = createFakeServices();
  const app = createApp({
    services,
    config: { baseUrl: 'http://localhost', secretKeys: ['test-secret'], trustProxy: 1, isSecure: false },
    sessionStore: new session.MemoryStore(),
    logger: {
      log: (_level, message, meta = {}) => logs.push({ message, meta: { ...meta }, context: currentContext() }),
    },
    clock: { now: () => new Date() },
    counters: { requestEnded: facts => void counted.push(facts) },
    metricsPage: { token, read: () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }) },
  });
  return { app, counted, logs, services };
}

describe('GET /metrics', () => {
  it('answers this machine where no token is set, and nobody who comes through a proxy', async () => {
    const { app } = site(null);
    const server = await listen(app);
    try {
      const here = await request(server.url).get('/metrics');
      expect([here.status, here.text]).to.deep.equal([200, 'up 1\n']);
      expect(here.headers['content-type']).to.include('version=0.0.4');
      expect(here.headers['cache-control']).to.equal('no-store');
      const forwarded = await request(server.url).get('/metrics').set('X-Forwarded-For', '127.0.0.1');
      expect(forwarded.status).to.equal(403);
      expect(forwarded.text).not.to.include('up');
      expect((await request(server.url).get('/metrics').set('X-Real-IP', '127.0.0.1')).status).to.equal(403);
    } finally {
      await server.close();
    }
  });

  it('wants the token where one is set, in its header alone', async () => {
    const { app } = site(TOKEN);
    const bearer = await request(app)
      .get('/metrics')
      .set('Authorization', `Bearer ${TOKEN}`)
      .set('X-Forwarded-For', '1.1.1.1');
    expect(bearer.status).to.equal(200);
    for (const [path, header] of [
      ['/metrics', ''],
      [`/metrics?token=${TOKEN}`, ''],
      ['/metrics', `Bearer ${TOKEN.slice(1)}`],
      ['/metrics', `Basic ${TOKEN}`],
    ] as const) {
      const asked = request(app).get(path);
      const answer = await (header === '' ? asked : asked.set('Authorization', header));
      expect([path, answer.status]).to.deep.equal([path, 401]);
      expect(answer.headers['www-authenticate']).to.include('Bearer');
    }
  });

  it('makes no session and sets no cookie', async () => {
    const answer = await request(site(TOKEN).app).get('/metrics').set('Authorization', `Bearer ${TOKEN}`);
    expect(answer.headers['set-cookie']).to.equal(undefined);
  });
});

describe('requests', () => {
  it('are counted by route, never by what is in an address', async () => {
    const { app, counted } = site(null);
    const merchant = await loggedIn(app);
    counted.length = 0;
    await merchant.get('/sync/runs/318');
    await merchant.get('/catalog/products/no-such-good');
    await merchant.get('/guess/me/%2e%2e/etc?x=1');
    await merchant.get('/public/nothing.css');
    await request(app).propfind('/login');
    await request(app).post('/inventories/stores/17/products');
    await request(app).post('/login').type('form').send('a=1');
    expect(counted.map(({ method, route, status }) => [method, route, status])).to.deep.equal([
      ['GET', '/sync/runs/:id', 200],
      ['GET', '/catalog/products/:id', 404],
      ['GET', 'none', 404],
      ['GET', 'asset', 404],
      ['OTHER', 'none', 403],
      ['POST', '/inventories/stores/:storeUuid/products', 200],
      ['POST', 'none', 403],
    ]);
    for (const { seconds } of counted) expect(seconds).to.be.within(0, 30);
  });

  it('have an id of our own; a proxy’s is noted beside it if it is harmless', async () => {
    const { app, logs } = site(null);
    const named = async (id: string) => {
      logs.length = 0;
      const answer = await request(app).get('/login').set('X-Request-Id', id);
      const line = logs.find(({ message }) => message === 'request');
      expect(line?.meta['requestId']).to.equal(answer.headers['x-request-id']);
      expect(answer.headers['x-request-id']).to.match(/^[0-9a-f]{8}$/u);
      return line?.meta['proxyRequestId'];
    };
    expect(await named('4b1f-77aa-proxy')).to.equal('4b1f-77aa-proxy');
    for (const harmful of [
      'short',
      'a b c d e f g h',
      '{"level":"error"}',
      '<script>alert(1)</script>',
      'x'.repeat(65),
    ])
      expect(await named(harmful), harmful).to.equal(undefined);
  });

  it('carry their id and their person to every line written on the way', async () => {
    const { app, logs, services } = site(null);
    const merchant = await loggedIn(app);
    services.history.runs = () => {
      const seen = currentContext();
      return Promise.reject(Object.assign(new Error('broken'), { seen }));
    };
    logs.length = 0;
    const answer = await merchant.get('/sync/runs');
    const line = logs.find(({ message }) => message === 'request failed');
    expect(line?.context).to.deep.equal({ requestId: answer.headers['x-request-id'], userId: 1 });
    expect((line?.meta['error'] as { seen: object }).seen).to.deep.equal(line?.context);
  });

  it('carry them over a form that was read first', async () => {
    const { app, logs, services } = site(null);
    const someone = visitor(app);
    services.accounts.logIn = () => Promise.reject(new Error(`broken ${JSON.stringify(currentContext())}`));
    const answer = await someone.post('/login', { email: 'olga@chainaya.example', password: 'some password' });
    const line = logs.findLast(({ message }) => message === 'request failed');
    expect((line?.meta['error'] as Error).message).to.include(`"requestId":"${answer.headers['x-request-id']}"`);
  });

  it('of a site nobody watches are answered as well', async () => {
    const { app } = buildTestSite();
    const answer = await request(app).get('/metrics');
    expect([answer.status, answer.text]).to.deep.equal([200, '']);
  });
});
