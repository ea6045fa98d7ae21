import type { Role } from '../account.js';
import { AppError } from '../errors.js';
import { rankOf, type Actor } from './actor.js';
import { NEEDS, OPERATOR_PERMISSIONS, type Permission } from './permissions.js';

/**
 * What may be given to a role and taken from it. `user` never gets more than its own shop: merchants never see others.
 * `system` always has everything, so that somebody can put right whatever was taken away elsewhere.
 */
export const editableOf = (role: Role): readonly Permission[] => (role === 'admin' ? OPERATOR_PERMISSIONS : []);

/** Whether the actor may edit what this role may do: only a role below the highest of his own, and only where there is something. */
export const mayEditRole = (actor: Pick<Actor, 'roles' | 'permissions'>, role: Role): boolean =>
  actor.permissions.includes('roles.edit') && editableOf(role).length > 0 && rankOf([role]) < rankOf(actor.roles);

/** What a role would have more and less. */
export interface GrantChange {
  readonly added: readonly Permission[];
  readonly removed: readonly Permission[];
}

/**
 * The change from `before` to what was ticked, in the order of the list. What comes with every role stays untouched.
 * Throws `ROLE.FIXED`; `ROLE.NOT_GRANTABLE` (details.permission): nobody gives or takes what he lacks himself; and
 * `ROLE.INCOMPLETE` (details.permission, details.needs): something may be done that may not be seen.
 */
export function grantChange(
  actor: Pick<Actor, 'roles' | 'permissions'>,
  role: Role,
  before: readonly Permission[],
  ticked: readonly Permission[],
): GrantChange {
  if (!mayEditRole(actor, role)) throw new AppError('forbidden', 'ROLE.FIXED', { role });
  const editable = editableOf(role);
  const strange = ticked.find(permission => !editable.includes(permission));
  const added = editable.filter(permission => ticked.includes(permission) && !before.includes(permission));
  const removed = editable.filter(permission => before.includes(permission) && !ticked.includes(permission));
  const lacking = strange ?? [...added, ...removed].find(permission => !actor.permissions.includes(permission));
  if (lacking !== undefined) throw new AppError('forbidden', 'ROLE.NOT_GRANTABLE', { permission: lacking });
  const blind = ticked.find(permission => {
    const needed = NEEDS[permission];
    return needed !== undefined && !ticked.includes(needed);
  });
  if (blind !== undefined)
    throw new AppError('invalid', 'ROLE.INCOMPLETE', { permission: blind, needs: NEEDS[blind] ?? '' });
  return { added, removed };
}

/** What a set of grants is compared by, whatever its order: the form carries what it was based on. */
export const grantsMark = (grants: readonly Permission[]): string => [...grants].sort().join(',');
