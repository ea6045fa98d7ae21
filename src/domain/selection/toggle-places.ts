import type { GroupId, StoreId } from '../brand.js';
import type { TillGroup, TillStore } from '../till.js';
import { isBelow } from './is-below.js';
import { NO_GROUP_NAME, noGroupId } from './no-group.js';
import type { Effective, FilterRule, Selection } from './types.js';

/** What a switch needs to know of the merchant. */
export interface ToggleWorld {
  readonly rules: readonly FilterRule[];
  readonly groups: readonly TillGroup[];
  readonly stores: readonly TillStore[];
  /** Stores that have goods without a group: only there does «Без группы» count as an entity. */
  readonly noGroupStores: readonly StoreId[];
}

/** The store or group whose switch was pressed; `name` goes into the rule. */
export type ToggleTarget =
  | { readonly entityType: 'store'; readonly storeId: StoreId; readonly name: string }
  | { readonly entityType: 'group'; readonly storeId: StoreId; readonly groupId: GroupId; readonly name: string };

/** One entity of the target's type, whose state a rule may move. */
export interface Place {
  readonly id: string;
  readonly name: string;
  /** The entity itself or something below it. */
  readonly own: boolean;
  readonly isRoot: boolean;
  readonly ask: (selection: Selection) => Effective;
}

/** Every entity of the target's type in the merchant's account. */
export function placesOf(world: ToggleWorld, target: ToggleTarget): readonly Place[] {
  return target.entityType === 'store' ? storePlaces(world, target.storeId) : groupPlaces(world, target);
}

function storePlaces(world: ToggleWorld, targetId: StoreId): Place[] {
  return world.stores.map(({ id, name }) => ({
    id,
    name,
    own: id === targetId,
    isRoot: true,
    ask: selection => selection.store(id),
  }));
}

function groupPlaces(world: ToggleWorld, target: { storeId: StoreId; groupId: GroupId }): Place[] {
  const inStore = (storeId: StoreId): ReadonlyMap<GroupId, TillGroup> =>
    new Map(world.groups.filter(group => group.storeId === storeId).map(group => [group.id, group]));
  const known = new Map(world.stores.map(store => [store.id, inStore(store.id)]));
  const targetStore = known.get(target.storeId) ?? inStore(target.storeId);
  const groups = world.groups.map(({ id, storeId, parentId, name }) => ({
    id,
    name,
    own: storeId === target.storeId && isBelow(targetStore, id, target.groupId),
    isRoot: parentId === null || known.get(storeId)?.has(parentId) !== true,
    ask: (selection: Selection) => selection.group(storeId, id),
  }));
  const pseudo = world.noGroupStores.map(storeId => ({
    id: noGroupId(storeId),
    name: NO_GROUP_NAME,
    own: noGroupId(storeId) === target.groupId,
    isRoot: true,
    ask: (selection: Selection) => selection.group(storeId, noGroupId(storeId)),
  }));
  return [...groups, ...pseudo];
}
