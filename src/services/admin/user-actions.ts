import { may, type Actor } from '../../domain/access/actor.js';
import type { Permission } from '../../domain/access/permissions.js';
import { mayTouch } from '../../domain/access/rank-rules.js';
import type { UserRecord } from '../../db/repositories/users.repository.js';
import { AppError } from '../../domain/errors.js';
import { USER_ACTIONS, type UserAction } from './users-contracts.js';

/** What each action asks for. */
export const ACTION_PERMISSIONS: Readonly<Record<UserAction, Permission>> = {
  edit: 'users.edit',
  activate: 'users.status',
  suspend: 'users.status',
  'reset-password': 'users.reset_password',
  'send-invite': 'users.invite',
  delete: 'users.delete',
};

type Account = Pick<UserRecord, 'id' | 'roles' | 'status' | 'passwordHash'>;

/** Whether the account is in a state for that. Without a password nobody can log in: an invitation gives one. */
function fits(action: UserAction, { status, passwordHash }: Account): boolean {
  switch (action) {
    case 'activate':
      return status === 'suspended' || (status === 'pending' && passwordHash !== null);
    case 'suspend':
      return status === 'active';
    case 'reset-password':
      return passwordHash !== null;
    case 'send-invite':
      return status === 'pending' && passwordHash === null;
    case 'edit':
    case 'delete':
      return true;
  }
}

/** What this actor may do to this account now: what the page offers. */
export const actionsFor = (actor: Actor, account: Account): readonly UserAction[] =>
  mayTouch(actor, account)
    ? USER_ACTIONS.filter(action => may(actor, ACTION_PERMISSIONS[action]) && fits(action, account))
    : [];

/** Throws `USER.STATE` (details.action): somebody else was faster, or the page is old. */
export function mustFit(action: UserAction, account: Account): void {
  if (!fits(action, account)) throw new AppError('conflict', 'USER.STATE', { action, status: account.status });
}
