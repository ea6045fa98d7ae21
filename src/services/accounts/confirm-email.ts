import { endTokens, useToken } from '../../db/repositories/one-time-tokens.repository.js';
import type { OneTimeToken } from '../../db/repositories/one-time-tokens.repository.js';
import { confirmUser, saveEmail } from '../../db/repositories/profiles.repository.js';
import { findUserById, touchLogin } from '../../db/repositories/users.repository.js';
import { AppError } from '../../domain/errors.js';
import { auditAccount } from '../audit/audit-account.js';
import type { AccountService, ConfirmationView, Confirmed } from './account-contracts.js';
import { withoutHash, type AccountDeps } from './account-deps.js';
import { emailChangedLetter } from './account-letters.js';
import { isOpen, linkOver, readLink } from './account-links.js';
import { checkPassword } from './check-password.js';

const PURPOSES = ['confirm_email', 'change_email'] as const;

/** What the page behind a confirming link shows. Looking changes nothing: mail programs open links on their own. */
export async function viewConfirmation(deps: AccountDeps, token: string): Promise<ConfirmationView> {
  const link = await readLink(deps.db, token, PURPOSES);
  const user = link && (await findUserById(deps.db, link.userId));
  if (link === null || user === null) return { state: 'over' };
  if (link.usedAt !== null || (link.purpose === 'confirm_email' && user.status !== 'pending')) return { state: 'done' };
  if (!isOpen(link, deps.now())) return { state: 'over' };
  return link.purpose === 'change_email'
    ? { state: 'open', kind: 'change', email: link.email ?? '' }
    : { state: 'open', kind: 'registration', email: user.email };
}

/** Uses a confirming link. One used before is no fault: nothing is done twice. */
export async function confirmEmail(
  deps: AccountDeps,
  input: Parameters<AccountService['confirmEmail']>[0],
): Promise<Confirmed> {
  const view = await viewConfirmation(deps, input.token);
  if (view.state === 'done') return { kind: 'done' };
  const link = await readLink(deps.db, input.token, PURPOSES);
  if (view.state === 'over' || link === null) throw linkOver();
  return view.kind === 'change' ? changeEmail(deps, link) : finishRegistration(deps, link, input);
}

/** The letter proves the mailbox, the password that it is whoever registered: both are needed to get in. */
async function finishRegistration(
  deps: AccountDeps,
  link: OneTimeToken,
  { password, address }: { password: string; address: string },
): Promise<Confirmed> {
  const { userId } = link;
  await checkPassword(deps.db, { userId, password, field: 'password', address });
  await deps.db.transaction(async queries => {
    if (!(await useToken(queries, link.id, new Date(deps.now())))) throw linkOver();
    await confirmUser(queries, userId);
    await touchLogin(queries, userId);
    await auditAccount(queries, userId, 'account.confirm');
  });
  const user = await findUserById(deps.db, userId);
  if (user === null) throw linkOver();
  if (user.status === 'suspended') throw new AppError('forbidden', 'ACCOUNT.SUSPENDED');
  return { kind: 'registration', user: withoutHash(user) };
}

async function changeEmail(deps: AccountDeps, link: OneTimeToken): Promise<Confirmed> {
  const { userId, email } = link;
  if (email === null) throw linkOver();
  const former = await deps.db.transaction(async queries => {
    const user = await findUserById(queries, userId);
    if (user === null || !(await useToken(queries, link.id, new Date(deps.now())))) throw linkOver();
    await saveEmail(queries, userId, email);
    await confirmUser(queries, userId);
    // Links that went to the old address end with it.
    await endTokens(queries, userId, ['reset_password', 'change_email']);
    // One that an operator has entered is the account's already: only its owner was still to be heard.
    if (user.email === email) await auditAccount(queries, userId, 'account.confirm_email');
    else await auditAccount(queries, userId, 'account.email', { before: { email: user.email }, after: { email } });
    return user;
  });
  if (former.email !== email)
    deps.postbox.later(() =>
      deps.postbox.deliver(former.email, emailChangedLetter({ firstName: former.firstName, email })),
    );
  return { kind: 'change', email };
}
