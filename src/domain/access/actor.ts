import type { Role } from '../account.js';
import type { UserId } from '../brand.js';
import { AppError } from '../errors.js';
import { DEFAULT_GRANTS, type Permission } from './permissions.js';

/** Who asks for something that is not their own: what they may do, and what the audit log says of them. */
export interface Actor {
  /** `null` = the command line, on the machine itself. */
  readonly userId: UserId | null;
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  /** From where, for the audit log: `web 203.0.113.7`, `cli`. */
  readonly origin: string;
}

/** Whoever has a shell on the machine has everything already. */
export const COMMAND_LINE: Actor = {
  userId: null,
  roles: ['system'],
  permissions: DEFAULT_GRANTS.system,
  origin: 'cli',
};

export const may = (actor: Pick<Actor, 'permissions'>, permission: Permission): boolean =>
  actor.permissions.includes(permission);

/** Throws `ACCESS.DENIED` (details.permission). */
export function mustHave(actor: Pick<Actor, 'permissions'>, permission: Permission): void {
  if (!may(actor, permission)) throw new AppError('forbidden', 'ACCESS.DENIED', { permission });
}

const RANKS: Readonly<Record<Role, number>> = { user: 0, admin: 1, system: 2 };

/** Height of the highest of these roles; none at all counts as the lowest. */
export const rankOf = (roles: readonly Role[]): number => Math.max(0, ...roles.map(role => RANKS[role]));
