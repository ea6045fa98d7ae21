import type { Database } from '../../db/database.js';
import { linksByKeys, saveLinks } from '../../db/repositories/links.repository.js';
import { forgetRefusals } from '../../db/repositories/refusals.repository.js';
import { raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { auditListing } from '../audit/audit-listing.js';
import { shopOfMerchant } from './shop-of-merchant.js';

/**
 * [Вернуть]: a good that was removed or hidden by hand in VK is ours again. The next run shows what was hidden, restores
 * what was deleted, and adds anew what VK does not restore any more.
 */
export async function bringBack(db: Database, userId: UserId, key: ListingKey): Promise<void> {
  await db.transaction(async queries => {
    const shop = await shopOfMerchant(queries, userId);
    const link = shop && (await linksByKeys(queries, shop, [key])).get(key);
    if (!shop || link?.state !== 'detached') throw new AppError('not_found', 'LINK.NOT_DETACHED');
    const state = link.stateCause === 'HIDDEN_IN_VK' ? 'hidden' : 'deleted';
    // What it carries by now nobody knows: everything is sent.
    const cause = 'BROUGHT_BACK';
    await saveLinks(queries, shop, [{ ...link, state, stateCause: cause, sentDigests: null, echoDigests: null }]);
    await forgetRefusals(queries, shop, [key]);
    await auditListing(queries, userId, key, 'listing.bring_back', { cause: link.stateCause }, null);
    await raiseInputVersion(queries, userId);
  });
}
