import type { UserId } from '../../domain/brand.js';
import type { EntityType, FilterMode, FilterRule } from '../../domain/selection/types.js';
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

export async function saveFilter(
  queries: Queries,
  configId: number,
  rule: FilterRule & { parentId: string | null },
): Promise<void> {
  await queries.change(
    `INSERT INTO sync_filters (sync_config_id, entity_type, entity_id, entity_name, filter_mode, parent_entity_id, created_at)
     VALUES (:configId, :entityType, :entityId, :entityName, :mode, :parentId, :now)
     ON DUPLICATE KEY UPDATE entity_name = VALUES(entity_name), filter_mode = VALUES(filter_mode),
       parent_entity_id = VALUES(parent_entity_id)`,
    {
      configId,
      entityType: rule.entityType,
      entityId: rule.entityId,
      entityName: rule.entityName,
      mode: rule.mode,
      parentId: rule.parentId,
      now: new Date(),
    },
  );
}

export async function removeFilter(
  queries: Queries,
  configId: number,
  entityType: EntityType,
  entityId: string,
): Promise<void> {
  await queries.change(
    'DELETE FROM sync_filters WHERE sync_config_id = :configId AND entity_type = :entityType AND entity_id = :entityId',
    { configId, entityType, entityId },
  );
}
