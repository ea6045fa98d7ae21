import type { Database, Queries } from '../../db/database.js';
import { entityName } from '../../db/repositories/catalogue.repository.js';
import { listFilters, removeFilter, saveFilter } from '../../db/repositories/filters.repository.js';
import { getSyncConfig, raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import type { StoreId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { isNoGroupId, NO_GROUP_NAME } from '../../domain/selection/no-group.js';
import type { EntityType, FilterMode, FilterRule } from '../../domain/selection/types.js';
import { writeAudits } from '../audit/write-audit.js';
import { recomputeListings } from '../sync/recompute-listings.js';
import type { SyncDeps } from '../sync/sync-deps.js';

export type RuleDeps = Pick<SyncDeps, 'db' | 'defaultCategoryId' | 'fixedStock'>;

/** Writes or removes rules, says that the wishes changed, and brings the listings up to date at once. */
export async function changeRules(
  deps: RuleDeps,
  userId: UserId,
  change: {
    save: readonly (FilterRule & { parentId: string | null })[];
    remove: readonly Pick<FilterRule, 'entityType' | 'entityId'>[];
  },
): Promise<void> {
  const config = await getSyncConfig(deps.db, userId);
  await deps.db.transaction(async queries => {
    await auditRules(queries, userId, change);
    for (const rule of change.remove) await removeFilter(queries, config.id, rule.entityType, rule.entityId);
    for (const rule of change.save) await saveFilter(queries, config.id, rule);
    await raiseInputVersion(queries, userId);
  });
  await recomputeListings(deps, userId);
}

/** Notes which rules really change, with the mode before and after: the pages tell it in the time line of a good. */
async function auditRules(
  queries: Queries,
  userId: UserId,
  { save, remove }: Parameters<typeof changeRules>[2],
): Promise<void> {
  const nameOf = (rule: Pick<FilterRule, 'entityType' | 'entityId'>): string => `${rule.entityType}:${rule.entityId}`;
  const before = new Map((await listFilters(queries, userId)).map(rule => [nameOf(rule), rule.mode]));
  const after = new Map<string, FilterMode | null>();
  for (const rule of remove) after.set(nameOf(rule), null);
  for (const rule of save) after.set(nameOf(rule), rule.mode);
  await writeAudits(
    queries,
    [...after]
      .filter(([entity, mode]) => (before.get(entity) ?? null) !== mode)
      .map(([entity, mode]) => ({
        actor: userId,
        subject: userId,
        action: 'rule.change',
        entity,
        before: { mode: before.get(entity) ?? null },
        after: { mode },
        origin: 'rules',
      })),
  );
}

/** A rule as the merchant wishes it; `none` takes it away. */
interface RuleWish {
  readonly entityType: EntityType;
  readonly entityId: string;
  readonly mode: FilterMode | 'none';
}

/**
 * Rules by hand, all of them or none, for entities of the merchant's own till.
 * Throws `CATALOGUE.ENTITY_NOT_FOUND`, `RULE.CONTRADICTION` when one entity is to be two things (details.entityId).
 */
export async function setRules(deps: RuleDeps, userId: UserId, wishes: readonly RuleWish[]): Promise<void> {
  const byEntity = new Map<string, RuleWish>();
  for (const wish of wishes) {
    const { entityType, entityId, mode } = wish;
    const known = byEntity.get(`${entityType} ${entityId}`);
    if (known !== undefined && known.mode !== mode)
      throw new AppError('invalid', 'RULE.CONTRADICTION', { field: 'mode', entityType, entityId });
    byEntity.set(`${entityType} ${entityId}`, wish);
  }
  const save: (FilterRule & { parentId: string | null })[] = [];
  const remove: Pick<FilterRule, 'entityType' | 'entityId'>[] = [];
  for (const { entityType, entityId, mode } of byEntity.values()) {
    if (mode === 'none') {
      remove.push({ entityType, entityId });
      continue;
    }
    const { name, parentId } = await knownEntity(deps.db, userId, entityType, entityId);
    save.push({ entityType, entityId, entityName: name.slice(0, 255), mode, parentId });
  }
  await changeRules(deps, userId, { save, remove });
}

/** An entity of the merchant's own till by its name. Throws `CATALOGUE.ENTITY_NOT_FOUND`. */
export async function knownEntity(
  queries: Database | Queries,
  userId: UserId,
  entityType: EntityType,
  entityId: string,
): Promise<{ name: string; parentId: string | null }> {
  if (entityType === 'group' && isNoGroupId(entityId as never)) {
    const storeId = entityId.slice(entityId.indexOf(':') + 1) as StoreId;
    if (await entityName(queries, userId, 'store', storeId)) return { name: NO_GROUP_NAME, parentId: storeId };
  }
  const entity = await entityName(queries, userId, entityType, entityId);
  if (!entity) throw new AppError('not_found', 'CATALOGUE.ENTITY_NOT_FOUND', { entityType, entityId });
  return entity;
}
