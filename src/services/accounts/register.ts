import type { Queries } from '../../db/database.js';
import { endTokens } from '../../db/repositories/one-time-tokens.repository.js';
import { savePassword, savePerson } from '../../db/repositories/profiles.repository.js';
import type { UserRecord } from '../../db/repositories/users.repository.js';
import { findUserByEmail, insertUser } from '../../db/repositories/users.repository.js';
import type { UserId } from '../../domain/brand.js';
import { isEmailAddress } from '../../domain/email-address.js';
import { AppError, isAppError } from '../../domain/errors.js';
import { hashChosenPassword, verifyPassword } from '../../security/passwords.js';
import { auditAccount } from '../audit/audit-account.js';
import type { AccountService } from './account-contracts.js';
import type { AccountDeps } from './account-deps.js';
import { alreadyLetter, confirmLetter, invitedLetter } from './account-letters.js';
import { LINK_HOURS, makeLink } from './account-links.js';
import { phoneNumber } from './phone-number.js';
import { throttleLetters } from './throttle.js';

/**
 * Registers a merchant, who may log in once a letter to the address was answered. An address that has an account gets a
 * letter that says so, and the page says the same to both. Registering again before the answer takes the place of what
 * was told first, and the former letter's link ends: password and link always come from one person. With the same
 * password it is the same person, who pressed twice: both letters' links work.
 */
export async function register(deps: AccountDeps, input: Parameters<AccountService['register']>[0]): Promise<void> {
  const email = input.email.trim();
  if (!isEmailAddress(email)) throw new AppError('invalid', 'ACCOUNT.EMAIL_INVALID', { field: 'email' });
  const { firstName, lastName } = input;
  const person = { firstName, lastName, phone: phoneNumber(input.phone) };
  await throttleLetters(deps.db, email, input.address);
  // Before anything is looked up: it takes its time for known addresses too.
  const passwordHash = await hashChosenPassword(input.password, [email, firstName, lastName]);
  const waiting = await findUserByEmail(deps.db, email);
  const hashOfWaiting = waiting !== null && isRegistering(waiting) ? waiting.passwordHash : null;
  const isSamePerson = await verifyPassword(input.password, hashOfWaiting);

  const token = await keep();
  deps.postbox.later(() =>
    token === null
      ? tellKnown(deps, email)
      : deps.postbox.deliver(email, confirmLetter({ firstName, token, hours: LINK_HOURS.confirm_email })),
  );

  /** The token of the new registration's link; `null` = the address has an account that is not waiting. */
  async function keep(): Promise<string | null> {
    try {
      return await deps.db.transaction(async queries => {
        const known = await findUserByEmail(queries, email);
        if (known !== null && !isRegistering(known)) return null;
        const userId =
          known?.id ?? (await insertUser(queries, { ...person, email, passwordHash, role: 'user', status: 'pending' }));
        if (known !== null) {
          await savePerson(queries, userId, person);
          if (!isSamePerson || known.passwordHash !== hashOfWaiting) {
            await savePassword(queries, userId, passwordHash);
            await endTokens(queries, userId, ['confirm_email', 'reset_password']);
          }
        }
        await auditAccount(queries, userId, 'account.register', { actor: null });
        return (await confirmLink(deps, queries, userId)).token;
      });
    } catch (error) {
      // Two forms at once: the other one was first, and its letter is on the way.
      if (isAppError(error) && error.code === 'ACCOUNT.EMAIL_TAKEN') return null;
      throw error;
    }
  }
}

/** Sends the letter of a registration again; to an account that waits for none, one that says so. */
export async function resendConfirmation(
  deps: AccountDeps,
  input: Parameters<AccountService['resendConfirmation']>[0],
): Promise<void> {
  await throttleLetters(deps.db, input.email, input.address);
  deps.postbox.later(async () => {
    const user = await findUserByEmail(deps.db, input.email);
    if (user === null) return;
    if (!isRegistering(user)) return tellKnown(deps, user.email);
    const { token } = await confirmLink(deps, deps.db, user.id);
    await deps.postbox.deliver(
      user.email,
      confirmLetter({ firstName: user.firstName, token, hours: LINK_HOURS.confirm_email }),
    );
  });
}

/** Told their password, but not yet answered the letter. Invited ones have no password. */
export const isRegistering = (user: UserRecord): boolean => user.status === 'pending' && user.passwordHash !== null;

const confirmLink = (deps: AccountDeps, queries: Queries, userId: UserId) =>
  makeLink(queries, { userId, purpose: 'confirm_email', hours: LINK_HOURS.confirm_email, now: deps.now() });

/** The letter goes to the address as its account spells it; who waits for a confirmation has another one coming. */
async function tellKnown(deps: AccountDeps, email: string): Promise<void> {
  const user = await findUserByEmail(deps.db, email);
  if (user === null || isRegistering(user)) return;
  await deps.postbox.deliver(user.email, user.passwordHash === null ? invitedLetter() : alreadyLetter());
}
