import { expect } from 'chai';
import { findUserByEmail } from '../../src/db/repositories/users.repository.js';
import { hashToken } from '../../src/security/hash-token.js';
import { accountEnv, freshAddress, PASSWORD, type AccountEnv } from '../support/account-env.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';

const HOUR_MS = 3_600_000;

describe('registering', () => {
  let base: TestDatabase;
  let env: AccountEnv;

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
  });
  after(() => base.drop());

  const register = (email: string, over: Partial<Parameters<AccountEnv['accounts']['register']>[0]> = {}) =>
    env.accounts.register({
      firstName: 'Анна',
      lastName: 'Смирнова',
      phone: '8 (916) 123-45-67',
      password: PASSWORD,
      address: freshAddress(),
      email,
      ...over,
    });
  const confirm = (token: string, password = PASSWORD, address = freshAddress()) =>
    env.accounts.confirmEmail({ token, password, address });
  const logIn = (email: string, password = PASSWORD) =>
    env.accounts.logIn({ email, password, address: freshAddress() });
  const resend = (email: string) => env.accounts.resendConfirmation({ email, address: freshAddress() });

  it('leads through a letter to an account that may log in, and not before', async () => {
    const email = freshEmail();
    await register(` ${email} `);
    expect((await refusal(logIn(email))).code).to.equal('ACCOUNT.PENDING');
    const [letter] = await env.letters(email);
    expect(letter?.subject).to.equal('Подтвердите почту');
    const token = await env.token(email);
    expect(await env.accounts.confirmation(token)).to.deep.equal({ state: 'open', kind: 'registration', email });
    const done = await confirm(token);
    expect(done).to.deep.include({ kind: 'registration' });
    expect(await logIn(email)).to.include({ email, status: 'active', firstName: 'Анна' });
    expect(await logIn(email)).to.have.deep.property('roles', ['user']);
    const row = await base.db.first('SELECT phone, is_email_confirmed AS sure FROM users WHERE email = :email', {
      email,
    });
    expect(row).to.deep.equal({ phone: '+79161234567', sure: 1 });
  });

  it('lets nobody write to strangers through a name', async () => {
    for (const firstName of ['Купи на spam.example', 'http://spam.example', '8 800 555-35-35', 'я'.repeat(100)]) {
      const email = freshEmail();
      await register(email, { firstName });
      const [letter] = await env.letters(email);
      expect(letter?.text).to.include('Здравствуйте.').and.not.include(firstName);
      expect(letter?.html).not.to.include(firstName);
    }
  });

  it('keeps the hash of a token and nothing of the token itself', async () => {
    const email = freshEmail();
    await register(email);
    const token = await env.token(email);
    const rows = await base.db.rows<{ token_hash: Buffer }>(
      'SELECT t.* FROM one_time_tokens t JOIN users u ON u.id = t.user_id WHERE u.email = :email',
      { email },
    );
    expect(rows.map(row => row.token_hash.equals(hashToken(token)))).to.deep.equal([true]);
    expect(JSON.stringify(rows)).not.to.include(token);
  });

  it('asks whoever opens the letter for the password: somebody else’s registration gives nobody a way in', async () => {
    const email = freshEmail();
    await register(email, { password: 'the intruder’s own words' });
    const token = await env.token(email);
    const wrong = await refusal(confirm(token, PASSWORD));
    expect(wrong).to.deep.equal({ code: 'PASSWORD.WRONG', details: { field: 'password' } });
    expectSentence('PASSWORD.WRONG');
    expect((await refusal(logIn(email, 'the intruder’s own words'))).code).to.equal('ACCOUNT.PENDING');
    expect(await env.accounts.confirmation(token)).to.include({ state: 'open' });
  });

  it('tires of guesses behind a letter’s link', async () => {
    const email = freshEmail();
    await register(email);
    const token = await env.token(email);
    for (let tries = 0; tries < 8; tries++) await refusal(confirm(token, 'wrong guess'));
    expect((await refusal(confirm(token))).code).to.equal('LOGIN.TOO_MANY');
  });

  it('uses a link once; a second press is no fault and does nothing', async () => {
    const email = freshEmail();
    await register(email);
    const token = await env.token(email);
    await confirm(token);
    expect(await confirm(token)).to.deep.equal({ kind: 'done' });
    expect(await env.accounts.confirmation(token)).to.deep.equal({ state: 'done' });
    const other = freshEmail();
    await register(other);
    const second = await env.token(other);
    const both = await Promise.allSettled([confirm(second), confirm(second)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.length.at.least(1);
  });

  it('knows links that are too old, cut off, or never were', async () => {
    const email = freshEmail();
    await register(email);
    const token = await env.token(email);
    for (const bad of ['', token.slice(1), `${token}x`, 'x'.repeat(43), '\u0000', '<script>'])
      expect(await env.accounts.confirmation(bad), bad).to.deep.equal({ state: 'over' });
    env.clock.time += 48 * HOUR_MS;
    expect(await env.accounts.confirmation(token)).to.deep.equal({ state: 'over' });
    expect((await refusal(confirm(token))).code).to.equal('LINK.OVER');
    expectSentence('LINK.OVER');
    env.clock.time -= 48 * HOUR_MS;
  });

  it('sends the letter again, and every letter of the same registration works', async () => {
    const email = freshEmail();
    await register(email);
    const first = await env.token(email);
    await resend(email);
    const second = await env.token(email);
    expect(second).not.to.equal(first);
    expect(await env.accounts.confirmation(first)).to.include({ state: 'open' });
    await confirm(second);
    expect(await env.accounts.confirmation(first)).to.deep.equal({ state: 'done' });
  });

  it('again before the letter was answered, takes what was told last and ends the first letter', async () => {
    const email = freshEmail();
    await register(email, { firstName: 'Опечятка', password: 'first words of mine' });
    const first = await env.token(email);
    await register(email.toUpperCase(), { firstName: 'Вера', password: 'second words of mine' });
    expect(await env.accounts.confirmation(first)).to.deep.equal({ state: 'over' });
    const token = await env.token(email.toUpperCase());
    expect((await refusal(confirm(token, 'first words of mine'))).code).to.equal('PASSWORD.WRONG');
    await confirm(token, 'second words of mine');
    expect((await logIn(email, 'second words of mine')).firstName).to.equal('Вера');
  });

  it('answers the same for an address that has an account, and tells its owner by letter', async () => {
    const known = await env.user();
    const before = await base.db.first('SELECT * FROM users WHERE id = :id', { id: known.id });
    expect(await register(known.email.toUpperCase(), { password: 'somebody else’s words' })).to.equal(undefined);
    const letters = await env.letters(known.email);
    expect(letters.map(({ subject }) => subject)).to.deep.equal(['У вас уже есть учётная запись']);
    expect(letters[0]?.text).not.to.include('token=');
    expect(await base.db.first('SELECT * FROM users WHERE id = :id', { id: known.id })).to.deep.equal(before);
    await resend(known.email);
    expect((await env.letters(known.email)).at(-1)?.subject).to.equal('У вас уже есть учётная запись');
  });

  it('with an address that only looks alike is somebody else’s: no letter, link or password of the one serves the other', async () => {
    const name = freshEmail().replace('@', 'e@');
    const alike = name.replace('e@', 'é@');
    // The stranger has that other mailbox, and comes first or second.
    for (const [first, second] of [
      [name, alike],
      [`b${alike}`, `b${name}`],
    ] as const) {
      await register(first, { password: 'words of the first one' });
      await register(second, { password: 'words of the second one' });
      expect((await refusal(confirm(await env.token(second), 'words of the first one'))).code).to.equal(
        'PASSWORD.WRONG',
      );
      const confirmed = await confirm(await env.token(second), 'words of the second one');
      expect(confirmed).to.have.nested.property('user.email', second);
      expect((await refusal(logIn(first, 'words of the second one'))).code).to.equal('LOGIN.WRONG');
      await confirm(await env.token(first), 'words of the first one');
      expect((await logIn(first, 'words of the first one')).email).to.equal(first);
      await env.accounts.forgotPassword({ email: second, address: freshAddress() });
      expect((await env.letters(first)).map(({ subject }) => subject)).to.deep.equal(['Подтвердите почту']);
    }
  });

  it('takes as long for known addresses as for new ones', async () => {
    const known = await env.user();
    const spent = async (emails: readonly string[]) => {
      const start = performance.now();
      for (const email of emails) await register(email);
      return performance.now() - start;
    };
    await spent([freshEmail()]);
    const fresh = await spent([freshEmail(), freshEmail(), freshEmail(), freshEmail()]);
    const taken = await spent([known.email, known.email.toUpperCase(), known.email, known.email]);
    // A path without the hash would be tenfold quicker.
    expect(taken / fresh).to.be.within(0.3, 3);
  });

  it('says nothing of a telephone somebody else has', async () => {
    const [one, other] = [freshEmail(), freshEmail()];
    await register(one);
    await register(other);
    expect((await env.letters(other)).map(({ subject }) => subject)).to.deep.equal(['Подтвердите почту']);
    expect((await findUserByEmail(base.db, other))?.status).to.equal('pending');
  });

  it('pressed twice sends two letters, and either link works', async () => {
    const email = freshEmail();
    await register(email);
    const first = await env.token(email);
    await register(email);
    const second = await env.token(email);
    expect(await env.accounts.confirmation(second)).to.include({ state: 'open' });
    expect(await confirm(first)).to.deep.include({ kind: 'registration' });
    expect(await env.accounts.confirmation(second)).to.deep.equal({ state: 'done' });
  });

  it('of one address by two forms at once makes one account and no fault', async () => {
    const email = freshEmail();
    await Promise.all([register(email), register(email)]);
    expect(new Set((await env.letters(email)).map(({ subject }) => subject))).to.deep.equal(
      new Set(['Подтвердите почту']),
    );
    expect(await base.db.rows('SELECT id FROM users WHERE email = :email', { email })).to.have.length(1);
  });

  it('sends nothing to addresses nobody has, when a letter is asked for again', async () => {
    const email = freshEmail();
    await resend(email);
    expect(await env.letters(email)).to.deep.equal([]);
  });

  const phones = [
    ['+7 916 123-45-67', '+79161234567'],
    ['89161234567', '+79161234567'],
    ['9161234567', '+79161234567'],
    ['8 (916) 123 45 67', '+79161234567'],
    ['+375 29 491-19-11', '+375294911911'],
  ] as const;
  for (const [typed, kept] of phones) {
    it(`keeps the telephone ${typed} as ${kept}`, async () => {
      const email = freshEmail();
      await register(email, { phone: typed });
      expect(await base.db.first('SELECT phone FROM users WHERE email = :email', { email })).to.deep.equal({
        phone: kept,
      });
    });
  }

  const faults = [
    [{ phone: '123' }, 'ACCOUNT.PHONE_INVALID', 'phone'],
    [{ phone: '+7 916' }, 'ACCOUNT.PHONE_INVALID', 'phone'],
    [{ phone: 'мой телефон 9161234567' }, 'ACCOUNT.PHONE_INVALID', 'phone'],
    [{ phone: '<script>' }, 'ACCOUNT.PHONE_INVALID', 'phone'],
    [{ password: 'короче8' }, 'PASSWORD.TOO_SHORT', 'password'],
    [{ password: 'x'.repeat(1025) }, 'PASSWORD.TOO_LONG', 'password'],
    [{ password: 'Qwerty123!' }, 'PASSWORD.COMMON', 'password'],
    [{ password: 'Смирнова1985' }, 'PASSWORD.COMMON', 'password'],
    [{ email: 'anna' }, 'ACCOUNT.EMAIL_INVALID', 'email'],
    [{ email: 'a@b.ru,c@d.ru' }, 'ACCOUNT.EMAIL_INVALID', 'email'],
    [{ email: 'a@b.ru\r\nBcc: c@d.ru' }, 'ACCOUNT.EMAIL_INVALID', 'email'],
  ] as const;
  for (const [over, code, field] of faults) {
    it(`refuses ${JSON.stringify(over).slice(0, 60)} at its field`, async () => {
      const email = freshEmail();
      const { code: said, details } = await refusal(register(email, over));
      expect(said).to.equal(code);
      expect(details['field']).to.equal(field);
      expectSentence(code);
      expect(await findUserByEmail(base.db, email)).to.equal(null);
    });
  }

  it('stops sending letters to one address, and from one place, after a while', async () => {
    const email = freshEmail();
    await register(email);
    for (let letters = 1; letters < 5; letters++) await resend(email);
    const { code, details } = await refusal(resend(email));
    expect(code).to.equal('LETTER.TOO_MANY');
    expect(details['retryAfterSeconds']).to.be.within(1, 3600);
    expectSentence(code);
    const from = freshAddress();
    const codes: string[] = [];
    for (let letters = 0; letters < 31; letters++)
      codes.push(
        await env.accounts.resendConfirmation({ email: freshEmail(), address: from }).then(
          () => 'sent',
          (error: unknown) => (error as { code: string }).code,
        ),
      );
    expect(codes.slice(0, 30).every(code_ => code_ === 'sent')).to.equal(true);
    expect(codes[30]).to.equal('LETTER.TOO_MANY');
  });
});
