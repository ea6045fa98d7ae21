import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { NEW_USER_EMAIL, PASSWORD, TOKENS } from '../support/fake-accounts.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

const PERSON = { firstName: 'Анна', lastName: 'Смирнова', phone: '8 916 123-45-67' };
const REGISTRATION = { ...PERSON, email: 'anna@example.org', password: 'correct horse battery' };
const LONG = 'я'.repeat(2000);

describe('registering on the site', () => {
  it('hands on what was typed, says where the letter went, and offers another', async () => {
    const { app, services } = buildTestSite();
    const someone = visitor(app, '/register');
    const answer = await someone.post('/register', { ...REGISTRATION, email: ' anna@example.org ' });
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal('/resend-confirm');
    const { what, input } = services.accounts.asked[0] ?? { what: '', input: {} };
    expect(what).to.equal('register');
    expect(input).to.deep.include(REGISTRATION);
    expect(input)
      .to.have.property('address')
      .that.matches(/127\.0\.0\.1$/u);
    const page = await someone.get('/resend-confirm');
    expect(page.text)
      .to.include('Проверьте почту')
      .and.include('value="anna@example.org"')
      .and.include('Отправить ещё раз');
    const again = await someone.post('/resend-confirm', { email: 'anna@example.org' });
    expect(again.headers['location']).to.equal('/resend-confirm');
    expect((await someone.get('/resend-confirm')).text).to.include('Отправили ещё раз');
    expect(services.accounts.asked.map(({ what: done }) => done)).to.deep.equal(['register', 'resend']);
  });

  it('is not for those who are in', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    expect((await merchant.get('/register')).headers['location']).to.equal('/');
  });

  const faults: readonly (readonly [field: string, value: string, said: string])[] = [
    ['firstName', '', 'Введите имя'],
    ['firstName', '   ', 'Введите имя'],
    ['firstName', 'я'.repeat(101), 'Не больше 100 знаков'],
    ['firstName', 'Ан\u0000на', 'Уберите невидимые знаки'],
    ['lastName', '', 'Введите фамилию'],
    ['lastName', '\u202eкирА', 'Уберите невидимые знаки'],
    ['lastName', LONG, 'Не больше 100 знаков'],
    ['phone', '', 'Введите телефон'],
    ['phone', '9'.repeat(41), 'Телефон слишком длинный'],
    ['phone', '\u0000', 'Уберите невидимые знаки'],
    ['email', '', 'Введите почту'],
    ['email', 'anna', 'Почта выглядит так'],
    ['email', 'a@b.ru, c@d.ru', 'Почта выглядит так'],
    ['email', 'anna@ex\u0000ample.org', 'Почта выглядит так'],
    ['email', 'anna@\u202eexample.org', 'Почта выглядит так'],
    ['email', `${'a'.repeat(300)}@b.ru`, 'Почта слишком длинная'],
    ['password', '', 'Придумайте пароль'],
    ['password', 'x'.repeat(1025), 'Пароль слишком длинный'],
  ];
  for (const [field, value, said] of faults) {
    it(`ties «${said}» to ${field} and keeps the rest`, async () => {
      const { app, services } = buildTestSite();
      const answer = await visitor(app, '/register').post('/register', { ...REGISTRATION, [field]: value });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(`<a href="#${field}">${said}`).and.include(`id="${field}-error"`);
      for (const [name, text] of Object.entries(PERSON))
        if (name !== field) expect(answer.text).to.include(`value="${text}"`);
      expect(answer.text).not.to.include('correct horse');
      expect(services.accounts.asked).to.deep.equal([]);
    });
  }

  it('takes emoji and shows markup as text', async () => {
    const { app, services } = buildTestSite();
    const someone = visitor(app, '/register');
    const answer = await someone.post('/register', {
      ...REGISTRATION,
      firstName: '<script>alert(1)</script>',
      email: 'x',
    });
    expect(answer.text).to.include('&lt;script&gt;').and.not.include('<script>alert');
    expect((await someone.post('/register', { ...REGISTRATION, firstName: 'Аня 🍵' })).status).to.equal(303);
    expect(services.accounts.asked[0]?.input).to.include({ firstName: 'Аня 🍵' });
  });

  it('takes a field that came twice for one that is missing', async () => {
    const { app } = buildTestSite();
    const answer = await visitor(app, '/register').post('/register', { ...REGISTRATION, firstName: ['Анна', 'Вера'] });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Введите имя');
  });

  const refusals = [
    {
      failure: new AppError('invalid', 'ACCOUNT.PHONE_INVALID', { field: 'phone' }),
      status: 422,
      text: 'href="#phone">Телефон указан с ошибкой',
    },
    {
      failure: new AppError('invalid', 'PASSWORD.COMMON', { field: 'password' }),
      status: 422,
      text: 'href="#password">Такой пароль подбирают первым',
    },
    {
      failure: new AppError('rate_limited', 'LETTER.TOO_MANY', { retryAfterSeconds: 600 }),
      status: 429,
      text: 'через 10\u00a0минут',
    },
  ];
  for (const { failure, status, text } of refusals) {
    it(`shows ${failure.code} on the form`, async () => {
      const { app, services } = buildTestSite();
      services.accounts.failure = failure;
      const answer = await visitor(app, '/register').post('/register', REGISTRATION);
      expect(answer.status).to.equal(status);
      expect(answer.text).to.include(text).and.include('value="Анна"');
      if (status === 429) expect(answer.headers['retry-after']).to.equal('600');
    });
  }
});

