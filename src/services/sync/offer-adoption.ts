import type { Queries } from '../../db/database.js';
import type { Shop } from '../../db/repositories/links.repository.js';
import {
  dropOffers,
  listOffers,
  saveOffers,
  unlinkedItems,
  unlinkedListings,
} from '../../db/repositories/offers.repository.js';
import { matchForAdoption } from '../../domain/sync/adoption.js';

/**
 * Goods of the merchant's own making that look like a listing of ours are offered for adoption; until the merchant has
 * answered, the listing is not created. What an open offer is about may be gone or settled meanwhile: then it is closed.
 */
export async function offerAdoption(queries: Queries, shop: Shop): Promise<void> {
  const offers = await listOffers(queries, shop);
  const items = await unlinkedItems(queries, shop);
  if (items.length === 0 && offers.every(({ state }) => state !== 'open')) return;
  const listings = items.length === 0 ? [] : await unlinkedListings(queries, shop);
  const answered = new Set(offers.filter(({ state }) => state !== 'open').map(({ key, itemId }) => `${key} ${itemId}`));
  const matches = matchForAdoption(listings, items, (key, itemId) => answered.has(`${key} ${itemId}`));
  const current = new Set(matches.map(({ key, itemId }) => `${key} ${itemId}`));
  await dropOffers(
    queries,
    offers.filter(({ key, itemId }) => !current.has(`${key} ${itemId}`)).map(({ id }) => id),
  );
  await saveOffers(queries, shop, matches);
}
