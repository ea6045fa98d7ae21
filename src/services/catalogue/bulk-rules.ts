import { placedGoods } from '../../db/repositories/catalogue.repository.js';
import { goodsIds, memberKeys } from '../../db/repositories/goods-page.repository.js';
import { linksByKeys } from '../../db/repositories/links.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { rulesEffect } from '../../domain/selection/rule-effect.js';
import type { EntityType, FilterMode } from '../../domain/selection/types.js';
import type { RulePreview } from '../engine-services.js';
import { bringBackLinks } from '../vk-shop/bring-back.js';
import { shopOfMerchant } from '../vk-shop/shop-of-merchant.js';
import { MOST_IN_BULK, type BulkTarget } from './catalogue-contracts.js';
import { groupRows, groupScope, loadCatalogue, ownStore } from './catalogue-rows.js';
import { knownEntities, setRules, type RuleDeps } from './change-rules.js';
import { matches } from './name-search.js';

/** Ids of the rows a bulk action is for. Throws `BULK.NOTHING`, `BULK.TOO_MANY` (details.most). */
export async function bulkIds(deps: RuleDeps, userId: UserId, target: BulkTarget): Promise<readonly string[]> {
  const ids = [...new Set(target.kind === 'picked' ? target.ids : await foundIds(deps, userId, target))];
  if (ids.length === 0) throw new AppError('invalid', 'BULK.NOTHING');
  if (ids.length > MOST_IN_BULK) throw new AppError('invalid', 'BULK.TOO_MANY', { most: MOST_IN_BULK });
  return ids;
}

async function foundIds(
  { db }: RuleDeps,
  userId: UserId,
  target: Extract<BulkTarget, { kind: 'found' }>,
): Promise<readonly string[]> {
  if (target.entityType === 'product') {
    const { storeId, groupId, search, state, reason = '' } = target.query;
    const wish = { storeId, groupId: groupScope(groupId), search, state, reason };
    return goodsIds(db, userId, wish, MOST_IN_BULK + 1);
  }
  const view = await loadCatalogue(db, userId);
  const rows = target.entityType === 'store' ? view.stores : groupRows(view, ownStore(view, target.storeId).id);
  return rows.filter(({ name, isMissing }) => !isMissing && matches(name, target.search)).map(({ id }) => id);
}

/** What one rule for all of them would move, in till goods. Throws `CATALOGUE.ENTITY_NOT_FOUND`. */
export async function previewRules(
  { db }: RuleDeps,
  userId: UserId,
  entityType: EntityType,
  ids: readonly string[],
  mode: FilterMode | 'none',
): Promise<RulePreview> {
  const view = await loadCatalogue(db, userId);
  const known = await knownEntities(db, userId, entityType, ids);
  const names = mode === 'none' ? [] : ids.map(id => known(id).name);
  const changes = ids.map(entityId => ({ entityType, entityId, mode }));
  const effect = rulesEffect(view, await placedGoods(db, userId), changes);
  return { ...effect, name: names.length === 1 ? (names[0] ?? '') : '' };
}

/** One rule for all of them, all or none; answers how many changed. Throws `CATALOGUE.ENTITY_NOT_FOUND`. */
export const setRuleOf = (
  deps: RuleDeps,
  userId: UserId,
  entityType: EntityType,
  ids: readonly string[],
  mode: FilterMode | 'none',
): Promise<number> =>
  setRules(
    deps,
    userId,
    ids.map(entityId => ({ entityType, entityId, mode })),
  );

/** Takes back into the exchange those goods that were removed or hidden by hand in VK; answers how many listings. */
export async function bringBackGoods({ db }: RuleDeps, userId: UserId, ids: readonly string[]): Promise<number> {
  return db.transaction(async queries => {
    const shop = await shopOfMerchant(queries, userId);
    if (!shop) return 0;
    const keys = await memberKeys(queries, userId, ids);
    const links = await linksByKeys(queries, shop, keys);
    return bringBackLinks(
      queries,
      shop,
      [...links.values()].filter(({ state }) => state === 'detached'),
    );
  });
}
