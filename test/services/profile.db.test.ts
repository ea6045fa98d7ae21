import { expect } from 'chai';
import type { UserId } from '../../src/domain/brand.js';
import { accountEnv, freshAddress, PASSWORD, type AccountEnv } from '../support/account-env.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { codeOf, refusal } from '../support/services-env-sentence.js';

describe('one’s own account', () => {
  let base: TestDatabase;
  let env: AccountEnv;

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
  });
  after(() => base.drop());

  describe('a profile', () => {
    const edit = (id: UserId, over: Partial<Parameters<AccountEnv['accounts']['editProfile']>[1]>) =>
      env.accounts.editProfile(id, {
        firstName: 'Анна',
        lastName: 'Смирнова',
        phone: '',
        email: '',
        password: '',
        address: freshAddress(),
        ...over,
      });

    it('shows what is kept and since when', async () => {
      const { id, email } = await env.user({ phone: '+79161234567' });
      const profile = await env.accounts.profile(id);
      expect(profile).to.deep.include({
        email,
        firstName: 'Анна',
        phone: '+79161234567',
        pendingEmail: null,
        deletesAt: null,
      });
      expect(profile.createdAt).to.be.an.instanceof(Date);
      expect(await codeOf(env.accounts.profile(999_999 as UserId))).to.equal('ACCOUNT.NOT_FOUND');
    });

    it('takes new names and a telephone at once, and none at all', async () => {
      const { id, email } = await env.user();
      expect(await edit(id, { email: email.toUpperCase(), firstName: 'Вера', phone: '89161234567' })).to.deep.equal({
        letterTo: null,
      });
      expect(await env.accounts.profile(id)).to.include({ firstName: 'Вера', phone: '+79161234567', email });
      await edit(id, { email });
      expect((await env.accounts.profile(id)).phone).to.equal(null);
      expect(await refusal(edit(id, { email, phone: '12' }))).to.deep.equal({
        code: 'ACCOUNT.PHONE_INVALID',
        details: { field: 'phone' },
      });
      expect(await env.subjects(email)).to.deep.equal([]);
      expect(await env.actions(id)).to.deep.equal(['account.create', 'account.edit', 'account.edit']);
    });

    it('moves to a new e-mail when its letter is answered, asks for the password, and tells the old one', async () => {
      const { id, email } = await env.user();
      const next = freshEmail();
      expect(await refusal(edit(id, { email: next }))).to.deep.equal({
        code: 'PASSWORD.WRONG',
        details: { field: 'password' },
      });
      expect(await edit(id, { email: next, password: PASSWORD })).to.deep.equal({ letterTo: next });
      const profile = await env.accounts.profile(id);
      expect(profile.email).to.equal(email);
      expect(profile.pendingEmail?.email).to.equal(next);
      expect(await env.subjects(email)).to.deep.equal(['Запрошена смена почты']);
      expect((await env.logIn(email)).id).to.equal(id);

      const token = await env.token(next);
      expect(await env.accounts.confirmation(token)).to.deep.equal({ state: 'open', kind: 'change', email: next });
      const done = await env.accounts.confirmEmail({ token, password: '', address: freshAddress() });
      expect(done).to.deep.equal({ kind: 'change', email: next });
      expect((await env.logIn(next)).id).to.equal(id);
      expect(await codeOf(env.logIn(email))).to.equal('LOGIN.WRONG');
      expect((await env.letters(email)).at(-1)?.text).to.include(next);
      expect(await env.accounts.profile(id)).to.deep.include({ email: next, pendingEmail: null });
      expect(await env.accounts.confirmEmail({ token, password: '', address: freshAddress() })).to.deep.equal({
        kind: 'done',
      });
      expect(await env.actions(id)).to.deep.equal([
        'account.create',
        'account.email_asked',
        'account.log_in',
        'account.email',
        'account.log_in',
      ]);
    });

    it('keeps its e-mail when the change is called off, or replaced by another', async () => {
      const { id, email } = await env.user();
      const [first, second] = [freshEmail(), freshEmail()];
      await edit(id, { email: first, password: PASSWORD });
      await edit(id, { email: second, password: PASSWORD });
      expect(await env.accounts.confirmation(await env.token(first))).to.deep.equal({ state: 'over' });
      const token = await env.token(second);
      await env.accounts.cancelEmailChange(id);
      expect(await codeOf(env.accounts.confirmEmail({ token, password: '', address: freshAddress() }))).to.equal(
        'LINK.OVER',
      );
      expect((await env.accounts.profile(id)).email).to.equal(email);
    });

    it('tells nobody whether the new e-mail has an account: only that one’s owner, by letter', async () => {
      const [mine, other] = [await env.user(), await env.user()];
      expect(await edit(mine.id, { email: other.email, password: PASSWORD })).to.deep.equal({ letterTo: other.email });
      expect(await env.subjects(other.email)).to.deep.equal(['Эта почта уже занята']);
      expect((await env.letters(other.email))[0]?.text).not.to.include('token=');
      expect((await env.accounts.profile(mine.id)).pendingEmail?.email).to.equal(other.email);
    });

    it('refuses an e-mail that somebody took before its letter was answered', async () => {
      const { id } = await env.user();
      const next = freshEmail();
      await edit(id, { email: next, password: PASSWORD });
      const token = await env.token(next);
      await env.user({ email: next });
      expect(await codeOf(env.accounts.confirmEmail({ token, password: '', address: freshAddress() }))).to.equal(
        'ACCOUNT.EMAIL_TAKEN',
      );
    });
  });
});
