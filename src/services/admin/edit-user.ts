import { assertSystemRemains } from '../../db/repositories/access.repository.js';
import type { Queries } from '../../db/database.js';
import { requestCancel } from '../../db/repositories/jobs.repository.js';
import { endTokens } from '../../db/repositories/one-time-tokens.repository.js';
import {
  findProfile,
  logOutEverywhere,
  saveEmail,
  savePerson,
  unconfirmEmail,
} from '../../db/repositories/profiles.repository.js';
import { setRole, type UserRecord } from '../../db/repositories/users.repository.js';
import { mustHave, type Actor } from '../../domain/access/actor.js';
import { mustGive } from '../../domain/access/rank-rules.js';
import type { UserId } from '../../domain/brand.js';
import { isEmailAddress } from '../../domain/email-address.js';
import { AppError, isAppError } from '../../domain/errors.js';
import type { AccountDeps } from '../accounts/account-deps.js';
import { inviteLetter } from '../accounts/account-letters.js';
import { LINK_HOURS, makeLink } from '../accounts/account-links.js';
import { phoneNumber } from '../accounts/phone-number.js';
import { auditUser, touchedAccount } from './touched-account.js';
import { movedAwayLetter, movedHereLetter } from './user-letters.js';
import type { UserEdit } from './users-contracts.js';

/** What changes, decided before anything is written. */
interface Changes {
  readonly person: { readonly firstName: string; readonly lastName: string; readonly phone: string | null };
  readonly before: { readonly firstName: string; readonly lastName: string; readonly phone: string | null };
  readonly email: string | null;
  readonly role: UserEdit['role'] | null;
}

/**
 * Names, telephone, e-mail and role, each with a line of its own in the audit log if it changes. A new e-mail holds at
 * once and is unconfirmed until its owner answers the letter to it; the old address is told. The invitation of somebody who
 * has no password yet moves along.
 */
export async function editUser(deps: AccountDeps, actor: Actor, id: UserId, input: UserEdit): Promise<void> {
  mustHave(actor, 'users.edit');
  const email = input.email.trim();
  const done = await deps.db.transaction(async queries => {
    const account = await touchedAccount(queries, actor, 'edit', id);
    if (!isEmailAddress(email)) throw new AppError('invalid', 'ACCOUNT.EMAIL_INVALID', { field: 'email' });
    const changes = await changesOf(queries, account, { ...input, email, phone: phoneNumber(input.phone) });
    if (changes.role !== null) mustGive(actor, changes.role);
    await changePerson(queries, actor, id, changes);
    const token = changes.email === null ? null : await moveEmail(deps, queries, actor, account, changes.email);
    if (changes.role !== null) await changeRole(queries, actor, account, changes.role);
    return { account, token, isRoleNew: changes.role !== null };
  });
  const { account, token, isRoleNew } = done;
  // Only the role `user` is synced: a run under way ends.
  if (isRoleNew) await deps.orchestrator.poke(id).catch(() => undefined);
  if (token === null) return;
  const { firstName } = input;
  if (account.passwordHash === null) {
    const hours = deps.inviteExpireHours;
    return deps.postbox.later(() => deps.postbox.deliver(email, inviteLetter({ firstName, token, hours })));
  }
  const hours = LINK_HOURS.change_email;
  if (email.toLowerCase() !== account.email.toLowerCase())
    deps.postbox.later(() => deps.postbox.deliver(account.email, movedAwayLetter({ firstName, email })));
  deps.postbox.later(() => deps.postbox.deliver(email, movedHereLetter({ firstName, token, hours })));
}

async function changesOf(
  queries: Queries,
  account: UserRecord,
  wish: Omit<UserEdit, 'phone'> & { readonly phone: string | null },
): Promise<Changes> {
  const profile = await findProfile(queries, account.id);
  if (profile === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  const { firstName, lastName, phone, email, role } = wish;
  return {
    person: { firstName, lastName, phone },
    before: { firstName: profile.firstName, lastName: profile.lastName, phone: profile.phone },
    email: email === account.email ? null : email,
    role: account.roles.length === 1 && account.roles[0] === role ? null : role,
  };
}

async function changePerson(queries: Queries, actor: Actor, id: UserId, { person, before }: Changes): Promise<void> {
  const changed = (['firstName', 'lastName', 'phone'] as const).filter(name => person[name] !== before[name]);
  if (changed.length === 0) return;
  await savePerson(queries, id, person);
  const pick = (values: Changes['person']) => Object.fromEntries(changed.map(name => [name, values[name]]));
  await auditUser(queries, actor, id, 'user.edit', { before: pick(before), after: pick(person) });
}

/**
 * Answers the token of the link that confirms the new address; links that went to the old one end. Whoever has no password
 * yet is invited anew instead: the old address was perhaps a slip, and is told nothing.
 */
async function moveEmail(
  deps: AccountDeps,
  queries: Queries,
  actor: Actor,
  { id, email: former, passwordHash }: UserRecord,
  email: string,
): Promise<string> {
  try {
    await saveEmail(queries, id, email);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'ACCOUNT.EMAIL_TAKEN') throw error;
    throw new AppError('conflict', 'ACCOUNT.EMAIL_TAKEN', { field: 'email' });
  }
  await unconfirmEmail(queries, id);
  await endTokens(queries, id, ['invite', 'reset_password', 'change_email', 'confirm_email']);
  await auditUser(queries, actor, id, 'user.email', { before: { email: former }, after: { email } });
  const link =
    passwordHash === null
      ? ({ purpose: 'invite', hours: deps.inviteExpireHours } as const)
      : ({ purpose: 'change_email', email, hours: LINK_HOURS.change_email } as const);
  return (await makeLink(queries, { userId: id, ...link, now: deps.now() })).token;
}

async function changeRole(
  queries: Queries,
  actor: Actor,
  { id, roles }: UserRecord,
  role: UserEdit['role'],
): Promise<void> {
  if (role !== 'system') await assertSystemRemains(queries, id);
  await setRole(queries, id, role);
  await logOutEverywhere(queries, id);
  await requestCancel(queries, id);
  await auditUser(queries, actor, id, 'user.role', { before: { role: roles.join(', ') }, after: { role } });
}
