import { placedGoods } from '../../db/repositories/catalogue.repository.js';
import { vanishedRules } from '../../db/repositories/filters.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { NO_EFFECT, ruleEffect } from '../../domain/selection/rule-effect.js';
import { toggledRule, toggleRules, type Toggle, type ToggleTarget } from '../../domain/selection/toggle-rules.js';
import type { Orchestrator } from '../orchestrator.js';
import { bringBackGoods, bulkIds, previewRules, setRuleOf } from './bulk-rules.js';
import type { CatalogueService, ToggleOutcome } from './catalogue-contracts.js';
import {
  groupRows,
  loadCatalogue,
  loadCatalogueView,
  numbersOf,
  ownStore,
  storeRow,
  type CatalogueView,
} from './catalogue-rows.js';
import { changeRules, setRules, type RuleDeps } from './change-rules.js';
import { findGoods } from './find-goods.js';
import { fillOnce, readingOf, requestRead } from './till-read.js';
import { targetOf, toggleWorld } from './toggle-target.js';

/** The catalogue as last read, with the merchant's rules. */
export function createCatalogueService(
  deps: RuleDeps & { orchestrator: Orchestrator; now: () => number },
): CatalogueService {
  const { db } = deps;

  async function toggle(
    userId: UserId,
    view: CatalogueView,
    target: ToggleTarget,
    on: boolean,
  ): Promise<ToggleOutcome> {
    const change = toggleRules(toggleWorld(view), target, on);
    await applyToggle(userId, target, change);
    return {
      name: target.name,
      selected: change.effective.selected,
      othersChanged: change.turnsOn + change.turnsOff,
      reason: change.effective.reason,
    };
  }

  async function applyToggle(userId: UserId, target: ToggleTarget, { change }: Toggle): Promise<void> {
    const entityId = target.entityType === 'store' ? target.storeId : target.groupId;
    const parentId = target.entityType === 'store' ? null : target.storeId;
    if (change.kind === 'write')
      await changeRules(deps, userId, {
        save: [{ ...change.rule, entityName: target.name.slice(0, 255), parentId }],
        remove: [],
      });
    if (change.kind === 'remove')
      await changeRules(deps, userId, { save: [], remove: [{ entityType: target.entityType, entityId }] });
  }

  return {
    async stores(userId) {
      const [view, { tillReadAt }] = await Promise.all([loadCatalogueView(db, userId), getSyncConfig(db, userId)]);
      return {
        rows: view.stores.map(store => storeRow(view, store)),
        lastReadAt: tillReadAt,
        numbers: numbersOf(view.counts),
      };
    },
    async groups(userId, storeId) {
      const view = await loadCatalogueView(db, userId);
      return { store: storeRow(view, ownStore(view, storeId)), rows: groupRows(view, storeId) };
    },
    products: (userId, query) => findGoods(db, userId, query),
    async toggleStore(userId, storeId, on) {
      const view = await loadCatalogue(db, userId);
      return toggle(userId, view, targetOf(view, storeId, null), on);
    },
    async toggleGroup(userId, storeId, groupId, on) {
      const view = await loadCatalogue(db, userId);
      return toggle(userId, view, targetOf(view, storeId, groupId), on);
    },
    async previewToggle(userId, { storeId, groupId }, on) {
      const view = await loadCatalogue(db, userId);
      const target = targetOf(view, storeId, groupId);
      const change = toggledRule(toggleRules(toggleWorld(view), target, on), target);
      const effect = change === null ? NO_EFFECT : ruleEffect(view, await placedGoods(db, userId), change);
      return { ...effect, name: target.name };
    },
    async setRule(userId, rule) {
      await setRules(deps, userId, [rule]);
    },
    async setRules(userId, rules) {
      await setRules(deps, userId, rules);
    },
    bulkIds: (userId, target) => bulkIds(deps, userId, target),
    previewRules: (userId, type, ids, mode) => previewRules(deps, userId, type, ids, mode),
    setRuleOf: (userId, type, ids, mode) => setRuleOf(deps, userId, type, ids, mode),
    bringBackGoods: (userId, ids) => bringBackGoods(deps, userId, ids),
    vanished: userId => vanishedRules(db, userId),
    requestRefresh: userId => requestRead(deps, userId),
    fillOnce: userId => fillOnce(deps, userId),
    reading: userId => readingOf(deps, userId),
  };
}
