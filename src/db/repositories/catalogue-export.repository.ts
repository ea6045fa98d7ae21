import type { GroupId, ListingKey, ProductId, StoreId, UserId } from '../../domain/brand.js';
import type { FilterMode } from '../../domain/selection/types.js';
import type { Queries, SqlValue } from '../database.js';

/** Where a page ends: the next one begins after it, whatever was added before it meanwhile. */
export interface PageEnd {
  readonly name: string;
  readonly id: number;
}

/** A good of the till with its own rule. */
export interface ExportedProduct {
  readonly rowId: number;
  readonly id: ProductId;
  readonly name: string;
  readonly groupName: string | null;
  readonly articleNumber: string | null;
  readonly priceKopecks: number | null;
  readonly quantityMilli: number | null;
  readonly measureName: string | null;
  readonly allowToSell: number;
  readonly rule: FilterMode | null;
}

const GROUP_JOIN = `LEFT JOIN cached_groups g ON g.user_id = p.user_id AND g.store_evotor_id = p.store_evotor_id
  AND g.evotor_id = p.group_evotor_id AND g.missing_since IS NULL`;

/** `groupId`: `null` = all groups, `none` = goods without one. */
function groupCondition(groupId: GroupId | 'none' | null, values: Record<string, SqlValue>): string {
  if (groupId === null) return '';
  if (groupId === 'none') return 'AND g.id IS NULL';
  values['groupId'] = groupId;
  return 'AND g.evotor_id = :groupId';
}

/** The next goods of a store by name. */
export async function exportedProducts(
  queries: Queries,
  userId: UserId,
  place: { readonly storeId: StoreId; readonly groupId: GroupId | 'none' | null },
  after: PageEnd | null,
  limit: number,
): Promise<readonly ExportedProduct[]> {
  const values: Record<string, SqlValue> = { userId, storeId: place.storeId, limit };
  const group = groupCondition(place.groupId, values);
  return queries.rows<ExportedProduct>(
    `SELECT p.id AS rowId, p.evotor_id AS id, p.name, g.name AS groupName, p.article_number AS articleNumber,
       p.price_kopecks AS priceKopecks, p.quantity_milli AS quantityMilli, p.measure_name AS measureName,
       p.allow_to_sell AS allowToSell, f.filter_mode AS rule
     FROM cached_products p ${GROUP_JOIN}
     LEFT JOIN sync_configs c ON c.user_id = p.user_id
     LEFT JOIN sync_filters f ON f.sync_config_id = c.id AND f.entity_type = 'product' AND f.entity_id = p.evotor_id
     WHERE p.user_id = :userId AND p.store_evotor_id = :storeId AND p.missing_since IS NULL ${group}
       ${afterCondition('p', after, values)}
     ORDER BY p.name, p.id LIMIT :limit`,
    values,
  );
}

function afterCondition(table: string, after: PageEnd | null, values: Record<string, SqlValue>): string {
  if (after === null) return '';
  Object.assign(values, { afterName: after.name, afterId: after.id });
  return `AND (${table}.name > :afterName OR (${table}.name = :afterName AND ${table}.id > :afterId))`;
}

/** A listing with its own values and the till product that stands for it. */
export interface ExportedOverride {
  readonly rowId: number;
  readonly key: ListingKey;
  readonly listingName: string;
  readonly id: ProductId;
  readonly name: string;
  readonly ownPriceKopecks: number | null;
  readonly ownName: string | null;
  readonly ownDescription: string | null;
}

/** The next goods by the name of their listing; of a store or a group those that stand there. */
export async function exportedOverrides(
  queries: Queries,
  userId: UserId,
  place: { readonly storeId: StoreId | null; readonly groupId: GroupId | 'none' | null },
  after: PageEnd | null,
  limit: number,
): Promise<readonly ExportedOverride[]> {
  const values: Record<string, SqlValue> = { userId, limit };
  const store = place.storeId === null ? '' : 'AND p.store_evotor_id = :storeId';
  if (place.storeId !== null) values['storeId'] = place.storeId;
  const member = `SELECT p.id FROM listing_members m
    JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
      AND p.evotor_id = m.product_evotor_id AND p.missing_since IS NULL ${store} ${GROUP_JOIN}
    WHERE m.user_id = s.user_id AND m.listing_key = s.listing_key ${groupCondition(place.groupId, values)}`;
  return queries.rows<ExportedOverride>(
    `SELECT s.id AS rowId, s.listing_key AS \`key\`, s.name AS listingName, q.evotor_id AS id, q.name,
       o.price_kopecks AS ownPriceKopecks, o.name AS ownName, o.description AS ownDescription
     FROM (SELECT s.id, s.user_id, s.listing_key, s.name,
         (${member} ORDER BY m.is_selected DESC, m.store_evotor_id = s.store_evotor_id DESC, p.id LIMIT 1) AS product
       FROM listings s WHERE s.user_id = :userId ${afterCondition('s', after, values)} AND EXISTS (${member})
       ORDER BY s.name, s.id LIMIT :limit) s
     JOIN cached_products q ON q.id = s.product
     LEFT JOIN product_overrides o ON o.user_id = s.user_id AND o.listing_key = s.listing_key
     ORDER BY s.name, s.id`,
    values,
  );
}
