import type { Database, Queries } from '../../db/database.js';
import { linksByKeys, saveLinks, type ItemLink, type Shop } from '../../db/repositories/links.repository.js';
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
    await bringBackLinks(queries, shop, [link]);
  });
}

/** The same for several goods whose links are detached, inside the caller's transaction; answers how many. */
export async function bringBackLinks(queries: Queries, shop: Shop, links: readonly ItemLink[]): Promise<number> {
  if (links.length === 0) return 0;
  await saveLinks(
    queries,
    shop,
    links.map(link => ({
      ...link,
      state: link.stateCause === 'HIDDEN_IN_VK' ? 'hidden' : 'deleted',
      stateCause: 'BROUGHT_BACK',
      // What it carries by now nobody knows: everything is sent.
      sentDigests: null,
      echoDigests: null,
    })),
  );
  await forgetRefusals(
    queries,
    shop,
    links.map(({ key }) => key),
  );
  for (const { key, stateCause } of links)
    await auditListing(queries, shop.userId, key, 'listing.bring_back', { cause: stateCause }, null);
  await raiseInputVersion(queries, shop.userId);
  return links.length;
}
