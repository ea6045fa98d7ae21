import type { Queries } from '../../db/database.js';
import { findUserById, lockUser, type UserRecord } from '../../db/repositories/users.repository.js';
import { mustHave, type Actor } from '../../domain/access/actor.js';
import { mustTouch } from '../../domain/access/rank-rules.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { writeAudit, type AuditEntry } from '../audit/write-audit.js';
import { ACTION_PERMISSIONS, mustFit } from './user-actions.js';
import type { UserAction } from './users-contracts.js';

/** The account, if there is one. Throws `ACCOUNT.NOT_FOUND`. */
export async function knownAccount(queries: Queries, id: UserId): Promise<UserRecord> {
  const account = await findUserById(queries, id);
  if (account === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  return account;
}

/**
 * The account an actor is about to change, held until the transaction ends. Throws `ACCESS.DENIED`, `ACCOUNT.NOT_FOUND`, `ACCESS.OWN_ACCOUNT`,
 * `ACCESS.HIGHER_ROLE`, `USER.STATE`.
 */
export async function touchedAccount(
  queries: Queries,
  actor: Actor,
  action: UserAction,
  id: UserId,
): Promise<UserRecord> {
  mustHave(actor, ACTION_PERMISSIONS[action]);
  await lockUser(queries, id);
  const account = await knownAccount(queries, id);
  mustTouch(actor, account);
  mustFit(action, account);
  return account;
}

/** Notes what an operator did to an account, in the transaction of the change. */
export async function auditUser(
  queries: Queries,
  actor: Actor,
  id: UserId,
  action: string,
  { before = null, after = null }: Partial<Pick<AuditEntry, 'before' | 'after'>> = {},
): Promise<void> {
  const entity = `user:${id}`;
  await writeAudit(queries, { actor: actor.userId, subject: id, action, entity, before, after, origin: actor.origin });
}
