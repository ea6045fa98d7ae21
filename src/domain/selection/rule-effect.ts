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
export const changedRules = (rules: readonly FilterRule[], change: RuleChange): readonly FilterRule[] =>
  rulesAfter(rules, [change]);

/** The rules after several changes of different entities. */
function rulesAfter(rules: readonly FilterRule[], changes: readonly RuleChange[]): readonly FilterRule[] {
  const touched = new Set(changes.map(keyOf));
  const written = changes.flatMap(({ entityType, entityId, mode }) =>
    mode === 'none' ? [] : [{ entityType, entityId, entityName: '', mode }],
  );
  return [...rules.filter(rule => !touched.has(keyOf(rule))), ...written];
}

const keyOf = ({ entityType, entityId }: Pick<RuleChange, 'entityType' | 'entityId'>): string =>
  `${entityType} ${entityId}`;

/** How many goods a rule would move in or out before it is saved (spec §1). */
export const ruleEffect = (world: RuledWorld, goods: Iterable<PlacedGood>, change: RuleChange): RuleEffect =>
  rulesEffect(world, goods, [change]);

/** The same for several rules saved at once: what any of them names, or what stands below it, is their own. */
export function rulesEffect(
  world: RuledWorld,
  goods: Iterable<PlacedGood>,
  changes: readonly RuleChange[],
): RuleEffect {
  const rules = rulesAfter(world.rules, changes);
  const before = buildSelection(world.rules, world.groups, world.stores);
  const after = buildSelection(rules, world.groups, world.stores);
  const isOwn = ownTest(world.groups, changes);
  const types = new Set(changes.map(({ entityType }) => entityType));
  const hasInclude = (list: readonly FilterRule[]): boolean =>
    list.some(rule => types.has(rule.entityType) && rule.mode === 'include');
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

function ownTest(groups: readonly TillGroup[], changes: readonly RuleChange[]): (good: PlacedGood) => boolean {
  const idsOf = (type: EntityType): ReadonlySet<string> =>
    new Set(changes.filter(({ entityType }) => entityType === type).map(({ entityId }) => entityId));
  const [stores, products] = [idsOf('store'), idsOf('product')];
  const isInGroup = groupTest(
    groups,
    changes.filter(({ entityType }) => entityType === 'group'),
  );
  return good => stores.has(good.storeId) || products.has(good.productId) || isInGroup(good);
}

function groupTest(groups: readonly TillGroup[], changes: readonly RuleChange[]): (good: PlacedGood) => boolean {
  if (changes.length === 0) return () => false;
  const byStore = new Map<StoreId, Map<GroupId, TillGroup>>();
  for (const group of groups) {
    const known = byStore.get(group.storeId) ?? new Map<GroupId, TillGroup>();
    byStore.set(group.storeId, known.set(group.id, group));
  }
  const ask = ({ storeId, groupId }: PlacedGood): boolean => {
    const known = byStore.get(storeId);
    return changes.some(change => {
      if (change.storeId !== undefined && change.storeId !== storeId) return false;
      if (groupId === null || known?.has(groupId) !== true) return noGroupId(storeId) === change.entityId;
      return isBelow(known, groupId, change.entityId as GroupId);
    });
  };
  // Goods of one group have one answer.
  const answers = new Map<string, boolean>();
  return good => {
    const place = `${good.storeId} ${good.groupId ?? ''}`;
    const answer = answers.get(place) ?? ask(good);
    answers.set(place, answer);
    return answer;
  };
}
