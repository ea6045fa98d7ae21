import { placedGoods } from '../../db/repositories/catalogue.repository.js';
import { listFilters } from '../../db/repositories/filters.repository.js';
import { listGroups, listStores } from '../../db/repositories/till-cache.repository.js';
import type { UserId } from '../../domain/brand.js';
import { ruleEffect, type RuleChange } from '../../domain/selection/rule-effect.js';
import { knownEntity, type RuleDeps } from '../catalogue/change-rules.js';
import type { RulePreview } from '../engine-services.js';

/** How many goods of the till a rule would move, before it is saved. Throws `CATALOGUE.ENTITY_NOT_FOUND`. */
export async function previewRule({ db }: RuleDeps, userId: UserId, rule: RuleChange): Promise<RulePreview> {
  const known = rule.mode === 'none' ? null : await knownEntity(db, userId, rule.entityType, rule.entityId);
  const world = {
    rules: await listFilters(db, userId),
    groups: await listGroups(db, userId),
    stores: await listStores(db, userId),
  };
  const present = world.rules.find(
    ({ entityType, entityId }) => entityType === rule.entityType && entityId === rule.entityId,
  );
  const name = known?.name ?? present?.entityName ?? '';
  return { ...ruleEffect(world, await placedGoods(db, userId), rule), name };
}
