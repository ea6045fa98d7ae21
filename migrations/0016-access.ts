import type { Migration } from '../src/db/migration.js';

/** Permission, its description for people at the database, and the roles that have it in a fresh installation. */
const GRANTS: readonly (readonly [code: string, description: string, roles: string])[] = [
  ['account.own', 'own account', "'user','admin','system'"],
  ['shop.own', 'the pages of a merchant', "'user'"],
  ['users.view', 'see all accounts', "'admin','system'"],
  ['users.invite', 'invite people', "'admin','system'"],
  ['users.edit', 'change names, telephone, e-mail and role', "'admin','system'"],
  ['users.status', 'activate and suspend', "'admin','system'"],
  ['users.reset_password', 'send a letter that resets a password', "'admin','system'"],
  ['users.delete', 'delete accounts', "'system'"],
  ['roles.view', 'see what roles may do', "'admin','system'"],
  ['roles.edit', 'change what roles may do', "'system'"],
  ['jobs.view', 'see the runs of all merchants', "'admin','system'"],
  ['jobs.control', 'run, pause, cancel and terminate', "'admin','system'"],
  ['api_log.view', 'read the API log', "'admin','system'"],
  ['audit.view', 'read the audit log', "'admin','system'"],
  ['health.view', 'see the state of the installation', "'admin','system'"],
  ['clock.control', 'pause, resume and trigger the Schedules', "'system'"],
];

/** What each role may do. Grants that the operator took away come back with a repeated `up` only. */
export const migration: Migration = {
  up: [
    ...GRANTS.map(
      ([code, description]) =>
        `INSERT IGNORE INTO permissions (code, description) VALUES ('${code}', '${description}')`,
    ),
    ...GRANTS.map(
      ([code, , roles]) => `INSERT IGNORE INTO role_permissions (role_id, permission_id)
        SELECT r.id, p.id FROM roles r JOIN permissions p ON p.code = '${code}' WHERE r.name IN (${roles})`,
    ),
  ],
  down: ['DELETE FROM role_permissions', 'DELETE FROM permissions'],
};
