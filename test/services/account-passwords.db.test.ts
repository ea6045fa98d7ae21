import { hash } from '@node-rs/argon2';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { COMMAND_LINE } from '../../src/domain/access/actor.js';
import { AppError } from '../../src/domain/errors.js';
import { createPostbox } from '../../src/mail/postbox.js';
import { createLetterRenderer } from '../../src/mail/render-letter.js';
import { silentLogger } from '../../src/observability/logger.js';
import { createAccountService } from '../../src/services/accounts/account-service.js';
import { accountEnv, BASE_URL, freshAddress, PASSWORD, type AccountEnv } from '../support/account-env.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { codeOf, expectSentence, refusal } from '../support/services-env-sentence.js';

const HOUR_MS = 3_600_000;
const NEW = 'совсем другие слова';

describe('passwords', () => {
  let base: TestDatabase;
  let env: AccountEnv;

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
  });
  after(() => base.drop());

  const forgot = (email: string) => env.accounts.forgotPassword({ email, address: freshAddress() });
  const reset = (token: string, password = NEW) =>
    env.accounts.resetPassword({ token, password, address: freshAddress() });
  const logIn = (email: string, password: string) => env.accounts.logIn({ email, password, address: freshAddress() });
  const epoch = async (id: number): Promise<number> => (await env.accounts.findUser(id as never))?.sessionEpoch ?? -1;
  const session = (userId: number) =>
    base.db.change(
      `INSERT INTO sessions (sid, user_id, data, expires, created_at, updated_at)
       VALUES (:sid, :userId, '{}', NOW() + INTERVAL 1 DAY, NOW(), NOW())`,
      { sid: `s-${userId}`, userId },
    );
  const sessions = (userId: number) => base.db.rows('SELECT sid FROM sessions WHERE user_id = :userId', { userId });
  const audit = async (userId: number): Promise<readonly string[]> =>
    (
      await base.db.rows<{ action: string }>(
        'SELECT action FROM audit_log WHERE subject_user_id = :userId ORDER BY id',
        { userId },
      )
    ).map(({ action }) => action);

  it('that were forgotten are set anew by a letter’s link, once, and end every session', async () => {
    const { id, email } = await env.user({ phone: '+79161234567' });
    await session(id);
    const before = await epoch(id);
    await forgot(email.toUpperCase());
    const token = await env.token(email);
    expect(await env.accounts.canReset(token)).to.equal(true);
    await reset(token);
    expect(await epoch(id)).to.equal(before + 1);
    expect(await sessions(id)).to.deep.equal([]);
    expect(await codeOf(logIn(email, PASSWORD))).to.equal('LOGIN.WRONG');
    expect((await logIn(email, NEW)).id).to.equal(id);
    expect(await env.accounts.canReset(token)).to.equal(false);
    expect(await codeOf(reset(token))).to.equal('LINK.OVER');
    expect((await env.letters(email)).map(({ subject }) => subject)).to.deep.equal(['Новый пароль', 'Пароль изменён']);
    expect(env.texts.filter(({ to }) => to === '+79161234567')).to.have.length(1);
    expect(await audit(id)).to.deep.equal([
      'account.create',
      'account.reset_asked',
      'account.password_reset',
      'account.log_in_failed',
      'account.log_in',
    ]);
  });

  it('set by a letter let in at once whoever had guessed too often', async () => {
    const { email } = await env.user();
    for (let guess = 0; guess < 9; guess += 1) await codeOf(logIn(email, 'not it at all'));
    expect(await codeOf(logIn(email, PASSWORD))).to.equal('LOGIN.TOO_MANY');
    await forgot(email);
    await reset(await env.token(email));
    expect(await logIn(email, NEW)).to.include({ email });
  });

  it('links for them work for an hour, and only the newest does', async () => {
    const { email } = await env.user();
    await forgot(email);
    const first = await env.token(email);
    await forgot(email);
    const second = await env.token(email);
    expect(await env.accounts.canReset(first)).to.equal(false);
    env.clock.time += HOUR_MS;
    expect(await env.accounts.canReset(second)).to.equal(false);
    expect(await codeOf(reset(second))).to.equal('LINK.OVER');
    env.clock.time -= HOUR_MS;
    expect(await codeOf(reset(second, 'short'))).to.equal('PASSWORD.TOO_SHORT');
    expect(await codeOf(reset(second, email))).to.equal('PASSWORD.COMMON');
    expectSentence('PASSWORD.COMMON');
    await reset(second);
  });

  it('send nothing where there is nothing to set: unknown and invited addresses', async () => {
    const nobody = freshEmail();
    await forgot(nobody);
    expect(await env.letters(nobody)).to.deep.equal([]);
    const invited = freshEmail();
    await env.accounts.invite(COMMAND_LINE, { email: invited, firstName: '', lastName: '', role: 'user' });
    await forgot(invited);
    expect((await env.letters(invited)).map(({ subject }) => subject)).to.deep.equal(['Приглашение в EvoSync']);
  });

  it('set by a letter confirm a registration that waited, and free no suspended account', async () => {
    const waiting = await env.user({ status: 'pending' });
    await forgot(waiting.email);
    await reset(await env.token(waiting.email));
    expect((await logIn(waiting.email, NEW)).status).to.equal('active');
    const stopped = await env.user({ status: 'suspended' });
    await forgot(stopped.email);
    await reset(await env.token(stopped.email));
    expect(await codeOf(logIn(stopped.email, NEW))).to.equal('ACCOUNT.SUSPENDED');
  });

  it('a link of one kind opens nothing of another', async () => {
    const { email } = await env.user();
    await forgot(email);
    const token = await env.token(email);
    expect(await env.accounts.confirmation(token)).to.deep.equal({ state: 'over' });
    expect(await env.accounts.invitation(token)).to.equal(null);
  });

  it('are changed with the current one: every session ends, and the answer begins a new one', async () => {
    const { id, email } = await env.user();
    await session(id);
    const change = (current: string, password = NEW) =>
      env.accounts.changePassword(id, { current, password, address: freshAddress() });
    expect(await refusal(change('not it at all'))).to.deep.equal({
      code: 'PASSWORD.WRONG',
      details: { field: 'current' },
    });
    expect(await codeOf(change(PASSWORD, 'short'))).to.equal('PASSWORD.TOO_SHORT');
    const before = await epoch(id);
    const user = await change(PASSWORD);
    expect(user.sessionEpoch).to.equal(before + 1);
    expect(await sessions(id)).to.deep.equal([]);
    expect((await logIn(email, NEW)).id).to.equal(id);
    expect((await env.letters(email)).map(({ subject }) => subject)).to.deep.equal(['Пароль изменён']);
    expect((await env.accounts.profile(id)).passwordChangedAt).to.be.an.instanceof(Date);
    expect(await audit(id)).to.deep.equal(['account.create', 'account.password', 'account.log_in']);
  });

  it('hashed by other parameters are hashed anew at log-in, without ending a session', async () => {
    const { id, email } = await env.user();
    const old = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await base.db.change('UPDATE users SET password_hash = :old WHERE id = :id', { old, id });
    const before = await epoch(id);
    await logIn(email, PASSWORD);
    const row = await base.db.first<{ made: string }>('SELECT password_hash AS made FROM users WHERE id = :id', { id });
    expect(row?.made).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    await logIn(email, PASSWORD);
    const again = await base.db.first<{ made: string }>('SELECT password_hash AS made FROM users WHERE id = :id', {
      id,
    });
    expect(again).to.deep.equal(row);
    expect(await epoch(id)).to.equal(before);
  });

  it('a letter that cannot be sent fails no form: it is logged, and asked for again', async () => {
    const { id, email } = await env.user();
    const warnings: string[] = [];
    const refusing = { send: () => Promise.reject(new AppError('unavailable', 'MAIL.NOT_SENT')) };
    const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
    const postbox = createPostbox(refusing, createLetterRenderer({ projectRoot, baseUrl: BASE_URL }), logger);
    const accounts = createAccountService({ ...env.deps, postbox });
    await accounts.forgotPassword({ email, address: freshAddress() });
    await accounts.changePassword(id, { current: PASSWORD, password: NEW, address: freshAddress() });
    await postbox.idle();
    expect(warnings).to.deep.equal(['letter not sent', 'letter not sent']);
    await forgot(email);
    expect(await env.accounts.canReset(await env.token(email))).to.equal(true);
  });
});

