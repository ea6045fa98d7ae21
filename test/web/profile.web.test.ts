import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { PASSWORD } from '../support/fake-accounts.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const EMAIL = 'olga@chainaya.example';
const PERSON = { firstName: 'Ольга', lastName: 'Ветрова', phone: '+7 916 123-45-67', email: EMAIL };

describe('the profile', () => {
  it('shows the account and what can be done with it', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get('/profile');
    expect(text)
      .to.include('Ольга Ветрова')
      .and.include(EMAIL)
      .and.include('+7 916 123-45-67')
      .and.include('с 8 марта 2026 года');
    for (const path of ['edit', 'change-password', 'delete', 'export'])
      expect(text).to.include(`href="/profile/${path}"`);
    expect(text).to.include('aria-current="page"');
  });

  it('is an operator’s too, but for leaving', async () => {
    const operator = await loggedIn(buildTestSite().app, 'operator@evosync.example');
    expect((await operator.get('/profile')).text)
      .to.include('operator@evosync.example')
      .and.not.include('/profile/delete');
    expect((await operator.get('/profile/delete')).headers['location']).to.equal('/profile');
  });

  it('tells of an address that waits, and lets it be', async () => {
    const { app, services } = buildTestSite();
    services.accounts.own = {
      ...services.accounts.own,
      pendingEmail: { email: 'olga@new.example', expiresAt: new Date() },
    };
    const merchant = await loggedIn(app);
    expect((await merchant.get('/profile')).text).to.include('Новая почта olga@new.example ждёт подтверждения');
    expect((await merchant.post('/profile/cancel-email')).headers['location']).to.equal('/profile');
    expect(services.accounts.asked.at(-1)?.what).to.equal('cancel-email');
  });

  it('is edited, and says where a letter went', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.get('/profile/edit')).text)
      .to.include('value="Ольга"')
      .and.include('autocapitalize="words"');
    await merchant.post('/profile/edit', { ...PERSON, firstName: 'Мария', password: '' });
    expect(services.accounts.asked.at(-1)?.input).to.deep.include({ ...PERSON, firstName: 'Мария' });
    expect((await merchant.get('/profile')).text).to.include('Сохранено.');
    await merchant.post('/profile/edit', { ...PERSON, email: 'olga@new.example', password: PASSWORD });
    expect((await merchant.get('/profile')).text).to.include('письмо ушло на olga@new.example');
  });

  it('takes no telephone at all, but no nonsense', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.post('/profile/edit', { ...PERSON, phone: '' })).status).to.equal(303);
    const fields = [
      ['firstName', ''],
      ['lastName', '\u0000'],
      ['email', 'нет'],
      ['phone', '1'.repeat(50)],
      ['password', 'x'.repeat(1025)],
    ] as const;
    for (const [name, value] of fields) {
      const answer = await merchant.post('/profile/edit', { ...PERSON, [name]: value });
      expect(answer.status, name).to.equal(422);
      expect(answer.text)
        .to.include(`href="#${name}"`)
        .and.include('value="Ветрова"'.slice(0, name === 'lastName' ? 7 : 99));
    }
    services.accounts.failure = new AppError('invalid', 'PASSWORD.WRONG', { field: 'password' });
    const wrong = await merchant.post('/profile/edit', { ...PERSON, email: 'olga@new.example', password: 'не тот' });
    expect(wrong.text)
      .to.include('href="#password">Пароль не подошёл')
      .and.include('value="olga@new.example"')
      .and.not.include('не тот');
  });

  it('changes the password: here a new session begins, elsewhere the old ones end', async () => {
    const { app } = buildTestSite();
    const [here, elsewhere] = [await loggedIn(app), await loggedIn(app)];
    const wrong = await here.post('/profile/change-password', { current: 'не тот', password: 'совсем другие слова' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text)
      .to.include('href="#current">Пароль не подошёл')
      .and.not.include('не тот')
      .and.not.include('совсем другие');
    const done = await here.post('/profile/change-password', { current: PASSWORD, password: 'совсем другие слова' });
    expect(done.headers['location']).to.equal('/profile');
    expect((await here.get('/profile')).text).to.include('Пароль изменён');
    expect((await elsewhere.get('/profile')).headers['location']).to.include('/login');
  });

  it('wants both passwords', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const answer = await merchant.post('/profile/change-password', { current: '', password: '' });
    expect(answer.text).to.include('href="#current"').and.include('href="#password"');
  });

  it('gives out own data as a file', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const answer = await merchant.get('/profile/export');
    expect(answer.headers['content-disposition']).to.match(/^attachment; filename="evosync_\d{4}-\d\d-\d\d\.json"$/u);
    expect(answer.headers['cache-control']).to.equal('private, no-store');
    expect(answer.body).to.deep.equal({ account: { email: EMAIL }, rules: [] });
  });
});

describe('leaving', () => {
  it('says what happens when, wants the password, and shows the way back', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    const page = await merchant.get('/profile/delete');
    expect(page.text)
      .to.include('Товары в VK останутся как есть')
      .and.include('через 14 дней')
      // Logging in alone brings nothing back.
      .and.include('войдите и нажмите «Вернуть учётную запись»')
      .and.include('/connections/disconnect?type=vk');
    expect((await merchant.post('/profile/delete', { password: '' })).text).to.include('href="#password"');
    expect((await merchant.post('/profile/delete', { password: 'не тот' })).text).to.include('Пароль не подошёл');
    const done = await merchant.post('/profile/delete', { password: PASSWORD });
    expect(done.headers['location']).to.equal('/profile/delete');
    const after = await merchant.get('/profile/delete');
    expect(after.text)
      .to.include('Учётная запись будет удалена 5 декабря 2026 года')
      .and.include('Вернуть учётную запись');
  });

  it('closes every page of the merchant until it is taken back, and lets the data be had', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.post('/profile/delete', { password: PASSWORD });
    for (const path of ['/overview', '/connections', '/catalog/stores', '/sync'])
      expect((await merchant.get(path)).headers['location'], path).to.equal('/profile/delete');
    const _csrf = /name="_csrf" value="([^"]+)"/u.exec((await merchant.get('/profile/delete')).text)?.[1] ?? '';
    const run = await merchant.postWithoutToken('/sync/run-now', { _csrf });
    expect(run.headers['location']).to.equal('/profile/delete');
    const json = await merchant.get('/overview').set('Accept', 'application/json');
    expect(json.status).to.equal(409);
    expect(json.body).to.have.nested.property('error.code', 'ACCOUNT.DELETING');
    const live = await merchant.get('/sync/progress').set('HX-Request', 'true');
    expect(live.headers['hx-redirect']).to.equal('/profile/delete');
    expect((await merchant.get('/profile/export')).status).to.equal(200);
    expect((await merchant.get('/profile')).text).to.include('Учётная запись будет удалена');

    const back = await merchant.postWithoutToken('/profile/restore', { _csrf });
    expect(back.headers['location']).to.equal('/connections');
    expect((await merchant.get('/connections')).text).to.include('Учётная запись возвращена');
  });

  it('greets with the way back at the next log-in', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.post('/profile/delete', { password: PASSWORD });
    const later = await loggedIn(app);
    expect((await later.get('/overview')).headers['location']).to.equal('/profile/delete');
  });
});
