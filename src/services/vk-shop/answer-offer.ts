import type { Database, Queries } from '../../db/database.js';
import { saveLinks, type Shop } from '../../db/repositories/links.repository.js';
import { answerOffers, isOfferTaken, openOffers, type ShownOffer } from '../../db/repositories/offers.repository.js';
import { raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { auditExchange } from '../audit/audit-account.js';
import { listingEntity } from '../audit/audit-listing.js';
import { shopOfMerchant } from './shop-of-merchant.js';

/** More offers than a shop has goods. */
const ALL = 100_000;

/** The merchant's answer to one offer of adoption or to all open ones; of all, what is taken meanwhile is passed over. */
export async function answerOffer(
  db: Database,
  userId: UserId,
  offerId: number | 'all',
  choice: 'adopt' | 'new',
): Promise<void> {
  await db.transaction(async queries => {
    const shop = await shopOfMerchant(queries, userId);
    const wish = offerId === 'all' ? { offset: 0, limit: ALL } : { offset: 0, limit: 1, id: offerId };
    const offers = shop ? (await openOffers(queries, shop, wish)).rows : [];
    if (!shop || (offerId !== 'all' && offers.length === 0)) throw new AppError('not_found', 'OFFER.NOT_FOUND');
    for (const offer of offers) {
      if (choice === 'new') await answerOffers(queries, userId, [offer.id], 'declined');
      else if (!(await isOfferTaken(queries, shop, offer))) await adopt(queries, shop, offer);
      else if (offerId !== 'all') throw new AppError('conflict', 'OFFER.ITEM_TAKEN');
    }
    const [first] = offers;
    await auditExchange(queries, userId, 'offer.answer', {
      entity: first !== undefined && offers.length === 1 ? listingEntity(first.key) : '',
      after: { choice, count: offers.length },
    });
    await raiseInputVersion(queries, userId);
  });
}

/** Nothing is known to have been sent to it, so the next run sends everything once, its key included. */
async function adopt(queries: Queries, shop: Shop, offer: ShownOffer): Promise<void> {
  await saveLinks(queries, shop, [
    {
      key: offer.key,
      itemId: offer.itemId,
      state: offer.isHidden ? 'hidden' : 'live',
      stateCause: null,
      madeBy: 'adopted',
      sentDigests: null,
      sent: null,
      echoDigests: null,
      sku: offer.sku ?? '',
      photoId: null,
      albumId: null,
    },
  ]);
  await answerOffers(queries, shop.userId, [offer.id], 'adopted');
}
