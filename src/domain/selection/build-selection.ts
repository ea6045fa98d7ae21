import type { GroupId, StoreId } from '../brand.js';
import type { TillGroup, TillStore } from '../till.js';
import { nearestRules } from './nearest-rule.js';
import { NO_GROUP_NAME, isNoGroupId, noGroupId } from './no-group.js';
import type { RulesOfType } from './rule-table.js';
import { ruleTable } from './rule-table.js';
import type { Effective, EntityType, FilterRule, Selection } from './types.js';

/**
 * Effective state of every store, group and product under the merchant's rules (spec §1).
 * Building is linear in groups and rules, each question constant. An id the till does not know is answered by its own
 * rule, else as any unnamed entity of its type.
 */
export function buildSelection(
  rules: readonly FilterRule[],
  groups: readonly TillGroup[],
  stores: readonly TillStore[],
): Selection {
  const table = ruleTable(rules);
  const storeNames = new Map(stores.map(store => [store.id, store.name]));
  const groupsOf = groupsByStore(groups);
  const nearestOf = new Map<StoreId, ReadonlyMap<GroupId, FilterRule>>();
  for (const [storeId, known] of groupsOf) nearestOf.set(storeId, nearestRules(known, table.group.byId));
  const groupAnswers = new Map<StoreId, Map<GroupId, Effective>>();

  const store = (id: StoreId): Effective => {
    const rule = table.store.byId.get(id);
    return decide('store', rule, storeNames.get(id) ?? rule?.entityName ?? '', table.store);
  };

  const decideGroup = (storeId: StoreId, groupId: GroupId): Effective => {
    const above = store(storeId);
    if (!above.selected) return above;
    const known = groupsOf.get(storeId);
    const own = known?.get(groupId);
    const rule = own === undefined ? table.group.byId.get(groupId) : nearestOf.get(storeId)?.get(groupId);
    const deciding = rule === undefined ? own : known?.get(rule.entityId as GroupId);
    const name = isNoGroupId(groupId) ? NO_GROUP_NAME : (deciding?.name ?? rule?.entityName ?? '');
    return firstReason(decide('group', rule, name, table.group), above);
  };

  const group = (storeId: StoreId, groupId: GroupId): Effective => {
    const answers = groupAnswers.get(storeId) ?? new Map<GroupId, Effective>();
    groupAnswers.set(storeId, answers);
    const answer = answers.get(groupId) ?? decideGroup(storeId, groupId);
    answers.set(groupId, answer);
    return answer;
  };

  return {
    store,
    group,
    product: ({ storeId, groupId, productId, name }) => {
      const inGroup = groupId !== null && groupsOf.get(storeId)?.has(groupId) === true;
      const above = group(storeId, inGroup ? groupId : noGroupId(storeId));
      if (!above.selected) return above;
      return firstReason(decide('product', table.product.byId.get(productId), name, table.product), above);
    },
  };
}

function groupsByStore(groups: readonly TillGroup[]): ReadonlyMap<StoreId, ReadonlyMap<GroupId, TillGroup>> {
  const byStore = new Map<StoreId, Map<GroupId, TillGroup>>();
  for (const group of groups) {
    const known = byStore.get(group.storeId) ?? new Map<GroupId, TillGroup>();
    known.set(group.id, group);
    byStore.set(group.storeId, known);
  }
  return byStore;
}

function decide(level: EntityType, rule: FilterRule | undefined, name: string, rules: RulesOfType): Effective {
  if (rule !== undefined) {
    const selected = rule.mode === 'include';
    return { selected, reason: { level, because: selected ? 'included' : 'excluded', name } };
  }
  if (rules.whiteList) return { selected: false, reason: { level, because: 'not_on_white_list', name } };
  return { selected: true, reason: { level, because: 'default', name: '' } };
}

/** A state without a rule of its own is explained by the include above it, if there is one. */
function firstReason(own: Effective, above: Effective): Effective {
  return own.reason.because === 'default' && above.reason.because === 'included' ? above : own;
}
