import { endTokens, openToken } from '../../db/repositories/one-time-tokens.repository.js';
import { findProfile, savePassword, savePerson } from '../../db/repositories/profiles.repository.js';
import { findUserByEmail, findUserById } from '../../db/repositories/users.repository.js';
import { deletionDate, type CurrentUser } from '../../domain/account.js';
import type { UserId } from '../../domain/brand.js';
import { isEmailAddress } from '../../domain/email-address.js';
import { AppError } from '../../domain/errors.js';
import { hashChosenPassword } from '../../security/passwords.js';
import { auditAccount } from '../audit/audit-account.js';
import type { AccountService, ProfileView } from './account-contracts.js';
import { withoutHash, type AccountDeps } from './account-deps.js';
import { emailChangingLetter, emailTakenLetter, newEmailLetter } from './account-letters.js';
import { LINK_HOURS, makeLink } from './account-links.js';
import { checkPassword } from './check-password.js';
import { phoneNumber } from './phone-number.js';
import { tellPasswordChanged } from './recover-password.js';
import { throttleLetters } from './throttle.js';

export async function viewProfile(deps: AccountDeps, userId: UserId): Promise<ProfileView> {
  const [profile, user, pending] = await Promise.all([
    findProfile(deps.db, userId),
    findUserById(deps.db, userId),
    openToken(deps.db, userId, 'change_email', new Date(deps.now())),
  ]);
  if (profile === null || user === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  return {
    ...profile,
    pendingEmail: pending === null ? null : { email: pending.email ?? '', expiresAt: pending.expiresAt },
    deletesAt: user.deleteRequestedAt === null ? null : deletionDate(user.deleteRequestedAt),
  };
}

/** Names and telephone at once; a new e-mail when its letter is answered, until then the old one stays. */
export async function editProfile(
  deps: AccountDeps,
  userId: UserId,
  input: Parameters<AccountService['editProfile']>[1],
): Promise<{ letterTo: string | null }> {
  const { firstName, lastName, password, address } = input;
  const email = input.email.trim();
  if (!isEmailAddress(email)) throw new AppError('invalid', 'ACCOUNT.EMAIL_INVALID', { field: 'email' });
  const person = { firstName, lastName, phone: phoneNumber(input.phone) };
  const before = await findProfile(deps.db, userId);
  if (before === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  const isMoving = email.toLowerCase() !== before.email.toLowerCase();
  if (isMoving) {
    await checkPassword(deps.db, { userId, password, field: 'password', address });
    await throttleLetters(deps.db, email, address);
  }
  const token = await deps.db.transaction(async queries => {
    await savePerson(queries, userId, person);
    await auditAccount(queries, userId, isMoving ? 'account.email_asked' : 'account.edit', {
      before: { firstName: before.firstName, lastName: before.lastName, phone: before.phone },
      after: { ...person, ...(isMoving ? { email } : {}) },
    });
    if (!isMoving) return null;
    await endTokens(queries, userId, ['change_email']);
    const hours = LINK_HOURS.change_email;
    return (await makeLink(queries, { userId, purpose: 'change_email', email, hours, now: deps.now() })).token;
  });
  if (token === null) return { letterTo: null };
  deps.postbox.later(async () => {
    await deps.postbox.deliver(before.email, emailChangingLetter({ firstName, email }));
  });
  deps.postbox.later(async () => {
    const other = await findUserByEmail(deps.db, email);
    if (other !== null && other.id !== userId) return deps.postbox.deliver(other.email, emailTakenLetter());
    await deps.postbox.deliver(email, newEmailLetter({ firstName, token, hours: LINK_HOURS.change_email }));
  });
  return { letterTo: email };
}

export async function cancelEmailChange(deps: AccountDeps, userId: UserId): Promise<void> {
  await deps.db.transaction(async queries => {
    await endTokens(queries, userId, ['change_email']);
    await auditAccount(queries, userId, 'account.email_kept');
  });
}

export async function changePassword(
  deps: AccountDeps,
  userId: UserId,
  input: Parameters<AccountService['changePassword']>[1],
): Promise<CurrentUser> {
  const { current, password, address } = input;
  const user = await checkPassword(deps.db, { userId, password: current, field: 'current', address });
  const passwordHash = await hashChosenPassword(password, [user.email, user.firstName, user.lastName]);
  await deps.db.transaction(async queries => {
    await savePassword(queries, userId, passwordHash);
    await endTokens(queries, userId, ['reset_password', 'change_email']);
    await auditAccount(queries, userId, 'account.password');
  });
  tellPasswordChanged(deps, user);
  const renewed = await findUserById(deps.db, userId);
  if (renewed === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  return withoutHash(renewed);
}