describe('invitations', () => {
  let base: TestDatabase;
  let env: AccountEnv;

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db, 24);
  });
  after(() => base.drop());

  const invite = (email: string, role: 'user' | 'admin' = 'user') =>
    env.accounts.invite(COMMAND_LINE, { email, firstName: 'Пётр', lastName: '', role });
  const accept = (token: string, over: { password?: string; phone?: string } = {}) =>
    env.accounts.acceptInvitation({
      token,
      firstName: 'Пётр',
      lastName: 'Ильин',
      phone: '9161234567',
      password: NEW,
      address: freshAddress(),
      ...over,
    });

  it('give a password and the role they were made for, within their hours', async () => {
    const email = freshEmail();
    const { expiresAt } = await invite(email, 'admin');
    expect(expiresAt.getTime()).to.equal(env.clock.time + 24 * HOUR_MS);
    const token = await env.token(email);
    expect(await env.accounts.invitation(token)).to.deep.equal({ email, firstName: 'Пётр', lastName: '', phone: '' });
    expect(await codeOf(accept(token, { password: 'short' }))).to.equal('PASSWORD.TOO_SHORT');
    expect(await codeOf(accept(token, { phone: '1' }))).to.equal('ACCOUNT.PHONE_INVALID');
    expect(await accept(token)).to.deep.include({ email, status: 'active', lastName: 'Ильин', roles: ['admin'] });
    expect((await env.accounts.logIn({ email, password: NEW, address: freshAddress() })).email).to.equal(email);
    expect(await env.accounts.invitation(token)).to.equal(null);
    expect(await codeOf(accept(token))).to.equal('LINK.OVER');
    expect(await codeOf(invite(email))).to.equal('ACCOUNT.EMAIL_TAKEN');
  });

  it('made again give the role named last: a slip is put right', async () => {
    const email = freshEmail();
    await invite(email, 'admin');
    await invite(email, 'user');
    expect((await accept(await env.token(email))).roles).to.deep.equal(['user']);
  });

  it('end after their hours, and with a newer one', async () => {
    const email = freshEmail();
    await invite(email);
    const first = await env.token(email);
    await invite(email);
    const second = await env.token(email);
    expect(await env.accounts.invitation(first)).to.equal(null);
    env.clock.time += 24 * HOUR_MS;
    expect(await env.accounts.invitation(second)).to.equal(null);
    expect(await codeOf(accept(second))).to.equal('LINK.OVER');
    env.clock.time -= 24 * HOUR_MS;
  });

  it('are nobody else’s: registering with the address neither takes nor changes them', async () => {
    const email = freshEmail();
    await invite(email, 'admin');
    const token = await env.token(email);
    await env.accounts.register({
      email,
      firstName: 'Чужой',
      lastName: 'Человек',
      phone: '9161234567',
      password: PASSWORD,
      address: freshAddress(),
    });
    const told = (await env.letters(email)).at(-1);
    expect(told?.subject).to.equal('Вас уже пригласили в EvoSync');
    // «Забыли пароль?» sends nothing to who has none: the letter must not lead there.
    expect(told?.text).to.include('открой').and.not.include('Забыли пароль').and.not.include(token);
    expect(await env.accounts.invitation(token)).to.include({ firstName: 'Пётр' });
    expect(await codeOf(env.accounts.logIn({ email, password: PASSWORD, address: freshAddress() }))).to.equal(
      'LOGIN.WRONG',
    );
  });

  it('tell whoever invites when the letter did not go', async () => {
    const postbox = {
      ...env.deps.postbox,
      deliver: () => Promise.reject(new AppError('unavailable', 'MAIL.NOT_SENT')),
    };
    const work = createAccountService({ ...env.deps, postbox }).invite(COMMAND_LINE, {
      email: freshEmail(),
      firstName: '',
      lastName: '',
      role: 'user',
    });
    expect(await codeOf(work)).to.equal('MAIL.NOT_SENT');
    expectSentence('MAIL.NOT_SENT');
  });
});
