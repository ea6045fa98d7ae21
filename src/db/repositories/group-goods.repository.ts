import type { GroupId, ListingKey, ProductId, StoreId, UserId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** A group of a store, or its goods without one (`none`). */
export type GroupPlace =
  { readonly kind: 'groups'; readonly ids: readonly GroupId[] } | { readonly kind: 'none'; readonly storeId: StoreId };

const FROM = `FROM listings s
  JOIN listing_members m ON m.user_id = s.user_id AND m.listing_key = s.listing_key AND m.is_selected = TRUE
    AND m.store_evotor_id = s.store_evotor_id
  JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
    AND p.evotor_id = m.product_evotor_id AND p.missing_since IS NULL
  LEFT JOIN cached_groups g ON g.user_id = p.user_id AND g.store_evotor_id = p.store_evotor_id
    AND g.evotor_id = p.group_evotor_id AND g.missing_since IS NULL
  LEFT JOIN product_overrides o ON o.user_id = s.user_id AND o.listing_key = s.listing_key`;

function conditionOf(place: GroupPlace): { readonly sql: string; readonly values: Record<string, string | string[]> } {
  if (place.kind === 'none')
    return { sql: 'p.store_evotor_id = :storeId AND g.id IS NULL', values: { storeId: place.storeId } };
  // A list must not be empty in SQL; no group has an empty id.
  return { sql: 'g.evotor_id IN (:ids)', values: { ids: ['', ...place.ids] } };
}

/** Selected listings whose first good stands there, and how many of them have a price of their own. */
export async function countGroupGoods(
  queries: Queries,
  userId: UserId,
  place: GroupPlace,
): Promise<{ readonly goods: number; readonly withOwnPrice: number }> {
  const { sql, values } = conditionOf(place);
  const row = await queries.first<{ goods: number; withOwnPrice: number }>(
    `SELECT COUNT(DISTINCT s.id) AS goods,
       COUNT(DISTINCT IF(o.price_kopecks IS NULL, NULL, s.id)) AS withOwnPrice
     ${FROM} WHERE s.user_id = :userId AND ${sql}`,
    { userId, ...values },
  );
  return row ?? { goods: 0, withOwnPrice: 0 };
}

/** The first of them by name whose price a rule decides. */
export async function sampleGroupGoods(
  queries: Queries,
  userId: UserId,
  place: GroupPlace,
  limit: number,
): Promise<readonly { readonly key: ListingKey; readonly storeId: StoreId; readonly productId: ProductId }[]> {
  const { sql, values } = conditionOf(place);
  return queries.rows(
    `SELECT s.listing_key AS \`key\`, p.store_evotor_id AS storeId, p.evotor_id AS productId
     ${FROM} WHERE s.user_id = :userId AND ${sql} AND o.price_kopecks IS NULL AND p.price_kopecks > 0
     ORDER BY s.is_listed DESC, p.name, p.id LIMIT :limit`,
    { userId, limit, ...values },
  );
}
