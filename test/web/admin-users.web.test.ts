import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { INVITED_ID } from '../support/fake-admin-users.js';
import { NEW_USER_EMAIL } from '../support/fake-accounts.js';
import { buildTestSite, type TestSite } from '../support/test-site.js';
import { loggedIn, visitor, type Visitor } from '../support/visitor.js';

const LONG = 'я'.repeat(300);
/** Texts no form may stumble over. */
const EVIL: Readonly<Record<string, string>> = {
  'an empty one': '',
  'one too long': LONG,
  'a script': '<script>alert(1)</script>',
  'a null byte': 'Анна\0',
  'a turned direction': 'Анна\u202eмифи',
};

describe('the operator’s pages of users', () => {
  let site: TestSite;
  let system: Visitor;
  let admin: Visitor;
  beforeEach(async () => {
    site = buildTestSite();
    system = await loggedIn(site.app, 'system@evosync.example');
    admin = await loggedIn(site.app, 'operator@evosync.example');
  });
  const asked = () => site.services.adminUsers.asked.map(({ action, id }) => [action, id]);

  it('are not a merchant’s', async () => {
    const merchant = await loggedIn(site.app);
    for (const path of ['/admin/users', '/admin/users/1', '/admin/users/1/suspend', '/admin/users/invite']) {
      const answer = await merchant.get(path);
      expect(answer.status, path).to.equal(403);
      expect(answer.text).to.include('ACCESS.DENIED').and.not.include('operator@evosync.example');
    }
    expect((await merchant.post('/admin/users/2/suspend')).status).to.equal(403);
    expect(asked()).to.deep.equal([]);
  });

  describe('the list', () => {
    it('shows who there is, with states and numbers, and an invitation for who may invite', async () => {
      const { text } = await system.get('/admin/users');
      expect(text).to.include('olga@chainaya.example').and.include('Чайная на Мира').and.include('+7 916 123-45-67');
      expect(text).to.include('<p class="rows__note">Оператор</p>').and.include('Эвотор не принял токен');
      expect(text).to.include('href="/admin/users/1"').and.include('href="/admin/users/invite"');
      expect(text).to.match(/Приостановлены <span class="filters__count">1</u);
    });

    it('keeps what was asked for through chips, the form and paging', async () => {
      site.services.adminUsers.pageSize = 2;
      const { text } = await system.get(
        '/admin/users?q=evosync&status=active&state=failing&role=user&sort=name&page=zzz',
      );
      expect(site.services.adminUsers.query).to.deep.equal({
        ...{ search: 'evosync', status: 'active', condition: 'failing', role: 'user', sort: 'name', page: 1 },
      });
      expect(text).to.include('<input type="hidden" name="status" value="active">');
      expect(text).to.include(
        '/admin/users?q=evosync&amp;status=suspended&amp;role=user&amp;state=failing&amp;sort=name',
      );
      const paged = await system.get('/admin/users?status=active');
      expect(paged.text).to.include('/admin/users?status=active&amp;page=2');
    });

    it('takes any query for what it is', async () => {
      for (const query of [
        '?status=god&role=root&state=x&sort=DROP',
        '?q=%00',
        `?q=${encodeURIComponent(LONG)}`,
        '?q=a&q=b',
        '?page=-1',
      ]) {
        const { status, text } = await system.get(`/admin/users${query}`);
        expect(status, query).to.equal(200);
        expect(text).not.to.include('\0');
      }
      const evil = await system.get(`/admin/users?q=${encodeURIComponent('<script>alert(1)</script>')}`);
      expect(evil.text).to.include('Таких пользователей нет').and.include('&lt;script&gt;');
      expect(evil.text).not.to.include('<script>alert');
    });
  });

  describe('one account', () => {
    it('shows connections, exchange, runs, events, errors and last actions, each with the way to the rest', async () => {
      const { text } = await system.get('/admin/users/1');
      for (const part of [
        'Чайная на Мира',
        'Подтверждён',
        'На кассе 420',
        'Последние обмены',
        'За сутки не удалось: 12',
      ])
        expect(text).to.include(part);
      for (const href of ['/admin/jobs?user=1', '/admin/logs?user=1', '/admin/audit?user=1', '/admin/users/1/suspend'])
        expect(text).to.include(`href="${href}"`);
      expect((await system.get('/admin/users/4')).text)
        .to.include('market.add')
        .and.include('VK.FLOOD');
    });

    it('has nothing to press for oneself and for a rank that is not below', async () => {
      const own = await admin.get('/admin/users/2');
      expect(own.text).to.include('Это ваша собственная учётная запись').and.not.include('/admin/users/2/');
      const higher = await admin.get('/admin/users/5');
      expect(higher.text).to.include('её роль не ниже вашей').and.not.include('/admin/users/5/');
    });

    it('is not there for a number nobody has, and for what is none', async () => {
      for (const id of ['999', '0', '-1', '1e3', 'abc', '1%00', '99999999999999999999'])
        expect((await system.get(`/admin/users/${id}`)).status, id).to.equal(404);
      expect((await system.post('/admin/users/999/suspend')).status).to.equal(404);
    });
  });

  describe('what asks first', () => {
    const QUESTIONS = [
      [4, 'activate', 'Включить учётную запись?', 'с прежним паролем'],
      [3, 'activate', 'Включить учётную запись?', 'без ответа на письмо'],
      [1, 'suspend', 'Приостановить учётную запись?', 'ничего не скрывается и не удаляется'],
      [1, 'reset-password', 'Сбросить пароль?', 'Ссылку видит только он'],
      [INVITED_ID, 'send-invite', 'Отправить приглашение ещё раз?', 'перестанет работать'],
    ] as const;
    for (const [id, action, heading, words] of QUESTIONS)
      it(`${action} of ${id} says what will happen, does it once, and says so`, async () => {
        const path = `/admin/users/${id}/${action}`;
        const { text } = await system.get(path);
        expect(text).to.include(heading).and.include(words).and.include(`href="/admin/users/${id}"`);
        expect(asked()).to.deep.equal([]);
        const answer = await system.post(path);
        expect(answer.status).to.equal(303);
        expect(answer.headers['location']).to.equal(`/admin/users/${id}`);
        expect(asked()).to.deep.equal([[action, id]]);
        expect((await system.get(`/admin/users/${id}`)).text).to.include('flash');
      });

    it('logs a suspended person out at once', async () => {
      const merchant = await loggedIn(site.app);
      expect((await merchant.get('/overview')).status).to.equal(200);
      await system.post('/admin/users/1/suspend');
      expect((await merchant.get('/overview')).headers['location']).to.match(/^\/login/u);
    });

    it('is refused for oneself, a higher rank, and what does not fit the account’s state', async () => {
      const refused = [
        [admin, '/admin/users/2/suspend', 403, 'ACCESS.OWN_ACCOUNT'],
        [admin, '/admin/users/5/suspend', 403, 'ACCESS.HIGHER_ROLE'],
        [admin, '/admin/users/5/edit', 403, 'ACCESS.HIGHER_ROLE'],
        [admin, '/admin/users/1/delete', 403, 'ACCESS.DENIED'],
        [system, '/admin/users/1/activate', 409, 'USER.STATE'],
        [system, '/admin/users/1/send-invite', 409, 'USER.STATE'],
        [system, `/admin/users/${INVITED_ID}/reset-password`, 409, 'USER.STATE'],
      ] as const;
      for (const [who, path, status, code] of refused)
        for (const answer of [await who.get(path), await who.post(path, { email: 'a@b.example', role: 'user' })]) {
          expect(answer.status, path).to.equal(status);
          expect(answer.text, path).to.include(code);
        }
      expect(asked()).to.deep.equal([]);
    });

    it('shows a refusal of the use case on the question itself', async () => {
      site.services.adminUsers.failure = new AppError('conflict', 'ACCESS.LAST_SYSTEM');
      const answer = await system.post('/admin/users/1/suspend');
      expect(answer.status).to.equal(409);
      expect(answer.text).to.include('Это последний главный оператор').and.include('Приостановить учётную запись?');
    });
  });

  describe('deleting', () => {
    it('says that everything goes, asks for the e-mail, and goes back to the list', async () => {
      const { text } = await system.get('/admin/users/1/delete');
      expect(text).to.include('Введите почту olga@chainaya.example').and.include('ничего будет нельзя');
      const wrong = await system.post('/admin/users/1/delete', { email: 'other@evosync.example' });
      expect(wrong.status).to.equal(422);
      expect(wrong.text).to.include('Это не почта этой учётной записи').and.include('value="other@evosync.example"');
      expect(wrong.text).to.include('aria-invalid="true"');
      const done = await system.post('/admin/users/1/delete', { email: 'olga@chainaya.example' });
      expect(done.headers['location']).to.equal('/admin/users');
      expect((await system.get('/admin/users/1')).status).to.equal(404);
    });

    for (const [name, email] of Object.entries(EVIL))
      it(`takes ${name} for no e-mail`, async () => {
        const answer = await system.post('/admin/users/1/delete', { email });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('id="email-error"').and.not.include('<script>alert');
        expect(asked()).to.deep.equal([]);
      });
  });

  describe('inviting', () => {
    it('offers only roles the actor may give', async () => {
      expect((await admin.get('/admin/users/invite')).text)
        .to.include('value="user"')
        .and.not.include('value="admin"');
      expect((await system.get('/admin/users/invite')).text).to.include('value="system"');
      const answer = await admin.post('/admin/users/invite', { email: 'new2@evosync.example', role: 'admin' });
      expect(answer.status).to.equal(403);
      expect(answer.text).to.include('Эту роль вы дать не можете').and.include('value="new2@evosync.example"');
    });

    it('sends and leads to the account', async () => {
      const wish = { email: ' new2@evosync.example ', firstName: 'Ёлка 🎄', lastName: '', role: 'user' };
      const answer = await admin.post('/admin/users/invite', wish);
      expect(answer.headers['location']).to.equal(`/admin/users/${INVITED_ID}`);
      expect(site.services.adminUsers.asked[0]?.input).to.deep.equal({ ...wish, email: 'new2@evosync.example' });
    });

    for (const [name, value] of Object.entries(EVIL))
      it(`answers ${name} in any field with the form, what was typed, and the fault at its field`, async () => {
        const answer = await system.post('/admin/users/invite', {
          email: value,
          firstName: value,
          lastName: value,
          role: value,
        });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('id="email-error"').and.include('id="role-error"').and.include('href="#email"');
        if (name === 'one too long') expect(answer.text).to.include('Не больше 100 знаков').and.include(LONG);
        if (name === 'a null byte') expect(answer.text).to.include('id="firstName-error"');
        expect(answer.text).not.to.include('<script>alert');
        expect(asked()).to.deep.equal([]);
      });

    it('takes lists where one text belongs for no text', async () => {
      const answer = await system.post('/admin/users/invite', { email: ['a@b.ru', 'c@d.ru'], firstName: ['a', 'b'] });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('id="firstName-error"');
    });
  });

  describe('editing', () => {
    it('starts with what is kept, saves, and says to whom it wrote', async () => {
      const { text } = await system.get('/admin/users/1/edit');
      expect(text).to.include('value="olga@chainaya.example"').and.include('value="+7 916 123-45-67"');
      expect(text).to.match(/<option value="user" selected>/u);
      const wish = { firstName: 'Ольга', lastName: '', phone: '', email: 'olga@new.example', role: 'admin' };
      const answer = await system.post('/admin/users/1/edit', wish);
      expect(answer.headers['location']).to.equal('/admin/users/1');
      expect(site.services.adminUsers.asked[0]?.input).to.deep.equal(wish);
      expect((await system.get('/admin/users/1')).text).to.include('olga@chainaya.example и olga@new.example');
    });

    it('shows a taken e-mail at its field and keeps what was typed', async () => {
      site.services.adminUsers.failure = new AppError('conflict', 'ACCOUNT.EMAIL_TAKEN', { field: 'email' });
      const wish = { firstName: 'Новое', lastName: 'Имя', phone: '', email: NEW_USER_EMAIL, role: 'user' };
      const answer = await system.post('/admin/users/1/edit', wish);
      expect(answer.status).to.equal(409);
      expect(answer.text).to.include('id="email-error"').and.include('value="Новое"');
    });

    it('takes no field that is not of the form', async () => {
      const wish = { firstName: 'А', lastName: 'Б', phone: '', email: 'olga@chainaya.example', role: 'user' };
      await system.post('/admin/users/1/edit', { ...wish, status: 'suspended', id: '5', isEmailConfirmed: '1' });
      expect(site.services.adminUsers.asked[0]?.input).to.deep.equal(wish);
    });
  });

  it('changes nothing without the token of the session', async () => {
    for (const action of ['suspend', 'activate', 'reset-password', 'send-invite', 'edit', 'delete'])
      expect((await system.postWithoutToken(`/admin/users/1/${action}`)).status, action).to.equal(403);
    expect(asked()).to.deep.equal([]);
    expect((await visitor(site.app).get('/admin/users')).headers['location']).to.match(/^\/login/u);
  });
});
