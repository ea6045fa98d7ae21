import type { GroupId, ProductId, StoreId } from '../brand.js';
import type { TillGroup, TillStore } from '../till.js';
import { buildSelection } from './build-selection.js';
import { isBelow } from './is-below.js';
import { noGroupId } from './no-group.js';
import type { EntityType, FilterMode, FilterRule } from './types.js';

/** A till good by its place. */
export interface PlacedGood {
  readonly storeId: StoreId;
  readonly groupId: GroupId | null;
  readonly productId: ProductId;
}

/** A rule as it is to be: `none` takes it away. */
export interface RuleChange {
  readonly entityType: EntityType;
  readonly entityId: string;
  readonly mode: FilterMode | 'none';
  /** Only goods of this store count as the entity's own: a switch stands for a group of one store, its rule for every store. */
  readonly storeId?: StoreId;
}

/** What saving a rule would move, counted in till goods. */
export interface RuleEffect {
  readonly moved: number;
  readonly movedIn: number;
  readonly movedOut: number;
  /** Of them, goods that are neither the entity itself nor below it. */
  readonly othersMoved: number;
  /** Of those, the ones that come in; the rest goes out. */
  readonly othersIn: number;
  /** Other goods that come in because the last include of the type goes: ask «опубликовать остальные N» first. */
  readonly opensOthers: number;
}

/** Of a change that changes nothing. */
export const NO_EFFECT: RuleEffect = {
  moved: 0,
  movedIn: 0,
  movedOut: 0,
  othersMoved: 0,
  othersIn: 0,
  opensOthers: 0,
};

interface RuledWorld {
  readonly rules: readonly FilterRule[];
  readonly groups: readonly TillGroup[];
  readonly stores: readonly TillStore[];
}

/** The rules after a change. */
export function changedRules(rules: readonly FilterRule[], change: RuleChange): readonly FilterRule[] {
  const { entityType, entityId, mode } = change;
  const others = rules.filter(rule => rule.entityType !== entityType || rule.entityId !== entityId);
  return mode === 'none' ? others : [...others, { entityType, entityId, entityName: '', mode }];
}

/** How many goods a rule would move in or out before it is saved (spec §1). */
export function ruleEffect(world: RuledWorld, goods: Iterable<PlacedGood>, change: RuleChange): RuleEffect {
  const rules = changedRules(world.rules, change);
  const before = buildSelection(world.rules, world.groups, world.stores);
  const after = buildSelection(rules, world.groups, world.stores);
  const isOwn = ownTest(world.groups, change);
  const hasInclude = (list: readonly FilterRule[]): boolean =>
    list.some(rule => rule.entityType === change.entityType && rule.mode === 'include');
  let [movedIn, movedOut, othersMoved, othersIn] = [0, 0, 0, 0];
  for (const good of goods) {
    const place = { ...good, name: '' };
    const isIn = after.product(place).selected;
    if (isIn === before.product(place).selected) continue;
    if (isIn) movedIn += 1;
    else movedOut += 1;
    if (isOwn(good)) continue;
    othersMoved += 1;
    if (isIn) othersIn += 1;
  }
  const isLastInclude = hasInclude(world.rules) && !hasInclude(rules);
  const opensOthers = isLastInclude ? othersIn : 0;
  return { moved: movedIn + movedOut, movedIn, movedOut, othersMoved, othersIn, opensOthers };
}

function ownTest(groups: readonly TillGroup[], change: RuleChange): (good: PlacedGood) => boolean {
  const { entityType, entityId } = change;
  if (entityType === 'store') return good => good.storeId === entityId;
  if (entityType === 'product') return good => good.productId === entityId;
  const byStore = new Map<StoreId, Map<GroupId, TillGroup>>();
  for (const group of groups) {
    const known = byStore.get(group.storeId) ?? new Map<GroupId, TillGroup>();
    byStore.set(group.storeId, known.set(group.id, group));
  }
  return ({ storeId, groupId }) => {
    if (change.storeId !== undefined && change.storeId !== storeId) return false;
    const known = byStore.get(storeId);
    if (groupId === null || known?.has(groupId) !== true) return noGroupId(storeId) === entityId;
    return isBelow(known, groupId, entityId as GroupId);
  };
}
