import type { ListingKey } from '../brand.js';
import type { TillProduct } from '../till.js';
import type { NotListed } from './types.js';

/**
 * Two goods of one store never merge: if they share a key, none of its members is listed, for nobody can say which of
 * the two the other stores' good is. `null` = all members are of different stores.
 */
export function duplicateKey(key: ListingKey, products: readonly TillProduct[]): NotListed | null {
  const stores = new Set(products.map(product => product.storeId));
  if (stores.size === products.length) return null;
  return { kind: 'not_listed', key, code: 'DUPLICATE_KEY', params: { key: key.replace(/^(?:bc|art):/u, '') } };
}
