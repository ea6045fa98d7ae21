import { assertSystemRemains } from '../../db/repositories/access.repository.js';
import { requestCancel } from '../../db/repositories/jobs.repository.js';
import { endTokens } from '../../db/repositories/one-time-tokens.repository.js';
import { logOutEverywhere, saveStatus } from '../../db/repositories/profiles.repository.js';
import type { Actor } from '../../domain/access/actor.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { eraseAccount } from '../accounts/account-deletion.js';
import type { AccountDeps } from '../accounts/account-deps.js';
import { LINK_HOURS, makeLink } from '../accounts/account-links.js';
import { writeAudit } from '../audit/write-audit.js';
import { auditUser, touchedAccount } from './touched-account.js';
import { activatedLetter, deletedLetter, operatorResetLetter, suspendedLetter } from './user-letters.js';

/** Lets an account in again, or one whose letter nobody has answered: its e-mail stays unconfirmed then. */
export async function activateUser(deps: AccountDeps, actor: Actor, id: UserId): Promise<void> {
  const account = await deps.db.transaction(async queries => {
    const found = await touchedAccount(queries, actor, 'activate', id);
    await saveStatus(queries, id, 'active');
    await auditUser(queries, actor, id, 'user.activate', {
      before: { status: found.status },
      after: { status: 'active' },
    });
    return found;
  });
  deps.postbox.later(() => deps.postbox.deliver(account.email, activatedLetter(account)));
}

/** Sessions end at once; a run under way ends at its next operation, goods in VK stay as they are. */
export async function suspendUser(deps: AccountDeps, actor: Actor, id: UserId): Promise<void> {
  const account = await deps.db.transaction(async queries => {
    const found = await touchedAccount(queries, actor, 'suspend', id);
    await assertSystemRemains(queries, id);
    await saveStatus(queries, id, 'suspended');
    await requestCancel(queries, id);
    await auditUser(queries, actor, id, 'user.suspend', {
      before: { status: found.status },
      after: { status: 'suspended' },
    });
    return found;
  });
  await wakeRun(deps, id);
  deps.postbox.later(() => deps.postbox.deliver(account.email, suspendedLetter(account)));
}

/** Sends a link for a new password to the account's owner, and to nobody else; everybody who is in is logged out. */
export async function resetUserPassword(deps: AccountDeps, actor: Actor, id: UserId): Promise<void> {
  const hours = LINK_HOURS.reset_password;
  const { account, token } = await deps.db.transaction(async queries => {
    const found = await touchedAccount(queries, actor, 'reset-password', id);
    await logOutEverywhere(queries, id);
    await endTokens(queries, id, ['reset_password']);
    await auditUser(queries, actor, id, 'user.reset_password');
    const link = await makeLink(queries, { userId: id, purpose: 'reset_password', hours, now: deps.now() });
    return { account: found, token: link.token };
  });
  // The operator waits for the letter: only they can mend a mail server that refuses.
  await deps.postbox.deliver(account.email, operatorResetLetter({ firstName: account.firstName, token, hours }));
}

/**
 * Deletes an account and everything that is its own, at once. The line in the audit log outlives it: it has no subject
 * and tells nothing of the person. Throws `USER.EMAIL_DIFFERS`: what was typed to confirm it is not the account's e-mail.
 */
export async function deleteUserNow(
  deps: AccountDeps,
  actor: Actor,
  id: UserId,
  input: { readonly email: string },
): Promise<void> {
  const account = await deps.db.transaction(async queries => {
    const found = await touchedAccount(queries, actor, 'delete', id);
    if (input.email.trim().toLowerCase() !== found.email.toLowerCase())
      throw new AppError('invalid', 'USER.EMAIL_DIFFERS', { field: 'email' });
    await assertSystemRemains(queries, id);
    await eraseAccount(queries, id, deps.now());
    await writeAudit(queries, {
      actor: actor.userId,
      subject: null,
      action: 'user.delete',
      entity: `user:${id}`,
      before: { role: found.roles.join(', '), status: found.status },
      after: null,
      origin: actor.origin,
    });
    return found;
  });
  await wakeRun(deps, id);
  deps.postbox.later(() => deps.postbox.deliver(account.email, deletedLetter(account)));
}

/** If Temporal cannot be told, the run finds the mark, or that its merchant is gone, by itself. */
async function wakeRun({ orchestrator }: AccountDeps, id: UserId): Promise<void> {
  await orchestrator.poke(id).catch(() => undefined);
}
