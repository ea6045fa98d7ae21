import type { Role } from '../account.js';
import type { UserId } from '../brand.js';
import { AppError } from '../errors.js';
import { rankOf, type Actor } from './actor.js';

/** An account somebody wants to change. */
export interface Target {
  readonly id: UserId;
  readonly roles: readonly Role[];
}

type Ranked = Pick<Actor, 'userId' | 'roles'>;

const TOP = rankOf(['system']);

/**
 * Why this account is not the actor's to change; `null` = it is. Whoever has a lower rank is, and for `system` the others of
 * its rank too. Nobody's own account is: it has pages of its own, and nobody raises, suspends or deletes himself here.
 */
export function touchRefusal(actor: Ranked, target: Target): 'ACCESS.OWN_ACCOUNT' | 'ACCESS.HIGHER_ROLE' | null {
  if (actor.userId === target.id) return 'ACCESS.OWN_ACCOUNT';
  return isBelow(actor, rankOf(target.roles)) ? null : 'ACCESS.HIGHER_ROLE';
}

/** Whether the actor may change, suspend, reset or delete this account, as far as rank goes. */
export const mayTouch = (actor: Ranked, target: Target): boolean => touchRefusal(actor, target) === null;

/** Throws `ACCESS.OWN_ACCOUNT`, `ACCESS.HIGHER_ROLE`. */
export function mustTouch(actor: Ranked, target: Target): void {
  const code = touchRefusal(actor, target);
  if (code !== null) throw new AppError('forbidden', code);
}

/** Whether the actor may invite to this role or change somebody's role to it: roles below his own, `system` any. */
export const mayGive = (actor: Ranked, role: Role): boolean => isBelow(actor, rankOf([role]));

/** Throws `ACCESS.ROLE_NOT_YOURS` (details.field `role`): the role is not the actor's to give. */
export function mustGive(actor: Ranked, role: Role): void {
  if (!mayGive(actor, role)) throw new AppError('forbidden', 'ACCESS.ROLE_NOT_YOURS', { field: 'role' });
}

/** Roles the actor may give, lowest first. */
export const givableRoles = (actor: Ranked): readonly Role[] =>
  (['user', 'admin', 'system'] as const).filter(role => mayGive(actor, role));

/** `system` has nobody above it, and looks after its own rank. */
function isBelow(actor: Ranked, rank: number): boolean {
  const own = rankOf(actor.roles);
  return own === TOP || rank < own;
}
