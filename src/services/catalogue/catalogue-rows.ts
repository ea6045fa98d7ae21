import type { Database } from '../../db/database.js';
import { groupCounts, type GroupCount } from '../../db/repositories/goods-page.repository.js';
import { filtersForPage, listFilters, type StoredRule } from '../../db/repositories/filters.repository.js';
import { listGroups, listStores, type CachedStore } from '../../db/repositories/till-cache.repository.js';
import type { GroupId, StoreId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { buildSelection } from '../../domain/selection/build-selection.js';
import { isNoGroupId, NO_GROUP_NAME, noGroupId } from '../../domain/selection/no-group.js';
import type { EntityType, FilterMode, Selection } from '../../domain/selection/types.js';
import type { TillGroup } from '../../domain/till.js';
import type { GroupRow, StoreRow } from './catalogue-contracts.js';

/** A merchant's stores and groups with the rules a page has to know of. */
export interface Places {
  readonly stores: readonly CachedStore[];
  readonly groups: readonly TillGroup[];
  readonly rules: readonly StoredRule[];
  readonly selection: Selection;
}

/** And how many goods lie where: four queries, whatever the size. */
export interface CatalogueView extends Places {
  readonly counts: readonly GroupCount[];
}

/** With every rule, for a change that has to know them all. */
export async function loadCatalogue(db: Database, userId: UserId): Promise<CatalogueView> {
  const places = await loadPlaces(db, userId, listFilters(db, userId));
  return { ...places, counts: await groupCounts(db, userId) };
}

/** To be looked at: without the rules of single goods, of which there may be thousands. */
export async function loadCatalogueView(db: Database, userId: UserId): Promise<CatalogueView> {
  const [places, counts] = await Promise.all([
    loadPlaces(db, userId, filtersForPage(db, userId, [])),
    groupCounts(db, userId),
  ]);
  return { ...places, counts };
}

/** Stores, groups and the rules that are asked for. */
export async function loadPlaces(db: Database, userId: UserId, asked: Promise<readonly StoredRule[]>): Promise<Places> {
  const [stores, groups, rules] = await Promise.all([listStores(db, userId), listGroups(db, userId), asked]);
  return { stores, groups, rules, selection: buildSelection(rules, groups, stores) };
}

/** «На кассе / отобрано / в VK / с причиной» over all stores. */
export function numbersOf(counts: readonly GroupCount[]): {
  onTill: number;
  selected: number;
  inVk: number;
  withReason: number;
} {
  const sum = (of: (count: GroupCount) => number): number => counts.reduce((total, count) => total + of(count), 0);
  return {
    onTill: sum(({ products }) => products),
    selected: sum(({ selected }) => selected),
    inVk: sum(({ inVk }) => inVk),
    withReason: sum(({ withReason }) => withReason),
  };
}

/** A group of the pages as the lists of goods know it. */
export const groupScope = (groupId: GroupId | null): GroupId | 'none' | null =>
  groupId !== null && isNoGroupId(groupId) ? 'none' : groupId;

export function ruleOf(view: Pick<CatalogueView, 'rules'>, entityType: EntityType, id: string): FilterMode | null {
  return view.rules.find(rule => rule.entityType === entityType && rule.entityId === id)?.mode ?? null;
}

/** Throws `STORE.NOT_FOUND` for an id that is not the merchant's. */
export function ownStore(view: Pick<Places, 'stores'>, storeId: StoreId): CachedStore {
  const store = view.stores.find(candidate => candidate.id === storeId);
  if (!store) throw new AppError('not_found', 'STORE.NOT_FOUND');
  return store;
}

export function storeRow(view: CatalogueView, store: CachedStore): StoreRow {
  const products = view.counts
    .filter(count => count.storeId === store.id)
    .reduce((sum, count) => sum + count.products, 0);
  return {
    id: store.id,
    name: store.name,
    address: store.address,
    products,
    groups: view.groups.filter(group => group.storeId === store.id).length,
    readState: store.readState,
    readCode: store.readCode,
    isMissing: store.isMissing,
    rule: ruleOf(view, 'store', store.id),
    effective: view.selection.store(store.id),
  };
}

/**
 * Groups of a store in tree order, each before its children, then «Без группы» if anything lies there, and last the
 * groups that are gone from the till and have a rule.
 */
export function groupRows(view: CatalogueView, storeId: StoreId): readonly GroupRow[] {
  const groups = view.groups.filter(group => group.storeId === storeId);
  const known = new Set(groups.map(group => group.id));
  const childrenOf = new Map<GroupId | null, TillGroup[]>();
  for (const group of groups) {
    const parent = group.parentId !== null && known.has(group.parentId) ? group.parentId : null;
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), group]);
  }
  const countOf = new Map(view.counts.filter(count => count.storeId === storeId).map(count => [count.groupId, count]));
  const rows: GroupRow[] = [];
  const visited = new Set<GroupId>();
  const visit = (parent: GroupId | null, depth: number): void => {
    const children = childrenOf.get(parent) ?? [];
    for (const group of [...children].sort((a, b) => a.name.localeCompare(b.name, 'ru'))) {
      if (visited.has(group.id)) continue;
      visited.add(group.id);
      rows.push(toGroupRow(view, storeId, group.id, group.name, depth, countOf.get(group.id), false));
      visit(group.id, depth + 1);
    }
  };
  visit(null, 0);
  // Groups that hang in a circle have no root; they are shown at the top level rather than lost.
  for (const group of groups) {
    if (!visited.has(group.id))
      rows.push(toGroupRow(view, storeId, group.id, group.name, 0, countOf.get(group.id), false));
  }
  const loose = countOf.get(null);
  const pseudo = noGroupId(storeId);
  if (loose || ruleOf(view, 'group', pseudo) !== null)
    rows.push(toGroupRow(view, storeId, pseudo, NO_GROUP_NAME, 0, loose, true));
  return [...rows, ...vanishedGroups(view, storeId)];
}

function vanishedGroups(view: CatalogueView, storeId: StoreId): readonly GroupRow[] {
  const known = new Set<string>(view.groups.map(group => group.id));
  return view.rules
    .filter(
      ({ entityType, entityId, parentId }) => entityType === 'group' && parentId === storeId && !known.has(entityId),
    )
    .filter(({ entityId }) => !isNoGroupId(entityId as GroupId))
    .map(({ entityId, entityName }) => ({
      ...toGroupRow(view, storeId, entityId as GroupId, entityName, 0, undefined, false),
      isMissing: true,
    }));
}

function toGroupRow(
  view: CatalogueView,
  storeId: StoreId,
  id: GroupId,
  name: string,
  depth: number,
  count: GroupCount | undefined,
  isPseudo: boolean,
): GroupRow {
  return {
    id,
    depth,
    name,
    products: count?.products ?? 0,
    listed: count?.listed ?? 0,
    isMissing: false,
    isPseudo,
    rule: ruleOf(view, 'group', id),
    effective: view.selection.group(storeId, id),
  };
}
