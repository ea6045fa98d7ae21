import type { ListingKey, ProductId, UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** A till good behind each listing, also one that is gone from the till; keys nobody remembers are left out. */
export async function productsOfKeys(
  queries: Queries,
  userId: UserId,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, ProductId>> {
  if (keys.length === 0) return new Map();
  const rows = await queries.rows<{ key: ListingKey; id: ProductId }>(
    `SELECT evotor_id AS \`key\`, evotor_id AS id FROM cached_products
       WHERE user_id = :userId AND evotor_id IN (:keys) GROUP BY evotor_id
     UNION ALL SELECT listing_key, MIN(product_evotor_id) FROM listing_members
       WHERE user_id = :userId AND listing_key IN (:keys) GROUP BY listing_key`,
    { userId, keys: [...keys] },
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}
