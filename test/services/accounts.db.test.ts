import { expect } from 'chai';
import { createUser } from '../../src/services/accounts/create-user.js';
import type { AccountService } from '../../src/services/web-services.js';
import { accountEnv } from '../support/account-env.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { statementsOf } from '../support/services-env-statements.js';

const PASSWORD = 'correct horse battery';
let addresses = 0;
const address = () => `10.0.${addresses++}.1`;

describe('accounts', () => {
  let base: TestDatabase;
  let accounts: AccountService;

  before(async () => {
    base = await migratedDatabase();
    accounts = accountEnv(base.db).accounts;
  });
  after(() => base.drop());

  async function user(status = 'active'): Promise<string> {
    const email = freshEmail();
    const id = await createUser(base.db, {
      email,
      password: PASSWORD,
      role: 'user',
      firstName: 'Анна',
      lastName: '',
      phone: null,
    });
    await base.db.change('UPDATE users SET status = :status WHERE id = :id', { status, id });
    return email;
  }
  const logIn = (email: string, password = PASSWORD, from = address()) =>
    accounts.logIn({ email, password, address: from });

  it('log in with e-mail in any case, and never hand out the hash', async () => {
    const email = await user();
    const person = await logIn(` ${email.toUpperCase()}`);
    expect(person).to.include({ email, status: 'active' });
    expect(JSON.stringify(person)).not.to.include('argon');
    expect(await accounts.findUser(person.id)).to.deep.equal(person);
    expect(await accounts.findUser(999_999 as never)).to.equal(null);
  });

  it('answer the same to a wrong password and to an e-mail nobody has, with the same work', async () => {
    const email = await user();
    const shape = async (work: Promise<unknown>) => refusal(work);
    const wrong = await statementsOf(base.db, async () => {
      expect(await shape(logIn(email, 'not the password'))).to.deep.equal({ code: 'LOGIN.WRONG', details: {} });
    });
    const unknown = await statementsOf(base.db, async () => {
      expect(await shape(logIn(freshEmail(), 'not the password'))).to.deep.equal({ code: 'LOGIN.WRONG', details: {} });
    });
    // Whose line of the audit log it is, if anybody's, is a value as any other.
    const kinds = (lines: readonly string[]) =>
      lines.map(line => line.replace(/'[^']*'/g, '?').replace(/(VALUES \(NULL, )(?:NULL|\d+)/, '$1?'));
    expect(kinds(unknown)).to.deep.equal(kinds(wrong));
    expectSentence('LOGIN.WRONG');
  });

  it('hash a password for an unknown e-mail as for a known one', async () => {
    const email = await user();
    const spent = async (name: string) => {
      const before = process.cpuUsage();
      for (let tries = 0; tries < 4; tries++) await refusal(logIn(name, 'not the password'));
      const { user: busy, system } = process.cpuUsage(before);
      return busy + system;
    };
    await spent(freshEmail()); // the stand-in hash is made once
    const [known, unknown] = [await spent(email), await spent(freshEmail())];
    // Without a hash the unknown one would cost a twentieth.
    expect(unknown / known).to.be.greaterThan(0.3);
  });

  for (const [status, code] of [
    ['suspended', 'ACCOUNT.SUSPENDED'],
    ['pending', 'ACCOUNT.PENDING'],
  ] as const) {
    it(`tell that they are ${status} to their owner alone`, async () => {
      const email = await user(status);
      expect((await refusal(logIn(email))).code).to.equal(code);
      expectSentence(code);
      expect((await refusal(logIn(email, 'guessed wrong'))).code).to.equal('LOGIN.WRONG');
    });
  }

  it('rest after eight wrong tries from anywhere, for the right password too, and say for how long', async () => {
    const email = await user();
    for (let tries = 0; tries < 8; tries++)
      expect((await refusal(logIn(email, 'wrong guess'))).code).to.equal('LOGIN.WRONG');
    const { code, details } = await refusal(logIn(email));
    expect(code).to.equal('LOGIN.TOO_MANY');
    expectSentence(code);
    expect(details['retryAfterSeconds']).to.be.within(1, 900);
    expect((await refusal(logIn(` ${email.toUpperCase()} `))).code).to.equal('LOGIN.TOO_MANY');
    await base.db.change('UPDATE rate_counters SET window_ends_at = :past', { past: new Date(Date.now() - 1) });
    expect((await logIn(email)).email).to.equal(email);
  });

  it('forget the tries of an e-mail after a success', async () => {
    const email = await user();
    for (let round = 0; round < 3; round++) {
      for (let tries = 0; tries < 5; tries++) await refusal(logIn(email, 'wrong guess'));
      expect((await logIn(email)).email).to.equal(email);
    }
  });

  it('rest one address that tries many accounts, and no other address', async () => {
    const from = address();
    const codes: string[] = [];
    for (let tries = 0; tries < 41; tries++) {
      // Passwords beyond the limit are not hashed at full length: quick, and counted all the same.
      codes.push((await refusal(logIn(freshEmail(), 'x', from))).code);
    }
    expect(codes.slice(0, 40).every(code => code === 'LOGIN.WRONG')).to.equal(true);
    expect(codes[40]).to.equal('LOGIN.TOO_MANY');
    expect((await refusal(logIn(freshEmail(), 'x'))).code).to.equal('LOGIN.WRONG');
  });

  it('are made with a fit e-mail and password only, and an e-mail once', async () => {
    const make = (email: string, password = PASSWORD) =>
      createUser(base.db, { email, password, role: 'user', firstName: '', lastName: '', phone: null });
    for (const email of ['', 'anna', 'a b@c.ru', '@c.ru', 'anna@', `${'x'.repeat(65)}@c.ru`])
      expect((await refusal(make(email))).code, email).to.equal('ACCOUNT.EMAIL_INVALID');
    expect((await refusal(make(freshEmail(), 'short'))).code).to.equal('PASSWORD.TOO_SHORT');
    expect((await refusal(make(freshEmail(), 'x'.repeat(1025)))).code).to.equal('PASSWORD.TOO_LONG');
    const email = freshEmail();
    const both = await Promise.allSettled([make(email), make(email.toUpperCase())]);
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    expect((await refusal(make(email))).code).to.equal('ACCOUNT.EMAIL_TAKEN');
  });
});
