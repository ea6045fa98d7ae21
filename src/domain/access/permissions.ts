import type { Role } from '../account.js';

/**
 * Everything somebody may be allowed to do. Each route and each use case names the one it needs; which role has which
 * stands in `role_permissions`. A new one needs a migration that inserts it.
 */
export const PERMISSIONS = [
  /** Own account: profile, password, export. */
  'account.own',
  /** The merchant's pages: connections, catalogue, exchange, history. */
  'shop.own',
  'users.view',
  'users.invite',
  'users.edit',
  /** Activate and suspend. */
  'users.status',
  'users.reset_password',
  'users.delete',
  'roles.view',
  'roles.edit',
  /** Runs of all merchants, with their names and reasons. */
  'jobs.view',
  /** Run now, pause, cancel, terminate. */
  'jobs.control',
  'api_log.view',
  'audit.view',
  'health.view',
  /** Pause, resume and trigger the Schedules. */
  'clock.control',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Every account has these by its role alone; they are given and taken with the role, never one by one. */
export const OWN_PERMISSIONS = ['account.own', 'shop.own'] as const satisfies readonly Permission[];

/** What reaches beyond one's own account: only operators can have it, never the role `user`. */
export const OPERATOR_PERMISSIONS: readonly Permission[] = PERMISSIONS.filter(
  permission => !OWN_PERMISSIONS.some(own => own === permission),
);

/** What a fresh installation grants. `system` has everything an operator can have, always. */
export const DEFAULT_GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  user: ['account.own', 'shop.own'],
  admin: [
    'account.own',
    'users.view',
    'users.invite',
    'users.edit',
    'users.status',
    'users.reset_password',
    'roles.view',
    'jobs.view',
    'jobs.control',
    'api_log.view',
    'audit.view',
    'health.view',
  ],
  system: PERMISSIONS.filter(permission => permission !== 'shop.own'),
};

/** What one has to see before one can do something about it: pages of the one lead to the forms of the other. */
export const NEEDS: Readonly<Partial<Record<Permission, Permission>>> = {
  'users.invite': 'users.view',
  'users.edit': 'users.view',
  'users.status': 'users.view',
  'users.reset_password': 'users.view',
  'users.delete': 'users.view',
  'roles.edit': 'roles.view',
  'jobs.control': 'jobs.view',
  'clock.control': 'health.view',
};

/** May do something that is not about the own account alone. */
export const isOperator = ({ permissions }: { readonly permissions: readonly Permission[] }): boolean =>
  permissions.some(permission => OPERATOR_PERMISSIONS.includes(permission));

export const isPermission = (code: string): code is Permission => PERMISSIONS.some(known => known === code);