describe('the link of a letter', () => {
  it('asks for the password, confirms, and lets in', async () => {
    const { app, services } = buildTestSite();
    const someone = visitor(app);
    const page = await someone.get(`/confirm-email?token=${TOKENS.confirm}`);
    expect(page.text).to.include(NEW_USER_EMAIL).and.include('Подтвердить и войти');
    expect(page.headers['referrer-policy']).to.equal('no-referrer');
    expect(page.headers['cache-control']).to.equal('private, no-store');
    expect(services.accounts.asked).to.deep.equal([]);
    const wrong = await someone.post('/confirm-email', { token: TOKENS.confirm, password: 'не тот' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('href="#password">Пароль не подошёл').and.include(`value="${TOKENS.confirm}"`);
    const done = await someone.post('/confirm-email', { token: TOKENS.confirm, password: PASSWORD });
    expect(done.headers['location']).to.equal('/');
    expect((await someone.get('/overview')).text).to.include('Почта подтверждена');
  });

  it('that was used says so, also when it is sent again', async () => {
    const someone = visitor(buildTestSite().app);
    expect((await someone.get(`/confirm-email?token=${TOKENS.used}`)).text).to.include('Почта уже подтверждена');
    const again = await someone.post('/confirm-email', { token: TOKENS.used });
    expect(again.status).to.equal(200);
    expect(again.text).to.include('Почта уже подтверждена');
  });

  it('that is too old, cut off or made up leads to a new letter', async () => {
    const someone = visitor(buildTestSite().app);
    for (const token of ['', 'x', `${TOKENS.confirm}0`, '%00', '<script>', LONG]) {
      const page = await someone.get(`/confirm-email?token=${encodeURIComponent(token)}`);
      expect(page.status).to.equal(200);
      expect(page.text).to.include('Ссылка больше не работает').and.include('/resend-confirm');
    }
    expect((await someone.post('/confirm-email', { token: 'x', password: 'x' })).status).to.equal(422);
  });

  it('to a new address needs no password', async () => {
    const { app } = buildTestSite();
    const merchant = await loggedIn(app);
    const page = await merchant.get(`/confirm-email?token=${TOKENS.change}`);
    expect(page.text).to.include('olga@new.example').and.not.include('type="password"');
    const done = await merchant.post('/confirm-email', { token: TOKENS.change });
    expect(done.headers['location']).to.equal('/profile');
    expect((await merchant.get('/profile')).text).to.include('Теперь ваша почта — olga@new.example');
  });

  it('stands in no log', async () => {
    const { app, logs } = buildTestSite();
    const someone = visitor(app);
    await someone.get(`/confirm-email?token=${TOKENS.confirm}`);
    await someone.get(`/reset-password?token=${TOKENS.reset}`);
    await someone.post('/confirm-email', { token: TOKENS.confirm, password: 'не тот' });
    expect(JSON.stringify(logs)).not.to.include(TOKENS.confirm).and.not.include(TOKENS.reset);
  });
});

describe('a forgotten password', () => {
  it('is answered alike for every address', async () => {
    const { app, services } = buildTestSite();
    const pages: string[] = [];
    for (const email of ['olga@chainaya.example', 'nobody@chainaya.example']) {
      const someone = visitor(app, '/forgot-password');
      expect((await someone.post('/forgot-password', { email })).headers['location']).to.equal('/forgot-password');
      pages.push(
        (await someone.get('/forgot-password')).text.replaceAll(email, 'X').replace(/value="[\w-]{40,}"/gu, ''),
      );
    }
    expect(pages[0]).to.equal(pages[1]);
    expect(pages[0]).to.include('Если у X есть учётная запись');
    expect(services.accounts.asked.map(({ what }) => what)).to.deep.equal(['forgot', 'forgot']);
  });

  it('wants an address', async () => {
    const answer = await visitor(buildTestSite().app).post('/forgot-password', { email: 'нет' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('href="#email"').and.include('value="нет"');
  });

  it('is set anew behind the link, and everybody logs in again', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const page = await merchant.get(`/reset-password?token=${TOKENS.reset}`);
    expect(page.text).to.include('Новый пароль').and.include('autocomplete="new-password"');
    expect(page.headers['referrer-policy']).to.equal('no-referrer');
    expect((await merchant.post('/reset-password', { token: TOKENS.reset, password: '' })).status).to.equal(422);
    const done = await merchant.post('/reset-password', { token: TOKENS.reset, password: 'совсем другие слова' });
    expect(done.headers['location']).to.equal('/login');
    expect(services.accounts.asked.at(-1)?.input).to.include({ password: 'совсем другие слова' });
    expect((await merchant.get('/login')).text).to.include('Пароль изменён. Войдите с новым');
  });

  it('has no form behind a link that is over', async () => {
    const someone = visitor(buildTestSite().app);
    expect((await someone.get('/reset-password?token=x')).text)
      .to.include('Ссылка больше не работает')
      .and.include('/forgot-password');
    const answer = await someone.post('/reset-password', { token: 'x', password: 'совсем другие слова' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Ссылка больше не работает');
  });
});

describe('an invitation', () => {
  it('shows whom it is for, takes the rest, and lets in', async () => {
    const { app, services } = buildTestSite();
    const someone = visitor(app);
    expect((await someone.get(`/invite?token=${TOKENS.invite}`)).text)
      .to.include(NEW_USER_EMAIL)
      .and.include('value="Пётр"');
    const short = await someone.post('/invite', { ...PERSON, token: TOKENS.invite, password: '', lastName: '' });
    expect(short.status).to.equal(422);
    expect(short.text).to.include('href="#lastName"').and.include('href="#password"');
    const done = await someone.post('/invite', { ...PERSON, token: TOKENS.invite, password: 'correct horse battery' });
    expect(done.headers['location']).to.equal('/');
    expect(services.accounts.asked.at(-1)?.input).to.include({ ...PERSON, token: TOKENS.invite });
    expect((await someone.get('/overview')).text).to.include('Учётная запись готова');
  });

  it('that is over says so', async () => {
    const someone = visitor(buildTestSite().app);
    expect((await someone.get('/invite?token=x')).text).to.include('Ссылка больше не работает');
    expect((await someone.post('/invite', { ...PERSON, token: 'x', password: 'correct horse' })).status).to.equal(422);
  });
});

describe('the log-in page', () => {
  it('leads to registering and to a new password, and from a waiting account to its letter', async () => {
    const { app } = buildTestSite();
    const someone = visitor(app);
    expect((await someone.get('/login')).text)
      .to.include('href="/register"')
      .and.include('href="/forgot-password"');
    const answer = await someone.post('/login', { email: NEW_USER_EMAIL, password: PASSWORD });
    expect(answer.text).to.include('Прислать новое письмо').and.include('href="/resend-confirm"');
    expect((await someone.get('/resend-confirm')).text).to.include(`value="${NEW_USER_EMAIL}"`);
  });
});
