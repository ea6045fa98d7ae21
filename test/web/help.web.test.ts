import { expect } from 'chai';
import { buildUser, TOKENS } from '../support/fake-accounts.js';
import { UNSUBSCRIBE_TOKEN } from '../support/fake-notices.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

const CHAT = 'https://code.jivosite.com/widget/AbC123';
/** The policy of every page of an installation without a chat, letter by letter. */
const STRICT =
  "default-src 'self';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';" +
  "object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'";

const policyOf = (answer: { headers: Record<string, string> }): string =>
  answer.headers['content-security-policy'] ?? '';

describe('the chat', () => {
  const { app } = buildTestSite({ jivositeWidgetId: 'AbC123', supportEmail: 'help@shop.example' });

  it('is not there, nor is anything opened for it, unless it is configured', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    for (const path of ['/login', '/overview', '/sync', '/no-such-page']) {
      const answer = await merchant.get(path);
      expect(policyOf(answer)).to.equal(STRICT);
      expect(answer.text).to.not.include('jivosite').and.not.include('чат внизу');
    }
  });

  it('is loaded by a script tag that waits for nothing, on pages of merchants and strangers', async () => {
    const merchant = await loggedIn(app);
    for (const [someone, path] of [
      [visitor(app), '/login'],
      [merchant, '/overview'],
      [merchant, '/sync'],
      [merchant, '/no-such-page'],
    ] as const) {
      const answer = await someone.get(path);
      expect(answer.text, path).to.include(`<script src="${CHAT}" async></script>`).and.include('чат внизу страницы');
      expect(answer.text).to.not.match(/<script>/u);
    }
  });

  it('opens the policy for its own hosts and for nothing else', async () => {
    const policy = policyOf(await visitor(app).get('/login'));
    const host = 'https://*.jivosite.com';
    expect(policy.split(';')).to.deep.equal([
      "default-src 'self'",
      `script-src 'self' ${host}`,
      `style-src 'self' 'unsafe-inline' ${host}`,
      `img-src 'self' data: ${host}`,
      `font-src 'self' ${host}`,
      `connect-src 'self' ${host} wss://*.jivosite.com`,
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      `frame-src 'self' ${host}`,
      `media-src 'self' ${host}`,
    ]);
  });

  for (const path of [
    `/reset-password?token=${TOKENS.reset}`,
    `/Reset-Password/?token=${TOKENS.reset}`,
    `/invite?token=${TOKENS.invite}`,
    `/confirm-email?token=${TOKENS.confirm}`,
    `/notices/unsubscribe?token=${UNSUBSCRIBE_TOKEN}`,
    '/invite',
    '/no-such-page?token=x',
    '/vk/callback?code=x&state=y',
  ])
    it(`is not on ${path.split('?')[0]}, whose address may hold a secret`, async () => {
      const merchant = await loggedIn(app);
      const answer = await merchant.get(path);
      expect(policyOf(answer)).to.equal(STRICT);
      expect(answer.text).to.not.include('jivosite').and.not.include('чат внизу');
    });

  it('is not on the pages of operators, nor on fragments, files and the description of the API', async () => {
    const operator = await loggedIn(app, 'operator@evosync.example');
    for (const path of ['/profile', '/admin/logs', '/admin/logs/906', '/no-such-page']) {
      const answer = await operator.get(path);
      expect(policyOf(answer), path).to.equal(STRICT);
      expect(answer.text).to.not.include('jivosite');
    }
    const merchant = await loggedIn(app);
    expect(policyOf(await merchant.get('/sync/progress').set('HX-Request', 'true'))).to.equal(STRICT);
    for (const path of ['/docs', '/redoc', '/openapi.json', '/health'])
      expect(policyOf(await merchant.get(path)), path).to.not.include('jivosite');
  });

  it('is not there for a merchant who also helps to run the place, and sees what belongs to others', async () => {
    const site = buildTestSite({ jivositeWidgetId: 'AbC123' });
    site.services.accounts.users = [buildUser({ roles: ['user', 'admin'] })];
    const both = await loggedIn(site.app);
    for (const path of ['/overview', '/admin/logs', '/admin/users']) {
      const answer = await both.get(path);
      expect(answer.status, path).to.equal(200);
      expect(policyOf(answer), path).to.equal(STRICT);
      expect(answer.text, path).to.not.include('jivosite');
    }
  });

  it('is told nothing about the merchant', async () => {
    const { text } = await (await loggedIn(app)).get('/overview');
    expect(text).to.not.match(/jivo_|setContactInfo|data-jivo/u);
  });
});

describe('the address for help', () => {
  it('stands on every page and on errors, with the number of the request in the subject', async () => {
    const { app } = buildTestSite({ supportEmail: 'help+evo@shop.example' });
    for (const path of ['/login', '/no-such-page']) {
      const answer = await visitor(app).get(path);
      const number = answer.headers['x-request-id'] ?? '';
      const href = `mailto:help%2Bevo@shop.example?subject=${encodeURIComponent(`EvoSync, номер ${number}`)}`;
      expect(answer.text).to.include(`<a href="${href}">help+evo@shop.example</a>`).and.not.include('чат внизу');
    }
    expect((await visitor(app).get('/no-such-page')).text).to.include('номер ошибки уже в теме письма');
  });

  it('is promised nowhere where there is none', async () => {
    const { app } = buildTestSite();
    for (const path of ['/login', '/no-such-page'])
      expect((await visitor(app).get(path)).text).to.not.match(/mailto:|Нужна помощь|поддержк/u);
  });

  it('leaves the errors to the chat where there is only that', async () => {
    const { app } = buildTestSite({ jivositeWidgetId: 'AbC123' });
    expect((await visitor(app).get('/no-such-page')).text).to.include(
      'Напишите в чат внизу страницы и назовите номер ошибки',
    );
  });
});
