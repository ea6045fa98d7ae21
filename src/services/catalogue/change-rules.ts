import type { Database, Queries } from '../../db/database.js';
import { entityNames, type NamedEntity } from '../../db/repositories/catalogue.repository.js';
import { listFilters, removeFilters, saveFilters } from '../../db/repositories/filters.repository.js';
import { getSyncConfig, raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import type { GroupId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { isNoGroupId, NO_GROUP_NAME } from '../../domain/selection/no-group.js';
import type { EntityType, FilterMode, FilterRule } from '../../domain/selection/types.js';
import { writeAudits } from '../audit/write-audit.js';
import { recomputeListings } from '../sync/recompute-listings.js';
import type { SyncDeps } from '../sync/sync-deps.js';

export type RuleDeps = Pick<SyncDeps, 'db' | 'defaultCategoryId' | 'fixedStock'>;

/**
 * Writes or removes rules, says that the wishes changed, and brings the listings up to date at once. Answers how many rules
 * are another way than before.
 */
export async function changeRules(
  deps: RuleDeps,
  userId: UserId,
  change: {
    save: readonly (FilterRule & { parentId: string | null })[];
    remove: readonly Pick<FilterRule, 'entityType' | 'entityId'>[];
  },
): Promise<number> {
  const config = await getSyncConfig(deps.db, userId);
  const changed = await deps.db.transaction(async queries => {
    const count = await auditRules(queries, userId, change);
    for (const type of TYPES) {
      const ids = change.remove.filter(({ entityType }) => entityType === type).map(({ entityId }) => entityId);
      await removeFilters(queries, config.id, type, ids);
    }
    await saveFilters(queries, config.id, change.save);
    await raiseInputVersion(queries, userId);
    return count;
  });
  await recomputeListings(deps, userId);
  return changed;
}

const TYPES = ['store', 'group', 'product'] as const satisfies readonly EntityType[];

/** Notes which rules really change, with the mode before and after: the pages tell it in the time line of a good. */
async function auditRules(
  queries: Queries,
  userId: UserId,
  { save, remove }: Parameters<typeof changeRules>[2],
): Promise<number> {
  const nameOf = (rule: Pick<FilterRule, 'entityType' | 'entityId'>): string => `${rule.entityType}:${rule.entityId}`;
  const before = new Map((await listFilters(queries, userId)).map(rule => [nameOf(rule), rule.mode]));
  const after = new Map<string, FilterMode | null>();
  for (const rule of remove) after.set(nameOf(rule), null);
  for (const rule of save) after.set(nameOf(rule), rule.mode);
  const changed = [...after].filter(([entity, mode]) => (before.get(entity) ?? null) !== mode);
  await writeAudits(
    queries,
    changed.map(([entity, mode]) => ({
      actor: userId,
      subject: userId,
      action: 'rule.change',
      entity,
      before: { mode: before.get(entity) ?? null },
      after: { mode },
      origin: 'web',
    })),
  );
  return changed.length;
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
export async function setRules(deps: RuleDeps, userId: UserId, wishes: readonly RuleWish[]): Promise<number> {
  const byEntity = new Map<string, RuleWish>();
  for (const wish of wishes) {
    const { entityType, entityId, mode } = wish;
    const known = byEntity.get(`${entityType} ${entityId}`);
    if (known !== undefined && known.mode !== mode)
      throw new AppError('invalid', 'RULE.CONTRADICTION', { field: 'mode', entityType, entityId });
    byEntity.set(`${entityType} ${entityId}`, wish);
  }
  const wished = [...byEntity.values()];
  const remove = wished.filter(({ mode }) => mode === 'none');
  const knownOf = new Map<EntityType, Awaited<ReturnType<typeof knownEntities>>>();
  for (const type of TYPES) {
    const ids = wished.filter(({ entityType, mode }) => entityType === type && mode !== 'none');
    const known = await knownEntities(
      deps.db,
      userId,
      type,
      ids.map(({ entityId }) => entityId),
    );
    knownOf.set(type, known);
  }
  const save = wished.flatMap(({ entityType, entityId, mode }) => {
    const known = mode === 'none' ? undefined : knownOf.get(entityType)?.(entityId);
    if (mode === 'none' || known === undefined) return [];
    return [{ entityType, entityId, entityName: known.name.slice(0, 255), mode, parentId: known.parentId }];
  });
  return changeRules(deps, userId, { save, remove });
}

/** An entity of the merchant's own till by its name. Throws `CATALOGUE.ENTITY_NOT_FOUND`. */
export const knownEntity = async (
  queries: Database | Queries,
  userId: UserId,
  entityType: EntityType,
  entityId: string,
): Promise<Omit<NamedEntity, 'id'>> => (await knownEntities(queries, userId, entityType, [entityId]))(entityId);

/** Entities of the merchant's own till, to be asked by id: asking for a stranger throws `CATALOGUE.ENTITY_NOT_FOUND`. */
export async function knownEntities(
  queries: Database | Queries,
  userId: UserId,
  entityType: EntityType,
  ids: readonly string[],
): Promise<(id: string) => Omit<NamedEntity, 'id'>> {
  const pseudo = entityType === 'group' ? ids.filter(id => isNoGroupId(id as GroupId)) : [];
  const known = await entityNames(queries, userId, entityType, ids);
  const stores = await entityNames(queries, userId, 'store', pseudo.map(storeOfPseudo));
  return id => {
    const store = pseudo.includes(id) ? stores.get(storeOfPseudo(id)) : undefined;
    const entity = store === undefined ? known.get(id) : { name: NO_GROUP_NAME, parentId: store.id };
    if (!entity) throw new AppError('not_found', 'CATALOGUE.ENTITY_NOT_FOUND', { entityType, entityId: id });
    return entity;
  };
}

const storeOfPseudo = (id: string): string => id.slice(id.indexOf(':') + 1);
