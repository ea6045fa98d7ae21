import fc from 'fast-check';
import type { GroupId, ProductId, StoreId } from '../../../src/domain/brand.js';
import type { FilterRule } from '../../../src/domain/selection/types.js';
import type { TillGroup, TillStore } from '../../../src/domain/till.js';

export const STORES = ['S1', 'S2', 'S3'] as StoreId[];
export const GROUPS = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6'] as GroupId[];
export const PRODUCTS = ['p1', 'p2', 'p3', 'p4'] as ProductId[];

export const stores: TillStore[] = STORES.map(id => ({ id, name: `Магазин ${id}`, address: null }));

/** Groups of three stores with any parents: missing ones, other stores' and cycles included. */
export const anyGroups: fc.Arbitrary<TillGroup[]> = fc
  .array(
    fc.record({
      id: fc.constantFrom(...GROUPS),
      storeId: fc.constantFrom(...STORES),
      parentId: fc.option(fc.constantFrom(...GROUPS, 'gone' as GroupId)),
    }),
    { maxLength: 14 },
  )
  .map(rows => {
    const byPlace = new Map(rows.map(row => [`${row.storeId}/${row.id}`, row]));
    return [...byPlace.values()].map(row => ({ ...row, name: `Группа ${row.id}`, attributes: [] }));
  });

const anyEntity = fc.oneof(
  fc.record({ entityType: fc.constant('store' as const), entityId: fc.constantFrom<string>(...STORES, 'S9') }),
  fc.record({
    entityType: fc.constant('group' as const),
    entityId: fc.constantFrom<string>(...GROUPS, 'none:S1', 'none:S2', 'gone'),
  }),
  fc.record({ entityType: fc.constant('product' as const), entityId: fc.constantFrom<string>(...PRODUCTS) }),
);

/** Rules, at most one per entity, as the database keeps them. */
export const anyRules: fc.Arbitrary<FilterRule[]> = fc
  .array(fc.tuple(anyEntity, fc.constantFrom('include' as const, 'exclude' as const)), { maxLength: 8 })
  .map(rows => {
    const byEntity = new Map(
      rows.map(([entity, mode]) => [`${entity.entityType}/${entity.entityId}`, { ...entity, mode }]),
    );
    return [...byEntity.values()].map(rule => ({ ...rule, entityName: `имя ${rule.entityId}` }));
  });

/** Every question one can ask, with the answers of a selection as one comparable list. */
export function allAnswers(selection: {
  store(id: StoreId): unknown;
  group(storeId: StoreId, groupId: GroupId): unknown;
  product(storeId: StoreId, groupId: GroupId | null, productId: ProductId): unknown;
}): unknown[] {
  const groupIds = [...GROUPS, 'none:S1' as GroupId, 'none:S2' as GroupId, 'gone' as GroupId];
  return STORES.flatMap(storeId => [
    selection.store(storeId),
    ...groupIds.map(groupId => selection.group(storeId, groupId)),
    ...[...GROUPS, 'gone' as GroupId, null].flatMap(groupId =>
      PRODUCTS.map(productId => selection.product(storeId, groupId, productId)),
    ),
  ]);
}
