import { expect } from 'chai';
import { findUserById } from '../../src/db/repositories/users.repository.js';
import { listRoles } from '../../src/db/repositories/roles.repository.js';
import { COMMAND_LINE, type Actor } from '../../src/domain/access/actor.js';
import { DEFAULT_GRANTS, PERMISSIONS, type Permission } from '../../src/domain/access/permissions.js';
import { grantsMark } from '../../src/domain/access/role-rules.js';
import type { Role } from '../../src/domain/account.js';
import type { UserId } from '../../src/domain/brand.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import type { GrantWish } from '../../src/services/admin/roles-contracts.js';
import { createAdminRolesService } from '../../src/services/admin/roles-service.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { codeOf, expectSentence } from '../support/services-env-sentence.js';

describe('what roles may do', () => {
  let base: TestDatabase;

  before(async () => {
    base = await migratedDatabase();
  });
  after(() => base.drop());
  afterEach(async () => {
    const admin = await roleOf('admin');
    const roles = createAdminRolesService(base);
    await roles.setGrants(COMMAND_LINE, {
      roleId: admin.id,
      permissions: DEFAULT_GRANTS.admin.filter(code => code !== 'account.own'),
      basedOn: grantsMark(admin.grants),
    });
  });

  const roleOf = async (name: Role) => (await listRoles(base.db)).find(role => role.name === name)!;
  const person = (role: Role): Promise<UserId> =>
    createUser(base.db, {
      email: freshEmail(),
      password: 'correct horse battery',
      role,
      firstName: '',
      lastName: '',
      phone: null,
    });
  const actorOf = async (role: Role): Promise<Actor> => {
    const user = (await findUserById(base.db, await person(role)))!;
    return { userId: user.id, roles: user.roles, permissions: user.permissions, origin: 'web 203.0.113.7' };
  };
  const wishOf = async (
    name: Role,
    change: (now: readonly Permission[]) => readonly Permission[],
  ): Promise<GrantWish> => {
    const { id, grants } = await roleOf(name);
    const permissions = change(grants.filter(code => code !== 'account.own' && code !== 'shop.own'));
    return { roleId: id, permissions, basedOn: grantsMark(grants) };
  };
  const without = (lost: Permission) => (now: readonly Permission[]) => now.filter(code => code !== lost);
  const withAlso = (more: Permission) => (now: readonly Permission[]) => [...now, more];
  const roles = () => createAdminRolesService(base);

  it('is in a fresh installation what the code says', async () => {
    const found = await listRoles(base.db);
    expect(found.map(({ name }) => name)).to.have.members(['user', 'admin', 'system']);
    for (const { name, grants } of found)
      expect([...grants].sort(), name).to.deep.equal([...DEFAULT_GRANTS[name]].sort());
    const known = await base.db.rows<{ code: string }>('SELECT code FROM permissions');
    expect(known.map(({ code }) => code).sort()).to.deep.equal([...PERMISSIONS].sort());
  });

  it('comes from the table at each request: what is taken away is gone at once, and back at once', async () => {
    const id = await person('admin');
    const mayRead = async () => (await findUserById(base.db, id))!.permissions.includes('audit.view');
    expect(await mayRead()).to.equal(true);
    await roles().setGrants(await actorOf('system'), await wishOf('admin', without('audit.view')));
    expect(await mayRead()).to.equal(false);
    await roles().setGrants(await actorOf('system'), await wishOf('admin', withAlso('audit.view')));
    expect(await mayRead()).to.equal(true);
  });

  it('is the union of one’s roles', async () => {
    const id = await person('user');
    await base.db.change(`INSERT INTO user_roles SELECT :id, id FROM roles WHERE name = 'admin'`, { id });
    const { roles: own, permissions } = (await findUserById(base.db, id))!;
    expect([...own].sort()).to.deep.equal(['admin', 'user']);
    expect([...permissions].sort()).to.deep.equal([...new Set([...DEFAULT_GRANTS.admin, 'shop.own'])].sort());
  });

  it('shows who can do what, how many they are, and what the viewer may edit', async () => {
    const view = await roles().view(await actorOf('system'));
    expect(view.roles.map(({ name, isEditable }) => [name, isEditable])).to.deep.equal([
      ['system', false],
      ['admin', true],
      ['user', false],
    ]);
    expect(view.roles[0]!.people).to.be.at.least(1);
    const seen = await roles().view(await actorOf('admin'));
    expect(seen.roles.every(({ isEditable }) => !isEditable)).to.equal(true);
    expect(seen.grantable).not.to.include('roles.edit');
  });

  it('says how many lose what before it is taken, and leaves out who has it by another role', async () => {
    const [one, both] = [await person('admin'), await person('admin')];
    await base.db.change(`INSERT INTO user_roles SELECT :id, id FROM roles WHERE name = 'system'`, { id: both });
    const before = await roleOf('admin');
    const effect = await roles().preview(COMMAND_LINE, await wishOf('admin', without('audit.view')));
    const admins = before.people;
    expect(effect.removed).to.deep.equal(['audit.view']);
    expect(effect.losers['audit.view']).to.equal(admins - 1);
    expect((await roleOf('admin')).grants).to.deep.equal(before.grants);
    await base.db.change(`UPDATE users SET status = 'suspended' WHERE id = :one`, { one });
    const later = await roles().preview(COMMAND_LINE, await wishOf('admin', without('audit.view')));
    expect(later.losers['audit.view'] ?? 0).to.equal(admins - 2);
  });

  it('is written to the audit log with before and after, and not at all when nothing changes', async () => {
    const system = await actorOf('system');
    const lines = () =>
      base.db.rows<{ before_value: string; after_value: string; origin: string; entity: string }>(
        `SELECT before_value, after_value, origin, entity FROM audit_log WHERE actor_user_id = :id ORDER BY id`,
        { id: system.userId },
      );
    await roles().setGrants(system, await wishOf('admin', now => now));
    expect(await lines()).to.have.length(0);
    await roles().setGrants(system, await wishOf('admin', without('jobs.control')));
    const [line] = await lines();
    expect(line).to.include({ origin: 'web 203.0.113.7', entity: 'role:admin' });
    const codes = (value: unknown): string[] =>
      (typeof value === 'string'
        ? (JSON.parse(value) as { permissions: string[] })
        : (value as { permissions: string[] })
      ).permissions;
    expect(codes(line!.before_value)).to.include('jobs.control');
    expect(codes(line!.after_value)).to.include('account.own').and.not.include('jobs.control');
  });

  it('is changed by nobody for his own role or a higher one, nor beyond what he has', async () => {
    const system = await actorOf('system');
    const admin: Actor = { ...(await actorOf('admin')), permissions: [...DEFAULT_GRANTS.admin, 'roles.edit'] };
    const refusals: readonly (readonly [Actor, GrantWish, string])[] = [
      [system, await wishOf('system', without('users.delete')), 'ROLE.FIXED'],
      [system, await wishOf('user', withAlso('users.view')), 'ROLE.FIXED'],
      [COMMAND_LINE, await wishOf('user', withAlso('jobs.view')), 'ROLE.FIXED'],
      [admin, await wishOf('admin', withAlso('users.delete')), 'ROLE.FIXED'],
      [admin, await wishOf('system', without('users.delete')), 'ROLE.FIXED'],
      [system, await wishOf('admin', withAlso('shop.own')), 'ROLE.NOT_GRANTABLE'],
      [system, await wishOf('admin', withAlso('account.own')), 'ROLE.NOT_GRANTABLE'],
      [
        { ...system, permissions: system.permissions.filter(code => code !== 'users.delete') },
        await wishOf('admin', withAlso('users.delete')),
        'ROLE.NOT_GRANTABLE',
      ],
      [
        { ...system, permissions: system.permissions.filter(code => code !== 'audit.view') },
        await wishOf('admin', without('audit.view')),
        'ROLE.NOT_GRANTABLE',
      ],
      [system, { roleId: 999, permissions: [], basedOn: '' }, 'ROLE.NOT_FOUND'],
      [await actorOf('admin'), await wishOf('admin', now => now), 'ACCESS.DENIED'],
    ];
    const before = await listRoles(base.db);
    for (const [actor, wish, code] of refusals) {
      expect(await codeOf(roles().setGrants(actor, wish))).to.equal(code);
      expect(await codeOf(roles().preview(actor, wish))).to.equal(code);
      expectSentence(code);
    }
    expect((await listRoles(base.db)).map(({ grants }) => grants)).to.deep.equal(before.map(({ grants }) => grants));
  });

  it('refuses a form that was based on something else, whoever is first', async () => {
    const [one, other] = [await wishOf('admin', without('audit.view')), await wishOf('admin', without('jobs.view'))];
    const ends = await Promise.allSettled([
      roles().setGrants(COMMAND_LINE, one),
      roles().setGrants(COMMAND_LINE, other),
    ]);
    const refused = ends.filter(end => end.status === 'rejected');
    expect(ends.filter(end => end.status === 'fulfilled')).to.have.length(1);
    expect(refused).to.have.length(1);
    expect((refused[0]!.reason as { code: string }).code).to.equal('ROLE.CHANGED');
    expectSentence('ROLE.CHANGED');
    const { grants } = await roleOf('admin');
    expect(grants.includes('audit.view')).not.to.equal(grants.includes('jobs.view'));
  });
});
