import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { UserId } from '../../src/domain/brand.js';
import { insertPartnerToken } from '../../src/db/repositories/partner-tokens.repository.js';
import { openNotice } from '../../src/services/notices/notices.js';
import { deleteOverdueAccounts } from '../../src/services/accounts/account-deletion.js';
import { accountEnv, freshAddress, PASSWORD, type AccountEnv } from '../support/account-env.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { codeOf, expectSentence, refusal } from '../support/services-env-sentence.js';

const DAY_MS = 86_400_000;

describe('one’s own account', () => {
  let base: TestDatabase;
  let env: AccountEnv;

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
  });
  after(() => base.drop());

  const subjects = async (to: string): Promise<readonly string[]> =>
    (await env.letters(to)).map(({ subject }) => subject);
  const logIn = (email: string) => env.accounts.logIn({ email, password: PASSWORD, address: freshAddress() });
  const actions = async (userId: number): Promise<readonly string[]> =>
    (
      await base.db.rows<{ action: string }>(
        'SELECT action FROM audit_log WHERE subject_user_id = :userId ORDER BY id',
        {
          userId,
        },
      )
    ).map(({ action }) => action);

  /** A merchant with both connections and something in most tables; every secret of theirs. */
  async function settled(): Promise<{ id: UserId; email: string; secrets: readonly string[] }> {
    const { id, email } = await env.user();
    const mark = randomBytes(4).toString('hex');
    const secrets = [`sealed-till-${mark}`, `sealed-vk-${mark}`, `sealed-refresh-${mark}`];
    const now = new Date();
    const { db } = base;
    const till = await db.insert(
      `INSERT INTO evotor_connections (user_id, access_token, connection_type, connected_at, updated_at)
     VALUES (:id, :token, 'manual', :now, :now)`,
      { id, token: secrets[0] ?? '', now },
    );
    await insertPartnerToken(db, till, randomBytes(32));
    await db.change(
      `INSERT INTO vk_connections (user_id, access_token, refresh_token, group_id, group_name, connected_at, updated_at)
     VALUES (:id, :token, :refresh, :group, 'Чайная', :now, :now)`,
      { id, token: secrets[1] ?? '', refresh: secrets[2] ?? '', group: 1000 + Number(id), now },
    );
    await db.change(
      `INSERT INTO connection_attempts (user_id, service, token, created_at) VALUES (:id, 'vk', 'x', :now)`,
      { id, now },
    );
    const config = await db.insert(
      `INSERT INTO sync_configs (user_id, settings, created_at, updated_at) VALUES (:id, '{"mode":"auto"}', :now, :now)`,
      { id, now },
    );
    await db.change(
      `INSERT INTO sync_filters (sync_config_id, entity_type, entity_id, entity_name, filter_mode, created_at)
     VALUES (:config, 'group', :mark, 'Чай «Белый»', 'include', :now)`,
      { config, mark, now },
    );
    await db.change(
      `INSERT INTO product_overrides (user_id, listing_key, name, updated_at) VALUES (:id, :mark, 'Своё имя', :now)`,
      { id, mark, now },
    );
    await db.change(
      `INSERT INTO field_locks (user_id, listing_key, field, created_at) VALUES (:id, :mark, 'name', :now), (:id, :mark, 'price', :now)`,
      { id, mark, now },
    );
    const job = await db.insert(
      `INSERT INTO sync_jobs (user_id, triggered_by, status, request_id, created_at) VALUES (:id, 'manual', 'running', 'r', :now)`,
      { id, now },
    );
    const rows = Array.from(
      { length: 1203 },
      (_none, n) => `(${job}, ${id}, 1, 'create', 1, '${mark}-${n}', '{"name":"Чай"}', 'NEW', NOW())`,
    );
    await db.change(
      `INSERT INTO sync_operations (job_id, user_id, vk_group_id, kind, rank_in_run, listing_key, after_value, reason_code, created_at) VALUES ${rows.join(',')}`,
    );
    await openNotice(db, id, 'VK.CAPTCHA', { why: mark });
    return { id, email, secrets };
  }

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
      expect(await subjects(email)).to.deep.equal([]);
      expect(await actions(id)).to.deep.equal(['account.edit', 'account.edit']);
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
      expect(await subjects(email)).to.deep.equal(['Запрошена смена почты']);
      expect((await logIn(email)).id).to.equal(id);

      const token = await env.token(next);
      expect(await env.accounts.confirmation(token)).to.deep.equal({ state: 'open', kind: 'change', email: next });
      const done = await env.accounts.confirmEmail({ token, password: '', address: freshAddress() });
      expect(done).to.deep.equal({ kind: 'change', email: next });
      expect((await logIn(next)).id).to.equal(id);
      expect(await codeOf(logIn(email))).to.equal('LOGIN.WRONG');
      expect((await env.letters(email)).at(-1)?.text).to.include(next);
      expect(await env.accounts.profile(id)).to.deep.include({ email: next, pendingEmail: null });
      expect(await env.accounts.confirmEmail({ token, password: '', address: freshAddress() })).to.deep.equal({
        kind: 'done',
      });
      expect(await actions(id)).to.deep.equal(['account.email_asked', 'account.email']);
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
      expect(await subjects(other.email)).to.deep.equal(['Эта почта уже занята']);
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

  describe('own data', () => {
    const parsed = async (id: UserId): Promise<{ text: string; data: Record<string, unknown> }> => {
      let text = '';
      for await (const piece of await env.accounts.exportData(id)) text += piece;
      return { text, data: JSON.parse(text) as Record<string, unknown> };
    };
    const list = (data: Record<string, unknown>, name: string) => data[name] as Record<string, unknown>[];

    it('comes as one JSON: everything of this merchant, in pages, and nobody else’s', async () => {
      const [mine, other] = [await settled(), await settled()];
      const { text, data } = await parsed(mine.id);
      expect(data['account']).to.include({ email: mine.email, firstName: 'Анна', status: 'active' });
      expect(list(data, 'operations')).to.have.length(1203);
      expect(new Set(list(data, 'operations').map(({ listingKey }) => listingKey)).size).to.equal(1203);
      expect(list(data, 'operations')[0]?.['afterValue']).to.deep.equal({ name: 'Чай' });
      expect(list(data, 'rules').map(({ entityName }) => entityName)).to.deep.equal(['Чай «Белый»']);
      expect(list(data, 'exchange')[0]?.['settings']).to.deep.equal({ mode: 'auto' });
      expect(list(data, 'locks')).to.have.length(2);
      for (const name of ['tillConnections', 'vkConnections', 'ownValues', 'jobs', 'notices'])
        expect(list(data, name), name).to.have.length(1);
      expect(list(data, 'audit').map(({ action }) => action)).to.deep.equal(['account.export']);
      expect(text).not.to.include(other.email);
      expect(text).not.to.include(String(list((await parsed(other.id)).data, 'ownValues')[0]?.['listingKey']));
    });

    it('holds no secret: no key of a vendor, no hash, no token', async () => {
      const { id, secrets } = await settled();
      const { text } = await parsed(id);
      for (const secret of [...secrets, 'argon2', 'passwordHash', 'password_hash', 'token_hash', 'access_token', 'refresh'])
        expect(text).not.to.include(secret);
    });

    it('comes also when there is next to nothing', async () => {
      const { id } = await env.user();
      const { data } = await parsed(id);
      expect(list(data, 'operations')).to.deep.equal([]);
    });

    it('is not read ceaselessly', async () => {
      const { id } = await env.user();
      for (let times = 0; times < 5; times++) await parsed(id);
      const { code, details } = await refusal(parsed(id));
      expect(code).to.equal('EXPORT.TOO_MANY');
      expect(details['retryAfterSeconds']).to.be.within(1, 3600);
      expectSentence(code);
    });
  });

  describe('deleting an account', () => {
    const ask = (id: UserId, password = PASSWORD) =>
      env.accounts.requestDeletion(id, { password, address: freshAddress() });
    const count = async (table: string, id: UserId): Promise<number> =>
      (await base.db.first<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE user_id = :id`, { id }))?.n ?? -1;

    it('asks for the password, deletes the keys at once, stops the run, and leaves the rest for the grace', async () => {
      const { id, email } = await settled();
      expect(await refusal(ask(id, 'not it at all'))).to.deep.equal({
        code: 'PASSWORD.WRONG',
        details: { field: 'password' },
      });
      expect(await count('vk_connections', id)).to.equal(1);
      const user = await ask(id);
      expect(user.deleteRequestedAt).to.be.an.instanceof(Date);
      for (const table of ['vk_connections', 'evotor_connections', 'connection_attempts'])
        expect(await count(table, id), table).to.equal(0);
      expect(
        await base.db.first(
          'SELECT COUNT(*) AS n FROM partner_tokens t JOIN evotor_connections c ON c.id = t.evotor_connection_id WHERE c.user_id = :id',
          { id },
        ),
      ).to.deep.equal({ n: 0 });
      expect(
        await base.db.first('SELECT cancel_requested_at IS NOT NULL AS ended FROM sync_jobs WHERE user_id = :id', {
          id,
        }),
      ).to.deep.equal({ ended: 1 });
      expect(env.poked).to.include(id);
      for (const table of ['product_overrides', 'sync_operations', 'sync_configs'])
        expect(await count(table, id), table).to.be.greaterThan(0);
      const { deletesAt } = await env.accounts.profile(id);
      expect(deletesAt?.getTime()).to.equal((user.deleteRequestedAt?.getTime() ?? 0) + 14 * DAY_MS);
      const [letter] = await env.letters(email);
      expect(letter?.subject).to.equal('Учётная запись будет удалена');
      expect((await logIn(email)).deleteRequestedAt).to.be.an.instanceof(Date);
    });

    it('ends the other sessions', async () => {
      const { id } = await settled();
      const before = (await env.accounts.findUser(id))?.sessionEpoch ?? 0;
      expect((await ask(id)).sessionEpoch).to.equal(before + 1);
    });

    it('is taken back during the grace: rules, settings and history are there', async () => {
      const { id, email } = await settled();
      await ask(id);
      const user = await env.accounts.cancelDeletion(id);
      expect(user.deleteRequestedAt).to.equal(null);
      expect(await env.accounts.cancelDeletion(id)).to.deep.equal(user);
      expect(await deleteOverdueAccounts(base.db, env.clock.time + 30 * DAY_MS)).not.to.include(id);
      expect(await count('product_overrides', id)).to.equal(1);
      expect(await subjects(email)).to.deep.equal(['Учётная запись будет удалена', 'Учётная запись возвращена']);
      expect(await actions(id)).to.deep.equal(['account.delete_asked', 'account.delete_taken_back']);
    });

    it('happens in the night after the grace, with everything, and to nobody else', async () => {
      const [gone, stays] = [await settled(), await settled()];
      await ask(gone.id);
      expect(await deleteOverdueAccounts(base.db, env.clock.time + 14 * DAY_MS - 1000)).not.to.include(gone.id);
      expect(await deleteOverdueAccounts(base.db, env.clock.time + 14 * DAY_MS + 1000)).to.include(gone.id);
      expect(await env.accounts.findUser(gone.id)).to.equal(null);
      for (const table of ['product_overrides', 'sync_operations', 'sync_configs', 'notices']) {
        expect(await count(table, gone.id), table).to.equal(0);
        expect(await count(table, stays.id), table).to.be.greaterThan(0);
      }
    });

    it('asked for twice keeps the first day', async () => {
      const { id } = await settled();
      const first = (await ask(id)).deleteRequestedAt;
      env.clock.time += DAY_MS;
      expect((await ask(id)).deleteRequestedAt).to.deep.equal(first);
      env.clock.time -= DAY_MS;
    });

    it('is not for operators', async () => {
      const { id } = await env.user({ role: 'admin' });
      expect(await codeOf(ask(id))).to.equal('ACCOUNT.NOT_MERCHANT');
    });
  });
});
