import type { UserId } from '../../domain/brand.js';
import type { EntityType, FilterMode, FilterRule } from '../../domain/selection/types.js';
import type { Queries } from '../database.js';

interface Row {
  entity_type: EntityType;
  entity_id: string;
  entity_name: string;
  filter_mode: FilterMode;
}

/** All rules of a merchant, oldest first. */
export async function listFilters(queries: Queries, userId: UserId): Promise<readonly FilterRule[]> {
  const rows = await queries.rows<Row>(
    `SELECT f.entity_type, f.entity_id, f.entity_name, f.filter_mode
     FROM sync_filters f JOIN sync_configs c ON c.id = f.sync_config_id
     WHERE c.user_id = :userId ORDER BY f.id`,
    { userId },
  );
  return rows.map(row => ({
    entityType: row.entity_type,
    entityId: row.entity_id,
    entityName: row.entity_name,
    mode: row.filter_mode,
  }));
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
