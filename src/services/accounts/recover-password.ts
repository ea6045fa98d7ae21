import { endTokens, useToken } from '../../db/repositories/one-time-tokens.repository.js';
import { confirmUser, findProfile, savePassword } from '../../db/repositories/profiles.repository.js';
import { clearHits } from '../../db/repositories/rate-counters.repository.js';
import { findUserByEmail, findUserById } from '../../db/repositories/users.repository.js';
import type { UserId } from '../../domain/brand.js';
import { hashChosenPassword } from '../../security/passwords.js';
import { auditAccount } from '../audit/audit-account.js';
import type { AccountService } from './account-contracts.js';
import type { AccountDeps } from './account-deps.js';
import { passwordChangedLetter, resetLetter } from './account-letters.js';
import { isOpen, LINK_HOURS, linkOver, makeLink, readLink } from './account-links.js';
import { bucketOf, LOGIN_PER_ADDRESS, throttle, throttleLetters } from './throttle.js';

const PURPOSES = ['reset_password'] as const;

/**
 * Sends a link for a new password, if the address has an account with one. Everything that depends on that happens after
 * the answer. Invited people have no password yet: their way in is the invitation, which has its own time.
 */
export async function forgotPassword(
  deps: AccountDeps,
  input: Parameters<AccountService['forgotPassword']>[0],
): Promise<void> {
  await throttleLetters(deps.db, input.email, input.address);
  deps.postbox.later(async () => {
    const user = await findUserByEmail(deps.db, input.email);
    if (!user?.passwordHash) return;
    const { token } = await deps.db.transaction(async queries => {
      await endTokens(queries, user.id, PURPOSES);
      await auditAccount(queries, user.id, 'account.reset_asked', { actor: null });
      return makeLink(queries, {
        userId: user.id,
        purpose: 'reset_password',
        hours: LINK_HOURS.reset_password,
        now: deps.now(),
      });
    });
    const { firstName } = user;
    await deps.postbox.deliver(user.email, resetLetter({ firstName, token, hours: LINK_HOURS.reset_password }));
  });
}

export async function canReset(deps: AccountDeps, token: string): Promise<boolean> {
  return isOpen(await readLink(deps.db, token, PURPOSES), deps.now());
}

/** The letter proves the mailbox, so that a registration that waited for it is confirmed too. */
export async function resetPassword(
  deps: AccountDeps,
  { token, password, address }: Parameters<AccountService['resetPassword']>[0],
): Promise<void> {
  await throttle(deps.db, bucketOf('reset-from', address), LOGIN_PER_ADDRESS);
  const link = await readLink(deps.db, token, PURPOSES);
  const user = link && (await findUserById(deps.db, link.userId));
  if (!isOpen(link, deps.now()) || user === null) throw linkOver();
  const passwordHash = await hashChosenPassword(password, [user.email, user.firstName, user.lastName]);
  await deps.db.transaction(async queries => {
    if (!(await useToken(queries, link.id, new Date(deps.now())))) throw linkOver();
    await savePassword(queries, user.id, passwordHash);
    await confirmUser(queries, user.id);
    await endTokens(queries, user.id, ['reset_password', 'confirm_email', 'change_email']);
    await auditAccount(queries, user.id, 'account.password_reset');
  });
  // Whoever forgot a password has guessed at it before: the new one lets them in at once.
  await clearHits(deps.db, bucketOf('login', user.email));
  await clearHits(deps.db, bucketOf('password', user.id));
  tellPasswordChanged(deps, user);
}

/** By letter, and by text message where a telephone is known: an owner whose mailbox was taken still hears of it. */
export function tellPasswordChanged(
  deps: AccountDeps,
  user: { readonly id: UserId; readonly email: string; readonly firstName: string },
): void {
  deps.postbox.later(() => deps.postbox.deliver(user.email, passwordChangedLetter(user)));
  deps.postbox.later(async () => {
    const profile = await findProfile(deps.db, user.id);
    if (profile?.phone == null) return;
    const text = 'EvoSync: пароль изменён. Если это были не вы, нажмите «Забыли пароль?» на странице входа.';
    await deps.sms.send({ to: profile.phone, text });
  });
}
