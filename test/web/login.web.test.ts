import { expect } from 'chai';
import type { Permission } from '../../src/domain/access/permissions.js';
import type { Role } from '../../src/domain/account.js';
import { buildUser, PASSWORD } from '../support/fake-accounts.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

const EMAIL = 'olga@chainaya.example';

describe('log-in', () => {
  it('lets the merchant in under a new session id and shows the overview', async () => {
    const { app, services } = buildTestSite();
    const someone = visitor(app);
    const before = (await someone.get('/login')).headers['set-cookie']?.[0];
    const answer = await someone.post('/login', { email: ` ${EMAIL} `, password: PASSWORD });
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal('/');
    const after = answer.headers['set-cookie']?.[0] ?? '';
    expect(after)
      .to.match(/^evosync=/u)
      .and.not.equal(before);
    expect(after).to.include('HttpOnly').and.include('SameSite=Lax');
    expect((await someone.get('/').redirects(1)).text).to.include('Всё в порядке');
    expect(services.accounts.tries[0]?.email).to.equal(EMAIL);
    expect(services.accounts.tries[0]?.address).to.match(/127\.0\.0\.1$/u);
  });

  it('keeps the typed address, never the password, and says what was wrong', async () => {
    const { app } = buildTestSite();
    const answer = await visitor(app).post('/login', { email: EMAIL, password: 'не-тот-пароль' });
    expect(answer.status).to.equal(401);
    expect(answer.text).to.include(`value="${EMAIL}"`).and.include('Почта или пароль не подошли');
    expect(answer.text).not.to.include('не-тот-пароль');
  });

  it('ties faults to their fields', async () => {
    const { app } = buildTestSite();
    const answer = await visitor(app).post('/login', { email: 'olga', password: '' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('<a href="#email">').and.include('<a href="#password">Введите пароль</a>');
    expect(answer.text).to.include('aria-describedby="email-error"').and.include('value="olga"');
  });

  const refusals = [
    { email: 'new@evosync.example', status: 403, text: 'Почта ещё не подтверждена' },
    { email: 'stopped@evosync.example', status: 403, text: 'Учётная запись приостановлена' },
  ];
  for (const { email, status, text } of refusals) {
    it(`refuses ${email} with a reason`, async () => {
      const answer = await visitor(buildTestSite().app).post('/login', { email, password: PASSWORD });
      expect(answer.status).to.equal(status);
      expect(answer.text).to.include(text);
    });
  }

  it('says when to come back after too many tries', async () => {
    const { app, services } = buildTestSite();
    services.accounts.retryAfterSeconds = 600;
    const answer = await visitor(app).post('/login', { email: EMAIL, password: PASSWORD });
    expect(answer.status).to.equal(429);
    expect(answer.headers['retry-after']).to.equal('600');
    expect(answer.text).to.include('через 10\u00a0минут');
  });

  const targets = [
    { next: '/sync?x=1', goes: '/sync?x=1' },
    { next: 'https://evil.example/', goes: '/' },
    { next: '//evil.example', goes: '/' },
    { next: '/\\evil.example', goes: '/' },
    { next: '/\t/evil.example', goes: '/' },
    { next: '/./\\/evil.example', goes: '/' },
    { next: '/..//evil.example', goes: '/' },
    { next: 'javascript:alert(1)', goes: '/' },
  ];
  for (const { next, goes } of targets) {
    it(`goes to ${goes} when asked for ${JSON.stringify(next)}`, async () => {
      const answer = await visitor(buildTestSite().app).post('/login', { email: EMAIL, password: PASSWORD, next });
      expect(answer.headers['location']).to.equal(goes);
    });
  }

  it('brings people back to the page they wanted', async () => {
    const answer = await visitor(buildTestSite().app).get('/sync/runs?page=2');
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal('/login?next=%2Fsync%2Fruns%3Fpage%3D2');
  });
});

describe('session', () => {
  it('ends at log-out: the old cookie is worth nothing', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.get('/logout')).text).to.include('>Выйти</button>');
    const answer = await merchant.post('/logout');
    expect(answer.headers['location']).to.equal('/login');
    expect((await merchant.get('/overview')).status).to.equal(303);
  });

  it('ends when the password changes', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    services.accounts.users = services.accounts.users.map(user => ({ ...user, sessionEpoch: 2 }));
    expect((await merchant.get('/overview').redirects(1)).text).to.include('Сеанс закончился');
  });

  it('ends when the account is suspended', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    services.accounts.users = services.accounts.users.map(user => ({ ...user, status: 'suspended' as const }));
    expect((await merchant.get('/overview').redirects(1)).text).to.include('Учётная запись приостановлена');
  });

  it('ends after 30 days, however busy', async () => {
    const { app, clock } = buildTestSite();
    const merchant = await loggedIn(app);
    const start = clock.time.getTime();
    clock.time = new Date(start + 29.9 * 86_400_000);
    expect((await merchant.get('/overview')).status).to.equal(200);
    clock.time = new Date(start + 30.1 * 86_400_000);
    expect((await merchant.get('/overview')).status).to.equal(303);
  });

  it('of an operator ends after twelve hours', async () => {
    const { app, clock } = buildTestSite();
    const operator = await loggedIn(app, 'operator@evosync.example');
    const start = clock.time.getTime();
    clock.time = new Date(start + 11.9 * 3_600_000);
    expect((await operator.get('/admin/users')).status).to.equal(200);
    clock.time = new Date(start + 12.1 * 3_600_000);
    expect((await operator.get('/admin/users')).headers['location']).to.match(/^\/login/u);
  });

  it('uses a host-bound secure cookie over https', async () => {
    const { app } = buildTestSite({ isSecure: true, trustProxy: 1 });
    const answer = await visitor(app).get('/login').set('X-Forwarded-Proto', 'https');
    expect(answer.headers['set-cookie']?.[0])
      .to.match(/^__Host-evosync=.*Path=\/;.*Secure/u)
      .and.not.include('Domain');
    expect(answer.headers['strict-transport-security']).to.include('max-age=31536000');
  });

  it('shows an operator where they stand, and the way out', async () => {
    const { app } = buildTestSite();
    const operator = await loggedIn(app, 'operator@evosync.example');
    expect((await operator.get('/')).headers['location']).to.equal('/admin');
    expect((await operator.get('/admin')).headers['location']).to.equal('/admin/health');
    expect((await operator.get('/admin/roles')).text).to.include('action="/logout"');
    expect((await operator.get('/overview')).headers['location']).to.equal('/admin');
    expect((await operator.post('/sync/run-now')).status).to.equal(403);
  });

  it('leads somebody on to the first of the operators’ pages that they may see', async () => {
    const site = buildTestSite();
    const homeOf = async (permissions: readonly Permission[], roles: readonly Role[] = ['admin']) => {
      site.services.accounts.users = [buildUser({ roles, permissions: ['account.own', ...permissions] })];
      const someone = await loggedIn(site.app);
      const first = (await someone.get('/')).headers['location'];
      const answer = await someone.get('/admin');
      return [first, answer.status === 303 ? answer.headers['location'] : answer.status];
    };
    expect(await homeOf(['health.view', 'users.view'])).to.deep.equal(['/admin', '/admin/health']);
    expect(await homeOf(['roles.view', 'users.view'])).to.deep.equal(['/admin', '/admin/users']);
    expect(await homeOf(['audit.view'])).to.deep.equal(['/admin', '/admin/audit']);
    expect(await homeOf([])).to.deep.equal(['/profile', 403]);
    // Nothing of the operators' in the menu, but a permission all the same.
    expect(await homeOf(['users.invite'])).to.deep.equal(['/admin', '/profile']);
    expect(await homeOf(['shop.own', 'jobs.view'], ['user', 'admin'])).to.deep.equal(['/overview', '/admin/jobs']);
  });

  it('brings a stranger back to the operator’s page they wanted, and tells a merchant that it is not theirs', async () => {
    const { app } = buildTestSite();
    const asked = await visitor(app).get('/admin/roles?x=1');
    expect(asked.headers['location']).to.equal('/login?next=%2Fadmin%2Froles%3Fx%3D1');
    const next = '/admin/roles?x=1';
    const operator = await visitor(app).post('/login', { email: 'system@evosync.example', password: PASSWORD, next });
    expect(operator.headers['location']).to.equal(next);
    const merchant = await loggedIn(app);
    for (const path of ['/admin', '/admin/roles']) {
      const refused = await merchant.get(path);
      expect(refused.status).to.equal(403);
      expect(refused.text).to.include('На это у вас нет прав').and.include('ACCESS.DENIED').and.include('Обзор');
    }
    const program = await merchant.get('/admin/roles').set('Accept', 'application/json');
    expect(program.body).to.have.nested.include({ 'error.code': 'ACCESS.DENIED' });
  });

  it('shows whoever is merchant and operator both menus', async () => {
    const site = buildTestSite();
    site.services.accounts.users = [buildUser({ roles: ['user', 'admin'] })];
    const both = await loggedIn(site.app);
    const own = await both.get('/overview');
    expect(own.text).to.include('href="/catalog/stores"').and.include('href="/admin/roles"');
    expect((await both.get('/admin/roles')).text)
      .to.include('css/operator')
      .and.include('href="/sync"');
  });
});
