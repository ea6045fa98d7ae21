import type { ListingKey } from '../brand.js';
import type { MergeBy } from '../settings.js';
import type { TillProduct } from '../till.js';
import { listingKey } from './listing-key.js';

/**
 * Goods by the listing they belong to, both in the order given: the merchant's order of stores, so that the first
 * member of a listing is the one that gives price and group. Whether members may share a key is `duplicateKey`'s matter.
 */
export function groupMembers<P extends TillProduct>(
  products: readonly P[],
  mergeBy: MergeBy,
): ReadonlyMap<ListingKey, readonly P[]> {
  const byKey = new Map<ListingKey, P[]>();
  for (const product of products) {
    const key = listingKey(product, mergeBy);
    const members = byKey.get(key);
    if (members === undefined) byKey.set(key, [product]);
    else members.push(product);
  }
  return byKey;
}
