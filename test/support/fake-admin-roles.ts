/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import { mustHave, type Actor } from '../../src/domain/access/actor.js';
import { DEFAULT_GRANTS, OPERATOR_PERMISSIONS, type Permission } from '../../src/domain/access/permissions.js';
import { grantChange, grantsMark, mayEditRole } from '../../src/domain/access/role-rules.js';
import type { Role } from '../../src/domain/account.js';
import { AppError } from '../../src/domain/errors.js';
import type { AdminRolesService, GrantEffect, GrantWish } from '../../src/services/admin/roles-contracts.js';

interface FakeRole {
  readonly id: number;
  readonly name: Role;
  grants: readonly Permission[];
  people: number;
}

export interface FakeAdminRoles extends AdminRolesService {
  roles: FakeRole[];
}

/** Roles in memory, with the real rules. */
export function createFakeAdminRoles(): FakeAdminRoles {
  const effectOf = (actor: Actor, { roleId, permissions, basedOn }: GrantWish): GrantEffect => {
    mustHave(actor, 'roles.edit');
    const role = fake.roles.find(({ id }) => id === roleId);
    if (role === undefined) throw new AppError('not_found', 'ROLE.NOT_FOUND');
    if (grantsMark(role.grants) !== basedOn) throw new AppError('conflict', 'ROLE.CHANGED', { role: role.name });
    const change = grantChange(actor, role.name, role.grants, permissions);
    const losers = role.people === 0 ? [] : change.removed.map(permission => [permission, role.people] as const);
    return { ...change, role: role.name, losers: Object.fromEntries(losers) };
  };
  const fake: FakeAdminRoles = {
    roles: [
      { id: 1, name: 'system', grants: DEFAULT_GRANTS.system, people: 1 },
      { id: 2, name: 'admin', grants: DEFAULT_GRANTS.admin, people: 3 },
      { id: 3, name: 'user', grants: DEFAULT_GRANTS.user, people: 1042 },
    ],
    async view(actor) {
      mustHave(actor, 'roles.view');
      return {
        roles: fake.roles.map(role => ({ ...role, isEditable: mayEditRole(actor, role.name) })),
        grantable: OPERATOR_PERMISSIONS.filter(permission => actor.permissions.includes(permission)),
      };
    },
    preview: async (actor, wish) => effectOf(actor, wish),
    async setGrants(actor, wish) {
      const effect = effectOf(actor, wish);
      fake.roles = fake.roles.map(role =>
        role.id === wish.roleId
          ? {
              ...role,
              grants: [...role.grants.filter(permission => !effect.removed.includes(permission)), ...effect.added],
            }
          : role,
      );
      return effect;
    },
  };
  return fake;
}
