import { expect } from 'chai';
import request from 'supertest';
import { buildTestSite } from '../support/test-site.js';
import { declaredRoutes, filled } from '../support/route-table.js';
import { loggedIn, visitor } from '../support/visitor.js';

describe('every route', () => {
  const { app } = buildTestSite();
  // Machines carry a key of their own instead of a session; `webhooks` tests try them, and `access` tests who may do what.
  const routes = declaredRoutes(app)
    .map(({ method, path, handlers }) => ({ method, path: filled(path), access: handlers[0] }))
    .filter(({ access }) => access !== 'key');
  const posts = routes.filter(({ method }) => method === 'post');
  const gets = routes.filter(({ method }) => method === 'get');

  it('is known to this test', () => {
    expect(posts.length).to.be.at.least(27);
    expect(gets.length).to.be.at.least(25);
  });

  for (const { path } of posts) {
    it(`POST ${path} is refused without the token of the session`, async () => {
      const merchant = await loggedIn(app);
      const answer = await merchant.postWithoutToken(path, { on: '1', enabled: '1' });
      expect(answer.status).to.equal(403);
      expect(answer.text).to.include('CSRF.EXPIRED').and.include('Для безопасности мы ничего не изменили');
      expect((await merchant.postWithoutToken(path, { _csrf: 'f'.repeat(64) })).status).to.equal(403);
    });
  }

  for (const { method, path } of routes.filter(({ access }) => access !== 'open')) {
    it(`${method.toUpperCase()} ${path} asks strangers to log in`, async () => {
      const stranger = visitor(app);
      const answer = method === 'get' ? await stranger.get(path) : await stranger.post(path);
      expect(answer.status).to.equal(303);
      expect(answer.headers['location']).to.match(/^\/login/u);
    });
  }

  it('answers a form of another site without a session: the one the browser kept back stays', async () => {
    // Such a form comes without our cookie.
    for (const { path } of posts) {
      const answer = await request(app)
        .post(path)
        .type('form')
        .set('Sec-Fetch-Site', 'cross-site')
        .send({ email: 'a@b' });
      expect(answer.headers['set-cookie'], path).to.equal(undefined);
    }
    const own = await request(app)
      .post('/login')
      .type('form')
      .set('Sec-Fetch-Site', 'same-origin')
      .send({ email: 'a' });
    expect(own.headers['set-cookie']).to.have.length(1);
  });

  it('keeps operators out of the merchant’s pages', async () => {
    const operator = await loggedIn(app, 'operator@evosync.example');
    for (const { path } of gets.filter(({ access }) => access === 'shop.own')) {
      expect((await operator.get(path)).headers['location'], path).to.equal('/admin');
    }
  });

  it('answers programs with JSON', async () => {
    const answer = await visitor(app).get('/overview').set('Accept', 'application/json');
    expect(answer.status).to.equal(401);
    expect(answer.body).to.have.nested.include({ 'error.code': 'LOGIN.REQUIRED', 'error.message': 'Нужно войти' });
  });

  it('sends htmx to the log-in page instead of putting it into a fragment', async () => {
    const answer = await visitor(app).get('/sync/progress').set('HX-Request', 'true');
    expect(answer.status).to.equal(204);
    expect(answer.headers['hx-redirect']).to.equal('/login');
  });
});

describe('headers', () => {
  it('allow nothing inline, nothing foreign, no frame', async () => {
    const { headers } = await visitor(buildTestSite().app).get('/login');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy)
      .to.include("default-src 'self'")
      .and.include("script-src 'self'")
      .and.include("frame-ancestors 'none'");
    expect(policy).to.include("img-src 'self' data:").and.not.include('unsafe');
    expect(policy).not.to.include('upgrade-insecure-requests');
    expect(headers['x-powered-by']).to.equal(undefined);
    expect(headers['cache-control']).to.equal('private, no-store');
    expect(headers['x-request-id']).to.match(/^[0-9a-f]{8}$/u);
  });
});

describe('limits', () => {
  it('takes forms of up to 64 kB and says so of larger ones', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    const ok = await merchant.post('/sync/settings', { price_multiplier: '1'.repeat(60_000) });
    expect(ok.status).to.equal(422);
    const tooLarge = await merchant.post('/sync/settings', { price_multiplier: '1'.repeat(70_000) });
    expect(tooLarge.status).to.equal(413);
    expect(tooLarge.text).to.include('Отправлено слишком много данных');
  });

  it('answers a broken address with a page, not a stack', async () => {
    const answer = await (await loggedIn(buildTestSite().app)).get('/catalog/stores/%E0%A4%A/groups');
    expect(answer.status).to.equal(400);
    expect(answer.text).to.include('Мы не поняли запрос').and.not.include('URIError');
  });
});

describe('look', () => {
  it('is kept in a cookie and comes back to the page', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    expect((await merchant.get('/overview')).text).not.to.include('data-bs-theme');
    const answer = await merchant.post('/appearance', { theme: 'dark', back: '/sync/runs?page=1' });
    expect(answer.headers['location']).to.equal('/sync/runs?page=1');
    expect((await merchant.get('/overview')).text).to.include('<html lang="ru" data-bs-theme="dark">');
    expect((await merchant.post('/appearance', { theme: 'x', back: '//evil.example' })).headers['location']).to.equal(
      '/',
    );
  });
});
