import { endTokens, useToken } from '../../db/repositories/one-time-tokens.repository.js';
import { confirmUser, findProfile, savePassword, savePerson } from '../../db/repositories/profiles.repository.js';
import {
  findUserByEmail,
  findUserById,
  insertUser,
  lockUser,
  setRole,
  touchLogin,
} from '../../db/repositories/users.repository.js';
import { mustHave, type Actor } from '../../domain/access/actor.js';
import { mustGive, mustTouch } from '../../domain/access/rank-rules.js';
import type { CurrentUser } from '../../domain/account.js';
import { isEmailAddress } from '../../domain/email-address.js';
import { AppError } from '../../domain/errors.js';
import { hashChosenPassword } from '../../security/passwords.js';
import { auditAccount } from '../audit/audit-account.js';
import { writeAudit } from '../audit/write-audit.js';
import type { AccountService, Invitation } from './account-contracts.js';
import { withoutHash, type AccountDeps } from './account-deps.js';
import { inviteLetter } from './account-letters.js';
import { isOpen, linkOver, makeLink, readLink } from './account-links.js';
import { phoneNumber } from './phone-number.js';
import { bucketOf, LOGIN_PER_ADDRESS, throttle } from './throttle.js';

const PURPOSES = ['invite'] as const;

/**
 * Makes an account without a password and sends the link that gives it one. Inviting again sends a new link, ends the old
 * one and gives the role named last: a slip is put right by it. An account somebody can log in to is not invited: `ACCOUNT.EMAIL_TAKEN`.
 */
export async function invite(
  deps: AccountDeps,
  actor: Actor,
  input: Parameters<AccountService['invite']>[1],
): Promise<{ userId: CurrentUser['id']; expiresAt: Date }> {
  mustHave(actor, 'users.invite');
  const email = input.email.trim();
  if (!isEmailAddress(email)) throw new AppError('invalid', 'ACCOUNT.EMAIL_INVALID', { field: 'email' });
  const { firstName, lastName, role } = input;
  mustGive(actor, role);
  const hours = deps.inviteExpireHours;
  const made = await deps.db.transaction(async queries => {
    const seen = await findUserByEmail(queries, email);
    // Held: whoever takes the invitation up just now has an account before or after this, not in between.
    if (seen !== null) await lockUser(queries, seen.id);
    const known = seen && (await findUserById(queries, seen.id));
    if (known !== null && (known.status !== 'pending' || known.passwordHash !== null))
      throw new AppError('conflict', 'ACCOUNT.EMAIL_TAKEN', { field: 'email' });
    if (known !== null) mustTouch(actor, known);
    const userId =
      known?.id ??
      (await insertUser(queries, {
        email,
        firstName,
        lastName,
        phone: null,
        passwordHash: null,
        role,
        status: 'pending',
      }));
    if (known !== null) await setRole(queries, userId, role);
    await endTokens(queries, userId, PURPOSES);
    await writeAudit(queries, {
      actor: actor.userId,
      subject: userId,
      action: 'account.invite',
      entity: `user:${userId}`,
      before: null,
      after: { email, role },
      origin: actor.origin,
    });
    return { userId, ...(await makeLink(queries, { userId, purpose: 'invite', hours, now: deps.now() })) };
  });
  // Whoever invites waits for the letter: only they can mend a mail server that refuses.
  await deps.postbox.deliver(email, inviteLetter({ firstName, token: made.token, hours }));
  return { userId: made.userId, expiresAt: made.expiresAt };
}

export async function viewInvitation(deps: AccountDeps, token: string): Promise<Invitation | null> {
  const link = await readLink(deps.db, token, PURPOSES);
  if (!isOpen(link, deps.now())) return null;
  const profile = await findProfile(deps.db, link.userId);
  if (profile === null) return null;
  const { email, firstName, lastName, phone } = profile;
  return { email, firstName, lastName, phone: phone ?? '' };
}

/** The letter proves the mailbox: with a password the account is complete, and its owner is in. */
export async function acceptInvitation(
  deps: AccountDeps,
  input: Parameters<AccountService['acceptInvitation']>[0],
): Promise<CurrentUser> {
  const { firstName, lastName } = input;
  const person = { firstName, lastName, phone: phoneNumber(input.phone) };
  await throttle(deps.db, bucketOf('invite-from', input.address), LOGIN_PER_ADDRESS);
  const link = await readLink(deps.db, input.token, PURPOSES);
  const known = link && (await findUserById(deps.db, link.userId));
  if (!isOpen(link, deps.now()) || known === null) throw linkOver();
  const passwordHash = await hashChosenPassword(input.password, [known.email, firstName, lastName]);
  await deps.db.transaction(async queries => {
    if (!(await useToken(queries, link.id, new Date(deps.now())))) throw linkOver();
    await savePerson(queries, known.id, person);
    await savePassword(queries, known.id, passwordHash);
    await confirmUser(queries, known.id);
    await touchLogin(queries, known.id);
    await auditAccount(queries, known.id, 'account.accept_invite');
  });
  const user = await findUserById(deps.db, known.id);
  if (user === null) throw linkOver();
  if (user.status === 'suspended') throw new AppError('forbidden', 'ACCOUNT.SUSPENDED');
  return withoutHash(user);
}
