import { expect } from 'chai';
import type { Actor } from '../../src/domain/access/actor.js';
import { DEFAULT_GRANTS, type Permission } from '../../src/domain/access/permissions.js';
import type { Role } from '../../src/domain/account.js';
import type { UserId } from '../../src/domain/brand.js';
import { createAdminUsersService } from '../../src/services/admin/users-service.js';
import type { AdminUsersService, UserEdit } from '../../src/services/admin/users-contracts.js';
import { accountEnv, freshAddress, PASSWORD, type AccountEnv } from '../support/account-env.js';
import { actorFor, newActor } from '../support/operators.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { codeOf, expectSentence, refusal } from '../support/services-env-sentence.js';
import { settledMerchant } from '../support/settled-merchant.js';

describe('what operators do to accounts', () => {
  let base: TestDatabase;
  let env: AccountEnv;
  let users: AdminUsersService;
  let admin: Actor & { userId: UserId };
  let system: Actor & { userId: UserId };

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
    users = createAdminUsersService(env.deps);
    admin = await newActor(env, 'admin');
    system = await newActor(env, 'system');
    await env.user({ role: 'system' });
  });
  after(() => base.drop());

  interface Row {
    status: string;
    is_email_confirmed: number;
    session_epoch: number;
    email: string;
    phone: string | null;
  }
  const rowOf = (id: UserId) => base.db.first<Row>('SELECT * FROM users WHERE id = :id', { id });
  const roleOf = async (id: UserId) => (await env.accounts.findUser(id))?.roles;
  const session = (userId: UserId) =>
    base.db.change(`INSERT INTO sessions (sid, user_id, created_at, updated_at) VALUES (:sid, :userId, NOW(), NOW())`, {
      sid: `s-${userId}`,
      userId,
    });
  const sessions = async (userId: UserId): Promise<number> =>
    (await base.db.rows('SELECT sid FROM sessions WHERE user_id = :userId', { userId })).length;
  const lastLine = (id: UserId) =>
    base.db.first<{ actor: UserId; action: string; origin: string }>(
      'SELECT actor_user_id AS actor, action, origin FROM audit_log WHERE subject_user_id = :id ORDER BY id DESC LIMIT 1',
      { id },
    );
  const invited = async (role: Role = 'user') => {
    const email = freshEmail();
    const { userId: id } = await users.invite(system, { email, firstName: 'Пётр', lastName: '', role });
    return { id, email };
  };
  const editOf = async (id: UserId, over: Partial<UserEdit> = {}): Promise<UserEdit> => ({
    ...{ firstName: 'Анна', lastName: 'Смирнова', phone: '', role: 'user', email: (await rowOf(id))?.email ?? '' },
    ...over,
  });
  const noted = async (id: UserId, action: string, actor: Actor = admin): Promise<void> => {
    expect(await lastLine(id)).to.deep.equal({ actor: actor.userId, action, origin: 'web 203.0.113.7' });
  };

  /** Every change, as somebody asks for it. */
  const CHANGES: Readonly<Record<string, readonly [Permission, (actor: Actor, id: UserId) => Promise<unknown>]>> = {
    activate: ['users.status', (actor, id) => users.activate(actor, id)],
    suspend: ['users.status', (actor, id) => users.suspend(actor, id)],
    'reset a password': ['users.reset_password', (actor, id) => users.resetPassword(actor, id)],
    'send an invitation': ['users.invite', (actor, id) => users.sendInvite(actor, id)],
    edit: ['users.edit', async (actor, id) => users.edit(actor, id, await editOf(id))],
    delete: ['users.delete', (actor, id) => users.delete(actor, id, { email: 'x@y.example' })],
  };

  for (const [name, [permission, change]] of Object.entries(CHANGES)) {
    it(`${name}: only with its permission, only below the own rank, never oneself, only who is there`, async () => {
      const { id } = await env.user();
      const [peer, above] = [await env.user({ role: 'admin' }), await env.user({ role: 'system' })];
      const before = JSON.stringify([await rowOf(id), await rowOf(peer.id), await rowOf(above.id)]);
      const all = DEFAULT_GRANTS.system;
      const without = actorFor(
        admin.userId,
        'admin',
        all.filter(one => one !== permission),
      );
      const admins = actorFor(admin.userId, 'admin', all);
      expect(await refusal(change(without, id))).to.deep.equal({ code: 'ACCESS.DENIED', details: { permission } });
      expect(await codeOf(change(admins, peer.id))).to.equal('ACCESS.HIGHER_ROLE');
      expect(await codeOf(change(admins, above.id))).to.equal('ACCESS.HIGHER_ROLE');
      expect(await codeOf(change(admins, admins.userId ?? id))).to.equal('ACCESS.OWN_ACCOUNT');
      expect(await codeOf(change(system, system.userId))).to.equal('ACCESS.OWN_ACCOUNT');
      expect(await codeOf(change(system, 9_999_999 as UserId))).to.equal('ACCOUNT.NOT_FOUND');
      expect(JSON.stringify([await rowOf(id), await rowOf(peer.id), await rowOf(above.id)])).to.equal(before);
    });
  }

  describe('suspending', () => {
    it('ends every session at once, asks the run to end, tells the owner, and is taken back', async () => {
      const { id, email } = await settledMerchant(base.db, env);
      await session(id);
      const epoch = (await rowOf(id))?.session_epoch ?? 0;
      await users.suspend(admin, id);
      expect(await rowOf(id)).to.include({ status: 'suspended', session_epoch: epoch + 1 });
      expect(await sessions(id)).to.equal(0);
      const job = 'SELECT cancel_requested_at IS NOT NULL AS ended FROM sync_jobs WHERE user_id = :id';
      expect(await base.db.first(job, { id })).to.deep.equal({ ended: 1 });
      expect(env.poked).to.include(id);
      expect(await codeOf(env.logIn(email))).to.equal('ACCOUNT.SUSPENDED');
      await base.db.change(`DELETE FROM audit_log WHERE action = 'account.log_in_failed'`);
      await noted(id, 'user.suspend');
      expect(await codeOf(users.suspend(admin, id))).to.equal('USER.STATE');
      await users.activate(admin, id);
      await noted(id, 'user.activate');
      expect((await env.logIn(email)).id).to.equal(id);
      expect(await env.subjects(email)).to.deep.equal(['Учётная запись приостановлена', 'Учётная запись включена']);
      expectSentence('USER.STATE');
    });

    it('touches another system, but never the last one that works', async () => {
      await base.db.change(`UPDATE users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id
        SET u.status = 'suspended' WHERE r.name = 'system' AND u.id <> ${system.userId}`);
      const other = await env.user({ role: 'system' });
      await users.suspend(system, other.id);
      // The command line has no account of its own: what is left is left.
      const shell: Actor = { ...system, userId: null, origin: 'cli' };
      expect(await codeOf(users.suspend(shell, system.userId))).to.equal('ACCESS.LAST_SYSTEM');
      const demoted = await editOf(system.userId, { role: 'admin' });
      expect(await codeOf(users.edit(shell, system.userId, demoted))).to.equal('ACCESS.LAST_SYSTEM');
      const { email } = (await rowOf(system.userId))!;
      expect(await codeOf(users.delete(shell, system.userId, { email }))).to.equal('ACCESS.LAST_SYSTEM');
      expect(await rowOf(system.userId)).to.include({ status: 'active' });
      await users.activate(system, other.id);
      await users.suspend(shell, other.id);
      await users.activate(system, other.id);
    });
  });

  describe('activating', () => {
    it('lets in who never answered the letter, with the e-mail unconfirmed', async () => {
      const email = freshEmail();
      const person = { firstName: 'Анна', lastName: 'Смирнова', phone: '+79161234567' };
      await env.accounts.register({ ...person, email, password: PASSWORD, address: freshAddress() });
      const row = await base.db.first<{ id: UserId }>('SELECT id FROM users WHERE email = :email', { email });
      await users.activate(admin, row!.id);
      expect(await rowOf(row!.id)).to.include({ status: 'active', is_email_confirmed: 0 });
      expect((await env.logIn(email)).id).to.equal(row!.id);
    });

    it('gives nobody an account without a password', async () => {
      const { id } = await invited();
      expect(await codeOf(users.activate(admin, id))).to.equal('USER.STATE');
      expect(await codeOf(users.resetPassword(admin, id))).to.equal('USER.STATE');
    });
  });

  describe('a password', () => {
    it('is reset by a letter to its owner alone, and everybody who is in is logged out', async () => {
      const { id, email } = await env.user();
      await session(id);
      await users.resetPassword(admin, id);
      expect(await sessions(id)).to.equal(0);
      await noted(id, 'user.reset_password');
      expect(await env.subjects(email)).to.deep.equal(['Задайте новый пароль']);
      const token = await env.token(email);
      const lines = await base.db.rows('SELECT * FROM audit_log WHERE subject_user_id = :id', { id });
      expect(JSON.stringify(lines)).not.to.include(token);
      await env.accounts.resetPassword({ token, password: 'новый длинный пароль', address: freshAddress() });
      expect(await codeOf(env.logIn(email))).to.equal('LOGIN.WRONG');
    });
  });

  describe('invitations', () => {
    it('are renewed: the former link ends', async () => {
      const { id, email } = await invited();
      const first = await env.token(email);
      env.clock.time += 1000;
      const { expiresAt } = await users.sendInvite(admin, id);
      expect(expiresAt.getTime()).to.equal(env.clock.time + 48 * 3_600_000);
      const second = await env.token(email);
      expect(second).not.to.equal(first);
      expect(await env.accounts.invitation(first)).to.equal(null);
      expect((await env.accounts.invitation(second))?.email).to.equal(email);
      await noted(id, 'account.invite');
      const { id: active } = await env.user();
      expect(await codeOf(users.sendInvite(admin, active))).to.equal('USER.STATE');
    });

    it('give roles the actor may give, and none higher', async () => {
      const wish = (role: Role) => ({ email: freshEmail(), firstName: '', lastName: '', role });
      expect(await refusal(users.invite(admin, wish('admin')))).to.deep.equal({
        code: 'ACCESS.ROLE_NOT_YOURS',
        details: { field: 'role' },
      });
      expect(await codeOf(users.invite(admin, wish('system')))).to.equal('ACCESS.ROLE_NOT_YOURS');
      const { userId } = await users.invite(system, wish('system'));
      expect(await roleOf(userId)).to.deep.equal(['system']);
      // Nor is one that waits for a higher role made a lower one by inviting it again.
      const { email } = (await rowOf(userId))!;
      expect(await codeOf(users.invite(admin, { ...wish('user'), email }))).to.equal('ACCESS.HIGHER_ROLE');
      expect(await codeOf(users.sendInvite(admin, userId))).to.equal('ACCESS.HIGHER_ROLE');
      expect(await roleOf(userId)).to.deep.equal(['system']);
    });
  });

  describe('editing', () => {
    it('changes names and telephone with one line that names what changed', async () => {
      const { id, email } = await env.user();
      await users.edit(admin, id, await editOf(id, { firstName: 'Ольга', phone: '8 916 123-45-67' }));
      expect(await rowOf(id)).to.include({ phone: '+79161234567', email });
      const line = await base.db.first<{ before_value: string; after_value: string }>(
        `SELECT before_value, after_value FROM audit_log WHERE subject_user_id = :id AND action = 'user.edit'`,
        { id },
      );
      expect(JSON.stringify(line)).to.include('Ольга').and.not.include('Смирнова');
      const lines = (await env.actions(id)).length;
      await users.edit(admin, id, await editOf(id, { firstName: 'Ольга', phone: '+7 916 1234567' }));
      expect((await env.actions(id)).length).to.equal(lines);
      expect(await env.letters(email)).to.deep.equal([]);
      expect(await refusal(users.edit(admin, id, await editOf(id, { phone: '12' })))).to.deep.equal({
        code: 'ACCOUNT.PHONE_INVALID',
        details: { field: 'phone' },
      });
    });

    it('moves to a new e-mail at once, tells both addresses, and its owner confirms it by the letter', async () => {
      const { id, email } = await env.user();
      const next = freshEmail();
      await users.edit(admin, id, await editOf(id, { email: next }));
      expect(await rowOf(id)).to.include({ email: next, is_email_confirmed: 0, status: 'active' });
      await noted(id, 'user.email');
      expect(await env.subjects(email)).to.deep.equal(['Почта изменена']);
      expect(await env.subjects(next)).to.deep.equal(['Это теперь ваша почта в EvoSync']);
      expect((await env.logIn(next)).id).to.equal(id);
      const token = await env.token(next);
      expect(await env.accounts.confirmEmail({ token, password: '', address: freshAddress() })).to.deep.equal({
        kind: 'change',
        email: next,
      });
      expect(await rowOf(id)).to.include({ is_email_confirmed: 1 });
      expect((await env.actions(id)).at(-1)).to.equal('account.confirm_email');
      expect(await env.subjects(next)).to.deep.equal(['Это теперь ваша почта в EvoSync']);
    });

    it('takes an invitation along to a new e-mail: the letter to the old one opens nothing any more', async () => {
      const { id, email } = await invited();
      const wrong = await env.token(email);
      const next = freshEmail();
      await users.edit(admin, id, await editOf(id, { email: next }));
      expect(await env.accounts.invitation(wrong)).to.equal(null);
      const person = { firstName: 'Анна', lastName: '', phone: '', password: PASSWORD, address: freshAddress() };
      expect(await codeOf(env.accounts.acceptInvitation({ ...person, token: wrong }))).to.equal('LINK.OVER');
      expect(await env.subjects(email), 'the old one learns nothing').to.deep.equal(['Приглашение в EvoSync']);
      expect(await env.subjects(next)).to.deep.equal(['Приглашение в EvoSync']);
      const token = await env.token(next);
      expect((await env.accounts.acceptInvitation({ ...person, token })).email).to.equal(next);
      expect(await rowOf(id)).to.include({ status: 'active', is_email_confirmed: 1 });
    });

    it('refuses an e-mail somebody else has, or that is none, and changes nothing then', async () => {
      const [{ id }, other] = [await env.user(), await env.user()];
      const wish = await editOf(id, { firstName: 'Другая', email: other.email.toUpperCase() });
      expect(await refusal(users.edit(admin, id, wish))).to.deep.equal({
        code: 'ACCOUNT.EMAIL_TAKEN',
        details: { field: 'email' },
      });
      expect((await users.view(admin, id)).firstName).to.equal('Анна');
      expect(await codeOf(users.edit(admin, id, { ...wish, email: 'nobody' }))).to.equal('ACCOUNT.EMAIL_INVALID');
    });

    it('gives a role below the own one; sessions and the run end with the old one', async () => {
      const { id } = await settledMerchant(base.db, env);
      await session(id);
      expect(await refusal(users.edit(admin, id, await editOf(id, { role: 'admin' })))).to.deep.equal({
        code: 'ACCESS.ROLE_NOT_YOURS',
        details: { field: 'role' },
      });
      expect(await sessions(id)).to.equal(1);
      await users.edit(system, id, await editOf(id, { role: 'admin' }));
      expect(await roleOf(id)).to.deep.equal(['admin']);
      expect(await sessions(id)).to.equal(0);
      await noted(id, 'user.role', system);
      const job = 'SELECT cancel_requested_at IS NOT NULL AS ended FROM sync_jobs WHERE user_id = :id';
      expect(await base.db.first(job, { id })).to.deep.equal({ ended: 1 });
    });
  });

  describe('deleting', () => {
    it('needs the e-mail, takes everything of the account at once, and leaves one line that names nobody', async () => {
      const { id, email } = await settledMerchant(base.db, env);
      expect(await codeOf(users.delete(admin, id, { email }))).to.equal('ACCESS.DENIED');
      expect(await refusal(users.delete(system, id, { email: 'other@evosync.example' }))).to.deep.equal({
        code: 'USER.EMAIL_DIFFERS',
        details: { field: 'email' },
      });
      expect(await rowOf(id)).to.include({ email });
      await users.edit(admin, id, await editOf(id, { firstName: 'Ольга' }));
      await users.delete(system, id, { email: ` ${email.toUpperCase()} ` });
      expect(await rowOf(id)).to.equal(null);
      for (const table of ['sync_jobs', 'sync_operations', 'vk_connections', 'evotor_connections', 'notices'])
        expect(await base.db.rows(`SELECT * FROM ${table} WHERE user_id = :id`, { id }), table).to.deep.equal([]);
      const lines = await base.db.rows<{ action: string }>(
        'SELECT * FROM audit_log WHERE entity = :entity OR subject_user_id = :id',
        { entity: `user:${id}`, id },
      );
      expect(lines.map(({ action }) => action)).to.deep.equal(['user.delete']);
      expect(JSON.stringify(lines)).not.to.include(email).and.not.include('Ольга');
      expect(lines[0]).to.include({ actor_user_id: system.userId, subject_user_id: null });
      expect(env.poked).to.include(id);
      expect(await env.subjects(email)).to.deep.equal(['Учётная запись удалена']);
      expectSentence('USER.EMAIL_DIFFERS');
    });

    it('keeps what a deleted operator did to others, without the address it was done from', async () => {
      const [leaving, { id }] = [await newActor(env, 'admin'), await env.user()];
      await users.edit(leaving, id, await editOf(id, { firstName: 'Ольга' }));
      const { email } = (await rowOf(leaving.userId))!;
      await users.delete(system, leaving.userId, { email });
      expect(await lastLine(id)).to.deep.equal({ actor: null, action: 'user.edit', origin: 'web' });
    });
  });
});
