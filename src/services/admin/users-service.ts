import { countUsers, listUsers } from '../../db/repositories/admin-users.repository.js';
import { mustHave } from '../../domain/access/actor.js';
import type { AccountDeps } from '../accounts/account-deps.js';
import { invite } from '../accounts/invitations.js';
import { activateUser, deleteUserNow, resetUserPassword, suspendUser } from './change-user-status.js';
import { editUser } from './edit-user.js';
import { touchedAccount } from './touched-account.js';
import type { AdminUsersService } from './users-contracts.js';
import { viewUser } from './view-user.js';

const USERS_PER_PAGE = 50;

/** Accounts as operators look after them. */
export function createAdminUsersService(deps: AccountDeps): AdminUsersService {
  const { db } = deps;
  return {
    async list(actor, query) {
      mustHave(actor, 'users.view');
      const now = new Date(deps.now());
      const offset = (Math.max(1, query.page) - 1) * USERS_PER_PAGE;
      const [found, numbers] = await Promise.all([
        listUsers(db, query, { offset, limit: USERS_PER_PAGE, now }),
        countUsers(db, now),
      ]);
      return { ...found, numbers, pageSize: USERS_PER_PAGE };
    },
    view: (actor, id) => viewUser(db, actor, id, deps.now()),
    invite: (actor, input) => invite(deps, actor, input),
    async sendInvite(actor, id) {
      const { email, firstName, lastName, roles } = await touchedAccount(db, actor, 'send-invite', id);
      const [role = 'user'] = roles;
      const { expiresAt } = await invite(deps, actor, { email, firstName, lastName, role });
      return { expiresAt };
    },
    activate: (actor, id) => activateUser(deps, actor, id),
    suspend: (actor, id) => suspendUser(deps, actor, id),
    resetPassword: (actor, id) => resetUserPassword(deps, actor, id),
    edit: (actor, id, input) => editUser(deps, actor, id, input),
    delete: (actor, id, input) => deleteUserNow(deps, actor, id, input),
  };
}
