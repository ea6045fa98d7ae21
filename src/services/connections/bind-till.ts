import type { Queries } from '../../db/database.js';
import { getSyncConfig, raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import { storesOwned } from '../../db/repositories/till-claims.repository.js';
import {
  detachTill,
  lockTillOf,
  replaceTill,
  updateInstall,
  type TillInstall,
} from '../../db/repositories/till-installs.repository.js';
import { findUserById } from '../../db/repositories/users.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { TokenVault } from '../../security/token-vault.js';
import { writeAudit } from '../audit/write-audit.js';
import { closeNotices } from '../notices/notices.js';
import { shortAccount } from './short-account.js';
import { sealedForClaimer } from './install-token.js';
import { TILL_ENDED } from './till-ended.js';

interface Binding {
  readonly install: TillInstall;
  readonly userId: UserId;
  /** How the merchant proved that the till is theirs: by their password, or by e-mail and a click. */
  readonly proof: 'password' | 'email';
}

/**
 * Makes an unclaimed till a merchant's own. Links, rules and settings are the merchant's, so nothing of them changes. One
 * connected by hand is gone on with: the new token takes over, until it comes the old one reads on.
 * Part of a transaction; `install` is locked in it. Throws `CLAIM.TILL_THERE`, `CLAIM.NOT_FOUND`.
 */
export async function bindTill(vault: TokenVault, queries: Queries, binding: Binding): Promise<void> {
  const { install, userId, proof } = binding;
  const mine = await lockTillOf(queries, userId);
  // Looked at under the lock: who left, was suspended or is no merchant since they were let in has no till either.
  const owner = await findUserById(queries, userId);
  if (owner?.status !== 'active' || owner.deleteRequestedAt !== null || !owner.roles.includes('user'))
    throw new AppError('not_found', 'CLAIM.NOT_FOUND');
  const shared = (await storesOwned(queries, userId, storeIdsOf(install))).size > 0;
  if (isInTheWay({ mine, proof, shared })) throw new AppError('conflict', 'CLAIM.TILL_THERE');
  const token = sealedForClaimer(vault, install, userId);
  // A token entered by hand is sealed for the merchant and fits their next row as well.
  const keepsToken = token === null && mine?.sealedToken != null;
  const byHand = mine?.evotorUserId === null ? mine : null;
  if (byHand !== null) await replaceTill(queries, { oldId: byHand.id, newId: install.id, keepsToken });
  // Another account's till is nobody's again: what Evotor told of it stays known, or a late repeat would revive it.
  else if (mine !== null) await detachTill(queries, userId);
  await updateInstall(queries, install.id, {
    user_id: userId,
    detached_at: null,
    ...(token === null ? {} : { access_token: token }),
    ...(byHand === null ? {} : { connected_at: byHand.connectedAt }),
  });
  await getSyncConfig(queries, userId);
  await raiseInputVersion(queries, userId);
  if (install.endedCode === null || keepsToken) await closeNotices(queries, userId, TILL_ENDED);
  await writeAudit(queries, {
    actor: userId,
    subject: userId,
    action: 'connection.claim_till',
    entity: `till:${install.evotorUserId === null ? '' : shortAccount(install.evotorUserId)}`,
    before: null,
    after: { proof },
    origin: proof === 'password' ? 'evotor' : 'web',
  });
}

/** What decides whether the merchant's own till forbids another one. */
interface Rivals {
  readonly mine: Pick<TillInstall, 'sealedToken' | 'evotorUserId'> | null;
  readonly proof: Binding['proof'];
  /** Stores of the other one that are on the merchant's till as well. */
  readonly shared: boolean;
}

/**
 * One without a token forbids nothing. One connected by hand gives way to a password, and to a click if it is plainly the
 * same: a store of the one is a store of the other.
 */
export function isInTheWay({ mine, proof, shared }: Rivals): boolean {
  if (mine?.sealedToken == null) return false;
  return mine.evotorUserId !== null || (proof === 'email' && !shared);
}

/** Ids of the stores a till is known to have. */
export const storeIdsOf = ({ knownStores }: Pick<TillInstall, 'knownStores'>): readonly string[] =>
  (knownStores ?? []).map(({ id }) => id);
