import type { GroupId, ProductId, StoreId, UserId } from '../../domain/brand.js';
import type { FilterMode } from '../../domain/selection/types.js';
import type { Queries, SqlValue } from '../database.js';

/** A good of the till with its own rule. */
export interface ExportedProduct {
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

/** Row ids of a store's goods in the order of their names: all that is kept of them while they are written out. */
export async function exportedProductOrder(
  queries: Queries,
  userId: UserId,
  place: { readonly storeId: StoreId; readonly groupId: GroupId | 'none' | null },
): Promise<readonly number[]> {
  const values: Record<string, SqlValue> = { userId, storeId: place.storeId };
  const group = groupCondition(place.groupId, values);
  const rows = await queries.rows<{ id: number }>(
    `SELECT p.id FROM cached_products p ${GROUP_JOIN}
     WHERE p.user_id = :userId AND p.store_evotor_id = :storeId AND p.missing_since IS NULL ${group}
     ORDER BY p.name, p.id`,
    values,
  );
  return rows.map(({ id }) => id);
}

/** Some goods by their row ids; those that went away meanwhile are left out. */
export async function exportedProducts(
  queries: Queries,
  userId: UserId,
  ids: readonly number[],
): Promise<readonly ExportedProduct[]> {
  return queries.rows<ExportedProduct>(
    `SELECT p.evotor_id AS id, p.name, g.name AS groupName, p.article_number AS articleNumber,
       p.price_kopecks AS priceKopecks, p.quantity_milli AS quantityMilli, p.measure_name AS measureName,
       p.allow_to_sell AS allowToSell, f.filter_mode AS rule
     FROM cached_products p ${GROUP_JOIN}
     LEFT JOIN sync_configs c ON c.user_id = p.user_id
     LEFT JOIN sync_filters f ON f.sync_config_id = c.id AND f.entity_type = 'product' AND f.entity_id = p.evotor_id
     WHERE p.user_id = :userId AND p.id IN (:ids) ORDER BY p.name, p.id`,
    { userId, ids },
  );
}

/** A listing with its own values and the till product that stands for it. */
export interface ExportedOverride {
  readonly id: ProductId;
  readonly name: string;
  readonly ownPriceKopecks: number | null;
  readonly ownName: string | null;
  readonly ownDescription: string | null;
}

/** Row ids of the goods that stand for the listings of a place, one each, in the order of their names. */
export async function exportedOverrideOrder(
  queries: Queries,
  userId: UserId,
  place: { readonly storeId: StoreId | null; readonly groupId: GroupId | 'none' | null },
): Promise<readonly number[]> {
  const values: Record<string, SqlValue> = { userId };
  const store = place.storeId === null ? '' : 'AND p.store_evotor_id = :storeId';
  if (place.storeId !== null) values['storeId'] = place.storeId;
  const rows = await queries.rows<{ id: number }>(
    `SELECT id FROM (
       SELECT p.id, p.name, ROW_NUMBER() OVER (PARTITION BY s.id
         ORDER BY m.is_selected DESC, m.store_evotor_id = s.store_evotor_id DESC, p.id) AS place
       FROM listing_members m
       JOIN listings s ON s.user_id = m.user_id AND s.listing_key = m.listing_key
       JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
         AND p.evotor_id = m.product_evotor_id AND p.missing_since IS NULL ${store} ${GROUP_JOIN}
       WHERE m.user_id = :userId ${groupCondition(place.groupId, values)}) goods
     WHERE place = 1 ORDER BY name, id`,
    values,
  );
  return rows.map(({ id }) => id);
}

/** Own values by the row ids of goods; those that went away meanwhile are left out. */
export async function exportedOverrides(
  queries: Queries,
  userId: UserId,
  ids: readonly number[],
): Promise<readonly ExportedOverride[]> {
  return queries.rows<ExportedOverride>(
    `SELECT p.evotor_id AS id, p.name, o.price_kopecks AS ownPriceKopecks, o.name AS ownName,
       o.description AS ownDescription
     FROM cached_products p
     JOIN listing_members m ON m.user_id = p.user_id AND m.store_evotor_id = p.store_evotor_id
       AND m.product_evotor_id = p.evotor_id
     LEFT JOIN product_overrides o ON o.user_id = m.user_id AND o.listing_key = m.listing_key
     WHERE p.user_id = :userId AND p.id IN (:ids) ORDER BY p.name, p.id`,
    { userId, ids },
  );
}
