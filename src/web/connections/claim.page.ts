import type { ClaimOffer } from '../../services/connections/claim-contracts.js';
import { links } from '../links.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';

/** A till that came before its merchant, ready to print. */
export interface ClaimCard {
  readonly id: number;
  /** «Чайная на Мира и ещё 2», or the account when no store is known yet. */
  readonly name: string;
  readonly stores: readonly string[];
  readonly account: string;
  readonly arrivedAt: Moment;
  /** What is known, or why it is little. */
  readonly note: string;
  readonly action: string;
  /** Another till has to be disconnected first; `null` = the button stands there. */
  readonly disconnectHref: string | null;
}

/** Store names shown in full; a long list says no more than its beginning. */
const STORES_SHOWN = 5;

export function claimCards(offers: readonly ClaimOffer[], now: Date): readonly ClaimCard[] {
  return offers.map(offer => {
    const stores = offer.stores ?? [];
    return {
      id: offer.connectionId,
      name: nameOf(stores, offer.account),
      stores: stores.slice(0, STORES_SHOWN),
      account: offer.account,
      arrivedAt: momentOf(offer.arrivedAt, now),
      note: noteOf(offer),
      action: links.claim,
      disconnectHref: offer.isInTheWay ? links.disconnect('evotor') : null,
    };
  });
}

function nameOf([first, ...others]: readonly string[], account: string): string {
  if (first === undefined) return `Эвотор ${account}`;
  return others.length === 0 ? first : `${first} и ещё ${others.length}`;
}

function noteOf({ hasToken, stores }: ClaimOffer): string {
  if (!hasToken) return 'Эвотор ещё не прислал токен: товары появятся, как только он придёт.';
  return stores === null ? 'Названия магазинов ещё читаем: обновите страницу через минуту.' : '';
}
