import type { Database } from '../../db/database.js';
import { storesOwned, unclaimedTills, type UnclaimedTill } from '../../db/repositories/till-claims.repository.js';
import { findTillOf, lockInstall } from '../../db/repositories/till-installs.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { TokenVault } from '../../security/token-vault.js';
import type { Orchestrator } from '../orchestrator.js';
import type { CheckResult } from '../web-services.js';
import { bindTill, isInTheWay, storeIdsOf } from './bind-till.js';
import type { ClaimOffer, ClaimService } from './claim-contracts.js';
import { shortAccount } from './short-account.js';

export type * from './claim-contracts.js';

export interface ClaimDeps {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly orchestrator: Pick<Orchestrator, 'peekTill' | 'testConnection' | 'refreshCatalogue'>;
}

const OFFERS_SHOWN = 20;

/** Tills that came before their merchant: offered by a confirmed e-mail, taken by a click. */
export function createClaimService(deps: ClaimDeps): ClaimService {
  const { db, orchestrator } = deps;
  return {
    async offers(userId) {
      const tills = await unclaimedTills(db, userId, OFFERS_SHOWN);
      if (tills.length === 0) return [];
      // Names that could not be read when the till came are asked for now and stand there the next time.
      for (const { id, hasToken, knownStores } of tills)
        if (hasToken && knownStores === null) orchestrator.peekTill(id).catch(() => undefined);
      const mine = await findTillOf(db, userId);
      const owned = await storesOwned(db, userId, tills.flatMap(storeIdsOf));
      return tills.map(till => {
        const shared = storeIdsOf(till).some(id => owned.has(id));
        return offerOf(till, isInTheWay({ mine, proof: 'email', shared }));
      });
    },
    async claim(userId, connectionId) {
      const hasToken = await take(deps, userId, connectionId);
      if (!hasToken) return null;
      await orchestrator.refreshCatalogue(userId).catch(() => undefined);
      try {
        return (await orchestrator.testConnection({ userId, service: 'evotor' })) as CheckResult;
      } catch {
        // The till is the merchant's whatever the check says; the health sweep makes it up.
        return null;
      }
    },
  };
}

/** Whether the till can be read already. What is not offered to this merchant is not there. */
function take({ db, vault }: ClaimDeps, userId: UserId, connectionId: number): Promise<boolean> {
  return db.transaction(async queries => {
    const install = await lockInstall(queries, connectionId);
    // Pressed twice: the first press did it.
    if (install?.userId === userId) return install.sealedToken !== null;
    const offered = await unclaimedTills(queries, userId, OFFERS_SHOWN);
    if (install === null || !offered.some(({ id }) => id === connectionId))
      throw new AppError('not_found', 'CLAIM.NOT_FOUND');
    await bindTill(vault, queries, { install, userId, proof: 'email' });
    return install.sealedToken !== null;
  });
}

const offerOf = (till: UnclaimedTill, inTheWay: boolean): ClaimOffer => ({
  connectionId: till.id,
  account: shortAccount(till.evotorUserId),
  stores: till.knownStores?.map(({ name }) => name) ?? null,
  arrivedAt: till.arrivedAt,
  hasToken: till.hasToken,
  isInTheWay: inTheWay,
});
