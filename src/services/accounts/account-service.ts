import { findUserById } from '../../db/repositories/users.repository.js';
import { isAppError } from '../../domain/errors.js';
import type { AccountService } from './account-contracts.js';
import { cancelDeletion, requestDeletion } from './account-deletion.js';
import { withoutHash, type AccountDeps } from './account-deps.js';
import { confirmEmail, viewConfirmation } from './confirm-email.js';
import { exportAccount } from './export-account.js';
import { acceptInvitation, invite, viewInvitation } from './invitations.js';
import { logIn } from './log-in.js';
import { cancelEmailChange, changePassword, editProfile, viewProfile } from './profile.js';
import { canReset, forgotPassword, resetPassword } from './recover-password.js';
import { register, resendConfirmation } from './register.js';
import { bucketOf, KEPT_PER_ADDRESS, throttle } from './throttle.js';

/** Accounts: each use case stands in a file of its own. */
export function createAccountService(deps: AccountDeps): AccountService {
  const { db } = deps;
  return {
    logIn: input => logIn(db, input),
    async findUser(id) {
      const user = await findUserById(db, id);
      return user ? withoutHash(user) : null;
    },
    async mayKeepForm(address) {
      try {
        await throttle(db, bucketOf('kept-from', address), KEPT_PER_ADDRESS);
        return true;
      } catch (error) {
        if (isAppError(error) && error.kind === 'rate_limited') return false;
        throw error;
      }
    },
    register: input => register(deps, input),
    resendConfirmation: input => resendConfirmation(deps, input),
    confirmation: token => viewConfirmation(deps, token),
    confirmEmail: input => confirmEmail(deps, input),
    forgotPassword: input => forgotPassword(deps, input),
    canReset: token => canReset(deps, token),
    resetPassword: input => resetPassword(deps, input),
    invite: (actor, input) => invite(deps, actor, input),
    invitation: token => viewInvitation(deps, token),
    acceptInvitation: input => acceptInvitation(deps, input),
    profile: userId => viewProfile(deps, userId),
    editProfile: (userId, input) => editProfile(deps, userId, input),
    cancelEmailChange: userId => cancelEmailChange(deps, userId),
    changePassword: (userId, input) => changePassword(deps, userId, input),
    requestDeletion: (userId, input) => requestDeletion(deps, userId, input),
    cancelDeletion: userId => cancelDeletion(deps, userId),
    exportData: userId => exportAccount(deps, userId),
  };
}
