import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { HTTP_STATUS } from '../../src/web/middleware/http-status.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

describe('error page', () => {
  for (const kind of Object.keys(HTTP_STATUS) as (keyof typeof HTTP_STATUS)[]) {
    it(`of the kind ${kind} has its status, a sentence, a remedy and a number`, async () => {
      const { app, services, logs } = buildTestSite();
      const merchant = await loggedIn(app);
      services.history.runs = () => Promise.reject(new AppError(kind, 'VK.FLOOD', { retryAfterSeconds: 120 }));
      const answer = await merchant.get('/sync/runs');
      expect(answer.status).to.equal(HTTP_STATUS[kind]);
      expect(answer.headers['retry-after']).to.equal('120');
      expect(answer.text).to.include('VK просит подождать').and.include('через 2\u00a0минуты');
      const id = /номер ([0-9a-f]{8})/u.exec(answer.text)?.[1];
      expect(id).to.equal(answer.headers['x-request-id']);
      expect(logs.find(({ message }) => message === 'request failed')?.meta).to.include({
        requestId: id,
        code: 'VK.FLOOD',
      });
    });
  }

  it('of a bug tells nothing but its number; the log has the rest', async () => {
    const { app, services, logs } = buildTestSite();
    const merchant = await loggedIn(app);
    services.history.runs = () => Promise.reject(new Error('SELECT secret FROM users'));
    const answer = await merchant.get('/sync/runs');
    expect(answer.status).to.equal(500);
    expect(answer.text).to.include('Что-то сломалось у нас').and.not.include('SELECT');
    const line = logs.find(({ level }) => level === 'error');
    expect((line?.meta as { error: Error }).error.message).to.equal('SELECT secret FROM users');
  });

  it('has words for codes nobody wrote a sentence for', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    services.history.runs = () => Promise.reject(new AppError('conflict', 'NEW.CODE'));
    expect((await merchant.get('/sync/runs')).text)
      .to.include('Не всё получилось')
      .and.include('Код NEW.CODE');
  });

  it('stands without a session, for strangers, and for programs', async () => {
    const stranger = visitor(buildTestSite().app);
    const page = await stranger.get('/no/such/page');
    expect(page.status).to.equal(404);
    expect(page.text).to.include('Такой страницы нет').and.not.include('_csrf');
    expect(page.headers['set-cookie']).to.equal(undefined);
    const json = await stranger.get('/no/such/page').set('Accept', 'application/json');
    expect(json.body).to.have.nested.property('error.code', 'PAGE.NOT_FOUND');
  });

  it('writes no query and no token into the log', async () => {
    const { app, logs } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.get('/catalog/stores/store-1/products?q=тайное-слово');
    await merchant.post('/connections/evotor', { token: 'wrong-token' });
    expect(JSON.stringify(logs)).not.to.include('тайное').and.not.include('wrong-token');
    expect(logs.some(({ message }) => message === 'request')).to.equal(true);
  });
});

describe('health', () => {
  it('lives without a session', async () => {
    const answer = await visitor(buildTestSite().app).get('/health');
    expect(answer.body).to.deep.equal({ status: 'ok' });
    expect(answer.headers['set-cookie']).to.equal(undefined);
  });

  it('is ready with database and Temporal only', async () => {
    const { app, services } = buildTestSite();
    expect((await visitor(app).get('/health/ready')).status).to.equal(200);
    services.health.parts = { database: true, temporal: false };
    const answer = await visitor(app).get('/health/ready');
    expect(answer.status).to.equal(503);
    expect(answer.body).to.deep.equal({ status: 'unavailable', database: true, temporal: false });
  });
});

describe('assets', () => {
  it('are exactly the files the pages use', async () => {
    const stranger = visitor(buildTestSite().app);
    const { text } = await stranger.get('/login');
    const css = /href="([^"]+evosync\.css)"/u.exec(text)?.[1] ?? '';
    expect((await stranger.get(css)).text)
      .to.include('--ground')
      .and.not.include('asset:');
    const sprite = /href="([^"]+icons\.svg)#/u.exec(
      (await (await loggedIn(buildTestSite().app)).get('/overview')).text,
    );
    expect((await stranger.get(sprite?.[1] ?? '')).headers['content-type']).to.equal('image/svg+xml');
    for (const path of [
      '/vendor/bootstrap@5.3.8/package.json',
      '/public/../package.json',
      '/public/0/css/evosync.css',
    ]) {
      expect((await stranger.get(path)).status, path).to.equal(404);
    }
  });
});
