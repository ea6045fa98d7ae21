import type { EntityType, FilterRule } from './types.js';

/** The rules of one entity type: who is named, and whether being unnamed means yes or no. */
export interface RulesOfType {
  readonly byId: ReadonlyMap<string, FilterRule>;
  /** True when at least one include turned the type into a white list. */
  readonly whiteList: boolean;
}

export type RuleTable = Readonly<Record<EntityType, RulesOfType>>;

/** Sorts rules by type and id. Two rules for one id cannot be stored; should they meet, exclude wins in either order. */
export function ruleTable(rules: readonly FilterRule[]): RuleTable {
  const byType: Record<EntityType, Map<string, FilterRule>> = {
    store: new Map(),
    group: new Map(),
    product: new Map(),
  };
  for (const rule of rules) {
    const known = byType[rule.entityType].get(rule.entityId);
    if (known === undefined || rule.mode === 'exclude') byType[rule.entityType].set(rule.entityId, rule);
  }
  const ofType = (byId: ReadonlyMap<string, FilterRule>): RulesOfType => ({
    byId,
    whiteList: [...byId.values()].some(rule => rule.mode === 'include'),
  });
  return { store: ofType(byType.store), group: ofType(byType.group), product: ofType(byType.product) };
}
