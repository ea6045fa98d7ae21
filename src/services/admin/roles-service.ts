import type { Database, Queries } from '../../db/database.js';
import {
  countLosers,
  listRoles,
  lockRole,
  saveGrants,
  type RoleRecord,
} from '../../db/repositories/roles.repository.js';
import { mustHave, rankOf, type Actor } from '../../domain/access/actor.js';
import { OPERATOR_PERMISSIONS } from '../../domain/access/permissions.js';
import { grantChange, grantsMark, mayEditRole } from '../../domain/access/role-rules.js';
import { AppError } from '../../domain/errors.js';
import { writeAudit } from '../audit/write-audit.js';
import type { AdminRolesService, GrantEffect, GrantWish } from './roles-contracts.js';

/** What roles may do: the table of it, and its changes. */
export function createAdminRolesService({ db }: { readonly db: Database }): AdminRolesService {
  return {
    async view(actor) {
      mustHave(actor, 'roles.view');
      const roles = await listRoles(db);
      return {
        roles: [...roles]
          .sort((one, other) => rankOf([other.name]) - rankOf([one.name]))
          .map(role => ({ ...role, isEditable: mayEditRole(actor, role.name) })),
        grantable: OPERATOR_PERMISSIONS.filter(permission => actor.permissions.includes(permission)),
      };
    },
    async preview(actor, wish) {
      mustHave(actor, 'roles.edit');
      return db.transaction(async queries => (await effectOf(queries, actor, wish)).effect);
    },
    async setGrants(actor, wish) {
      mustHave(actor, 'roles.edit');
      return db.transaction(async queries => {
        const { role, effect } = await effectOf(queries, actor, wish);
        const { added, removed } = effect;
        if (added.length === 0 && removed.length === 0) return effect;
        await saveGrants(queries, role.id, effect);
        await writeAudit(queries, {
          actor: actor.userId,
          subject: null,
          action: 'role.set_grants',
          entity: `role:${role.name}`,
          before: { permissions: [...role.grants].sort() },
          after: {
            permissions: [...role.grants.filter(permission => !removed.includes(permission)), ...added].sort(),
          },
          origin: actor.origin,
        });
        return effect;
      });
    },
  };
}

/** What the wish would do to the role as it is now, which stays as it is until the transaction ends. */
async function effectOf(
  queries: Queries,
  actor: Actor,
  { roleId, permissions, basedOn }: GrantWish,
): Promise<{ readonly role: RoleRecord; readonly effect: GrantEffect }> {
  const role = await lockRole(queries, roleId);
  if (role === null) throw new AppError('not_found', 'ROLE.NOT_FOUND');
  if (grantsMark(role.grants) !== basedOn) throw new AppError('conflict', 'ROLE.CHANGED', { role: role.name });
  const change = grantChange(actor, role.name, role.grants, permissions);
  const losers = await countLosers(queries, role.id, change.removed);
  return { role, effect: { ...change, role: role.name, losers } };
}
