import type { UserId } from '../../domain/brand.js';
import type { EntityType, FilterMode, FilterRule } from '../../domain/selection/types.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';

interface Row {
  entity_type: EntityType;
  entity_id: string;
  entity_name: string;
  filter_mode: FilterMode;
  parent_entity_id: string | null;
}

/** A rule with the store a group lay in, or the group a product lay in, when it was written. */
export interface StoredRule extends FilterRule {
  readonly parentId: string | null;
}

const COLUMNS = 'f.entity_type, f.entity_id, f.entity_name, f.filter_mode, f.parent_entity_id';

const toRule = (row: Row): StoredRule => ({
  entityType: row.entity_type,
  entityId: row.entity_id,
  entityName: row.entity_name,
  mode: row.filter_mode,
  parentId: row.parent_entity_id,
});

/** All rules of a merchant, oldest first. */
export async function listFilters(queries: Queries, userId: UserId): Promise<readonly StoredRule[]> {
  const rows = await queries.rows<Row>(
    `SELECT ${COLUMNS} FROM sync_filters f JOIN sync_configs c ON c.id = f.sync_config_id
     WHERE c.user_id = :userId ORDER BY f.id`,
    { userId },
  );
  return rows.map(toRule);
}

/**
 * What a page has to know of a merchant's rules, however many name single goods: all of stores and groups, those of these
 * goods, and one include of a good if there is any, for it makes a white list. Oldest first.
 */
export async function filtersForPage(
  queries: Queries,
  userId: UserId,
  productIds: readonly string[],
): Promise<readonly StoredRule[]> {
  const from = 'FROM sync_filters f JOIN sync_configs c ON c.id = f.sync_config_id WHERE c.user_id = :userId';
  const rows = await queries.rows<Row & { id: number }>(
    `(SELECT f.id, ${COLUMNS} ${from} AND (f.entity_type <> 'product' OR f.entity_id IN (:productIds)))
     UNION
     (SELECT f.id, ${COLUMNS} ${from} AND f.entity_type = 'product' AND f.filter_mode = 'include' LIMIT 1)
     ORDER BY id`,
    { userId, productIds: productIds.length > 0 ? [...productIds] : [''] },
  );
  return rows.map(toRule);
}

/** Writes many rules at once. */
export async function saveFilters(
  queries: Queries,
  configId: number,
  rules: readonly (FilterRule & { parentId: string | null })[],
): Promise<void> {
  const now = new Date();
  await upsertRows(
    queries,
    'sync_filters',
    [
      'sync_config_id',
      'entity_type',
      'entity_id',
      'entity_name',
      'filter_mode',
      'parent_entity_id',
      'created_at',
    ] as const,
    rules.map(rule => ({
      sync_config_id: configId,
      entity_type: rule.entityType,
      entity_id: rule.entityId,
      entity_name: rule.entityName,
      filter_mode: rule.mode,
      parent_entity_id: rule.parentId,
      created_at: now,
    })),
    ['entity_name', 'filter_mode', 'parent_entity_id'],
  );
}

/** Takes many rules of one type away. */
export async function removeFilters(
  queries: Queries,
  configId: number,
  entityType: EntityType,
  entityIds: readonly string[],
): Promise<void> {
  if (entityIds.length === 0) return;
  await queries.change(
    'DELETE FROM sync_filters WHERE sync_config_id = :configId AND entity_type = :entityType AND entity_id IN (:ids)',
    { configId, entityType, ids: [...entityIds] },
  );
}

/** Rules for what is not on the till any more («нет в каталоге»), oldest first; «Без группы» vanishes with its store. */
export async function vanishedRules(queries: Queries, userId: UserId): Promise<readonly StoredRule[]> {
  const present = (table: string, id: string) =>
    `EXISTS (SELECT 1 FROM ${table} t WHERE t.user_id = c.user_id AND t.missing_since IS NULL AND t.evotor_id = ${id})`;
  const pseudo = `f.entity_id LIKE 'none:%' AND ${present('cached_stores', 'SUBSTRING(f.entity_id, 6)')}`;
  const rows = await queries.rows<Row>(
    `SELECT ${COLUMNS} FROM sync_filters f JOIN sync_configs c ON c.id = f.sync_config_id
     WHERE c.user_id = :userId AND NOT CASE f.entity_type
       WHEN 'store' THEN ${present('cached_stores', 'f.entity_id')}
       WHEN 'group' THEN ${present('cached_groups', 'f.entity_id')} OR ${pseudo}
       ELSE ${present('cached_products', 'f.entity_id')} END
     ORDER BY f.id`,
    { userId },
  );
  return rows.map(toRule);
}

export const saveFilter = (
  queries: Queries,
  configId: number,
  rule: FilterRule & { parentId: string | null },
): Promise<void> => saveFilters(queries, configId, [rule]);

export const removeFilter = (
  queries: Queries,
  configId: number,
  entityType: EntityType,
  entityId: string,
): Promise<void> => removeFilters(queries, configId, entityType, [entityId]);
