import type { Database, Queries } from '../../db/database.js';
import { forgetOrigins } from '../../db/repositories/audit-log.repository.js';
import { assertSystemRemains } from '../../db/repositories/access.repository.js';
import { deleteAttempts } from '../../db/repositories/connection-attempts.repository.js';
import { requestCancel } from '../../db/repositories/jobs.repository.js';
import { endTokens } from '../../db/repositories/one-time-tokens.repository.js';
import { deleteUser, overdueDeletions, saveDeletion } from '../../db/repositories/profiles.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { deleteVkIdRequests } from '../../db/repositories/vk-id-requests.repository.js';
import type { UserRecord } from '../../db/repositories/users.repository.js';
import { findUserById } from '../../db/repositories/users.repository.js';
import { DELETION_GRACE_DAYS, deletionDate, type CurrentUser } from '../../domain/account.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { auditAccount } from '../audit/audit-account.js';
import { endConnection } from '../connections/end-connection.js';
import type { AccountService } from './account-contracts.js';
import { withoutHash, type AccountDeps } from './account-deps.js';
import { deletionLetter, restoredLetter } from './account-letters.js';
import { checkPassword } from './check-password.js';

const DAY_MS = 86_400_000;
/** Accounts one nightly prune deletes at most; the rest is the next one's. */
const DELETIONS_PER_NIGHT = 100;

/**
 * Starts the grace: vendor keys are deleted at once, so nothing is read or sent any more, and a run under way ends at its
 * next operation. Goods stay in VK as they are; disconnecting is the way to hide them.
 */
export async function requestDeletion(
  deps: AccountDeps,
  userId: UserId,
  { password, address }: Parameters<AccountService['requestDeletion']>[1],
): Promise<CurrentUser> {
  const user = await checkPassword(deps.db, { userId, password, field: 'password', address });
  if (!user.roles.includes('user')) throw new AppError('forbidden', 'ACCOUNT.NOT_MERCHANT');
  const requestedAt = user.deleteRequestedAt ?? new Date(deps.now());
  await getSyncConfig(deps.db, userId);
  await deps.db.transaction(async queries => {
    await assertSystemRemains(queries, userId);
    await saveDeletion(queries, userId, requestedAt);
    await requestCancel(queries, userId);
    await endConnection(queries, userId, 'evotor');
    await endConnection(queries, userId, 'vk');
    await deleteAttempts(queries, userId);
    await deleteVkIdRequests(queries, userId);
    await endTokens(queries, userId, ['change_email', 'reset_password']);
    await auditAccount(queries, userId, 'account.delete_asked');
  });
  // The run under way finds the mark by itself if Temporal cannot be told.
  await deps.orchestrator.poke(userId).catch(() => undefined);
  const { email, firstName } = user;
  const letter = deletionLetter({ firstName, deletesAt: deletionDate(requestedAt) });
  deps.postbox.later(() => deps.postbox.deliver(email, letter));
  return renewed(deps.db, userId);
}

/** Takes the wish back: rules, settings and links are all there, the connections are made anew. */
export async function cancelDeletion(deps: AccountDeps, userId: UserId): Promise<CurrentUser> {
  const user = await findUserById(deps.db, userId);
  if (user === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  if (user.deleteRequestedAt === null) return withoutHash(user);
  await deps.db.transaction(async queries => {
    await saveDeletion(queries, userId, null);
    await auditAccount(queries, userId, 'account.delete_taken_back');
  });
  deps.postbox.later(() => deps.postbox.deliver(user.email, restoredLetter(user)));
  return renewed(deps.db, userId);
}

/**
 * Deletes an account at once, with everything that is theirs; goods stay in VK as they are. Part of a transaction of the
 * caller's, who wakes the run under way afterwards: it ends where it finds nothing of its merchant any more.
 */
export async function eraseAccount(queries: Queries, userId: UserId, now: number): Promise<void> {
  const at = new Date(now);
  await saveDeletion(queries, userId, at);
  await forgetOrigins(queries, userId);
  await deleteUser(queries, userId, at);
}

/**
 * Deletes the accounts whose grace is over, with everything that is theirs; answers which. One that cannot be deleted now
 * keeps no other one; it is thrown when all the others are gone.
 */
export async function deleteOverdueAccounts(db: Database, now: number): Promise<readonly UserId[]> {
  const before = new Date(now - DELETION_GRACE_DAYS * DAY_MS);
  const gone: UserId[] = [];
  const faults: unknown[] = [];
  for (const userId of await overdueDeletions(db, before, DELETIONS_PER_NIGHT)) {
    try {
      const isGone = await db.transaction(async queries => {
        await forgetOrigins(queries, userId);
        return deleteUser(queries, userId, before);
      });
      if (isGone) gone.push(userId);
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} accounts could not be deleted`);
  return gone;
}

async function renewed(db: Database, userId: UserId): Promise<CurrentUser> {
  const user: UserRecord | null = await findUserById(db, userId);
  if (user === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  return withoutHash(user);
}
