import { placedGoods, productPage } from '../../db/repositories/catalogue.repository.js';
import { findEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { vanishedRules } from '../../db/repositories/filters.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { isNoGroupId } from '../../domain/selection/no-group.js';
import { driftedFields, isOverwritten } from '../../domain/sync/drift.js';
import { NO_EFFECT, ruleEffect } from '../../domain/selection/rule-effect.js';
import { toggledRule, toggleRules, type Toggle, type ToggleTarget } from '../../domain/selection/toggle-rules.js';
import type { Orchestrator } from '../orchestrator.js';
import type { CatalogueService, ProductRow, ToggleOutcome } from '../web-services.js';
import { groupRows, loadCatalogue, ownStore, ruleOf, storeRow, type CatalogueView } from './catalogue-rows.js';
import { targetOf, toggleWorld } from './toggle-target.js';
import { changeRules, setRules, type RuleDeps } from './change-rules.js';

/** Goods on one page of the table. */
const PAGE_SIZE = 50;

/** The catalogue as last read, with the merchant's rules. */
export function createCatalogueService(deps: RuleDeps & { orchestrator: Orchestrator }): CatalogueService {
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
      const view = await loadCatalogue(db, userId);
      const { tillReadAt } = await getSyncConfig(db, userId);
      return { rows: view.stores.map(store => storeRow(view, store)), lastReadAt: tillReadAt };
    },
    async groups(userId, storeId) {
      const view = await loadCatalogue(db, userId);
      return { store: storeRow(view, ownStore(view, storeId)), rows: groupRows(view, storeId) };
    },
    async products(userId, query) {
      const view = await loadCatalogue(db, userId);
      const store = storeRow(view, ownStore(view, query.storeId));
      const group =
        query.groupId === null ? null : groupRows(view, query.storeId).find(row => row.id === query.groupId);
      if (group === undefined) throw new AppError('not_found', 'GROUP.NOT_FOUND');
      const page = await productPage(db, userId, {
        storeId: query.storeId,
        groupId: query.groupId !== null && isNoGroupId(query.groupId) ? 'none' : query.groupId,
        search: query.search,
        state: query.state,
        offset: (Math.max(1, query.page) - 1) * PAGE_SIZE,
        limit: PAGE_SIZE,
      });
      const rows = page.rows.map((row): ProductRow => {
        const { reasonCode, reasonParams, groupId, echoDigests, vkDigests, lockedFields, ...rest } = row;
        const place = { storeId: query.storeId, groupId, productId: row.id, name: row.name };
        return {
          ...rest,
          rule: ruleOf(view, 'product', row.id),
          effective: view.selection.product(place),
          isDrifted: row.vkState === 'in_vk' && hasOpenDrift(echoDigests, vkDigests, lockedFields),
          reason: reasonCode === null ? null : { code: reasonCode, params: reasonParams ?? {} },
        };
      });
      return { store, group, rows, total: page.total, pageSize: PAGE_SIZE };
    },
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
    setRule: (userId, rule) => setRules(deps, userId, [rule]),
    setRules: (userId, rules) => setRules(deps, userId, rules),
    vanished: userId => vanishedRules(db, userId),
    async requestRefresh(userId) {
      const connection = await findEvotorConnection(db, userId);
      if (connection?.sealedToken == null) throw new AppError('conflict', 'SYNC.NOT_CONNECTED', { service: 'evotor' });
      await deps.orchestrator.refreshCatalogue(userId);
    },
  };
}

/** Whether VK shows something else in a field the merchant has not answered for: price and stock answer themselves. */
function hasOpenDrift(echo: string | null, inVk: string | null, locked: string | null): boolean {
  const kept = locked?.split(',') ?? [];
  return driftedFields(echo, inVk).some(field => !isOverwritten(field) && !kept.includes(field));
}
