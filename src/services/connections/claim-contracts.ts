import type { UserId } from '../../domain/brand.js';
import type { CheckResult } from '../web-services.js';

/** A till that Evotor has told us of and that no merchant has claimed yet. */
export interface ClaimOffer {
  readonly connectionId: number;
  /** The Evotor account, shortened so that only its owner recognises it: `…0001`. */
  readonly account: string;
  /** Names of its stores; `null` = not known yet. */
  readonly stores: readonly string[] | null;
  /** When the till came. */
  readonly arrivedAt: Date;
  /** The app has let us in already: the till can be read as soon as it is claimed. */
  readonly hasToken: boolean;
  /**
   * The merchant has a till already that this one would not simply go on with: that one has to be disconnected first.
   */
  readonly isInTheWay: boolean;
}

/** Tills that came before their merchant, offered to whom they name by a confirmed e-mail. */
export interface ClaimService {
  /** Newest first, at most 20. Without a confirmed e-mail there are none. */
  offers(userId: UserId): Promise<readonly ClaimOffer[]>;
  /**
   * Makes the till the merchant's own, once however often it is pressed; links, rules and settings stay. Answers the lights of the check, or `null` when
   * there is nothing to check yet: the token has not come, or the exchange cannot be reached now and the check follows.
   * Throws `CLAIM.NOT_FOUND` for a till that is not offered to this merchant, `CLAIM.TILL_THERE`.
   */
  claim(userId: UserId, connectionId: number): Promise<CheckResult | null>;
}
