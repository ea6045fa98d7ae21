import type { Actor } from '../../domain/access/actor.js';
import type { Permission } from '../../domain/access/permissions.js';
import type { GrantChange } from '../../domain/access/role-rules.js';
import type { Role } from '../../domain/account.js';

export interface RoleView {
  readonly id: number;
  readonly name: Role;
  readonly grants: readonly Permission[];
  /** Active accounts that have it. */
  readonly people: number;
  /** May be edited by whoever looks. */
  readonly isEditable: boolean;
}

export interface RolesView {
  /** Highest first. */
  readonly roles: readonly RoleView[];
  /** What whoever looks may give and take: the permissions they have themselves. */
  readonly grantable: readonly Permission[];
}

/** Ticks of a role's form. */
export interface GrantWish {
  readonly roleId: number;
  readonly permissions: readonly Permission[];
  /** `grantsMark` of what the form showed: another one by now refuses the change. */
  readonly basedOn: string;
}

/** What a wish would do, or did. */
export interface GrantEffect extends GrantChange {
  readonly role: Role;
  /** How many active people lose each permission that is taken away, because no other role of theirs has it. */
  readonly losers: Readonly<Partial<Record<Permission, number>>>;
}

/** What roles may do: seen with `roles.view`, changed with `roles.edit`. */
export interface AdminRolesService {
  view(actor: Actor): Promise<RolesView>;
  /** Throws as `setGrants`, and changes nothing. */
  preview(actor: Actor, wish: GrantWish): Promise<GrantEffect>;
  /** Throws `ROLE.NOT_FOUND`, `ROLE.FIXED`, `ROLE.NOT_GRANTABLE`, `ROLE.INCOMPLETE`, `ROLE.CHANGED`. */
  setGrants(actor: Actor, wish: GrantWish): Promise<GrantEffect>;
}
