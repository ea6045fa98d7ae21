import { createHash } from 'node:crypto';
import { storeDigests } from '../../db/repositories/till-cache.repository.js';
import type { Queries } from '../../db/database.js';
import type { UserId } from '../../domain/brand.js';
import type { TillGroup, TillProduct, TillStore } from '../../domain/till.js';

/** 32 hex characters over everything a listing can depend on; two equal rows have equal digests. */
export function productDigest(product: TillProduct): string {
  const values = [
    product.groupId,
    product.name,
    product.type,
    product.price,
    product.costPrice,
    product.quantity,
    product.measureName,
    product.allowToSell,
    product.description,
    product.articleNumber,
    product.code,
    product.barcodes,
    Object.entries(product.attributesChoices).sort(([a], [b]) => (a < b ? -1 : 1)),
    product.isExcisable,
    product.isAgeLimited,
  ];
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
}

/** Digest of one completely read store; the order in which the till gave its rows does not matter. */
export function storeDigest(
  store: TillStore,
  groups: readonly TillGroup[],
  products: ReadonlyMap<string, string>,
): string {
  const hash = createHash('sha256').update(JSON.stringify([store.id, store.name]));
  for (const group of [...groups].sort((a, b) => (a.id < b.id ? -1 : 1)))
    hash.update(JSON.stringify([group.id, group.parentId, group.name, group.attributes]));
  for (const [id, digest] of [...products].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${id}:${digest};`);
  return hash.digest('hex');
}

/**
 * Digest of the till as the cache holds it: its stores in the merchant's order; `null` while one of them has no whole
 * read. A store that is not paid for counts with its last values, as its listings do.
 */
export async function cachedTillDigest(queries: Queries, userId: UserId): Promise<string | null> {
  const stores = await storeDigests(queries, userId);
  if (stores.some(({ state }) => state !== 'complete' && state !== 'not_paid')) return null;
  const values = stores.map(({ state, digest }) => `${state}:${digest ?? ''}`);
  return createHash('sha256').update(values.join(';')).digest('hex');
}
