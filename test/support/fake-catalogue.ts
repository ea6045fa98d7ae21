/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { GroupId, ProductId, StoreId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { buildSelection } from '../../src/domain/selection/build-selection.js';
import { NO_GROUP_NAME, noGroupId } from '../../src/domain/selection/no-group.js';
import type { RuleChange } from '../../src/domain/selection/rule-effect.js';
import { NO_EFFECT, ruleEffect } from '../../src/domain/selection/rule-effect.js';
import type { ToggleTarget } from '../../src/domain/selection/toggle-rules.js';
import { toggledRule, toggleRules } from '../../src/domain/selection/toggle-rules.js';
import type { RulePreview } from '../../src/services/engine-services.js';
import type { FilterMode, FilterRule, Selection } from '../../src/domain/selection/types.js';
import type { TillGroup } from '../../src/domain/till.js';
import type { CatalogueService, FilterState, GroupRow, ProductRow, StoreRow } from '../../src/services/web-services.js';
import type { FakeProduct, FakeStore } from './fake-till.js';
import { GROUPS, PRODUCTS, STORES } from './fake-till.js';
import { minutesAgo } from './fake-connections.js';

export interface FakeCatalogue extends CatalogueService {
  till: { stores: FakeStore[]; groups: TillGroup[]; products: FakeProduct[] };
  rules: FilterRule[];
  refreshes: number;
  pageSize: number;
  ruleEffectOf(rule: RuleChange): RulePreview;
}

/** A till in memory under the real selection rules. */
export function createFakeCatalogue(): FakeCatalogue {
  const fake: FakeCatalogue = {
    till: { stores: [...STORES], groups: [...GROUPS], products: [...PRODUCTS] },
    rules: [{ entityType: 'store', entityId: 'store-2', entityName: 'Склад', mode: 'exclude' }],
    refreshes: 0,
    pageSize: 25,
    async stores() {
      return {
        rows: fake.till.stores.map(storeRow),
        lastReadAt: fake.till.stores.length === 0 ? null : minutesAgo(22),
      };
    },
    async groups(_userId, storeId) {
      return { store: storeRow(find(storeId)), rows: groupRows(storeId) };
    },
    async products(_userId, { storeId, groupId, search, state, page }) {
      const store = storeRow(find(storeId));
      const group = groupId === null ? null : (groupRows(storeId).find(row => row.id === groupId) ?? null);
      if (groupId !== null && group === null) throw new AppError('not_found', 'GROUP.NOT_FOUND');
      const rows = productsOf(storeId)
        .filter(({ place }) => groupId === null || place === groupId)
        .map(({ row }) => row)
        .filter(row => `${row.name} ${row.articleNumber ?? ''}`.toLowerCase().includes(search.toLowerCase()))
        .filter(row => state === 'all' || row.vkState === state);
      const from = (page - 1) * fake.pageSize;
      return {
        store,
        group,
        rows: rows.slice(from, from + fake.pageSize),
        total: rows.length,
        pageSize: fake.pageSize,
      };
    },
    async toggleStore(_userId, storeId, on) {
      return toggled(targetOf(storeId, null), on);
    },
    async toggleGroup(_userId, storeId, groupId, on) {
      return toggled(targetOf(storeId, groupId), on);
    },
    async previewToggle(_userId, { storeId, groupId }, on) {
      const target = targetOf(storeId, groupId);
      const change = toggledRule(toggleRules(world(), target, on), target);
      return { ...(change === null ? NO_EFFECT : fake.ruleEffectOf(change)), name: target.name };
    },
    ruleEffectOf(rule) {
      const goods = fake.till.products.map(({ id, storeId, groupId }) => ({
        productId: id as ProductId,
        storeId,
        groupId,
      }));
      const known = [...fake.till.stores, ...fake.till.groups, ...fake.till.products];
      const name = known.find(({ id }) => id === rule.entityId)?.name ?? '';
      return { ...ruleEffect(world(), goods, rule), name };
    },
    async setRules(userId, rules) {
      for (const rule of rules) await fake.setRule(userId, rule);
    },
    async vanished() {
      return [];
    },
    async setRule(_userId, { entityType, entityId, mode }) {
      const others = fake.rules.filter(rule => rule.entityType !== entityType || rule.entityId !== entityId);
      fake.rules = mode === 'none' ? others : [...others, { entityType, entityId, entityName: entityId, mode }];
    },
    async requestRefresh() {
      fake.refreshes += 1;
    },
  };

  const world = () => ({
    rules: fake.rules,
    groups: fake.till.groups,
    stores: fake.till.stores.map(({ id, name, address }) => ({ id, name, address })),
    noGroupStores: ['store-1' as StoreId],
  });
  const selection = (): Selection => buildSelection(fake.rules, fake.till.groups, world().stores);
  const ruleOf = (type: FilterRule['entityType'], id: string): FilterMode | null =>
    fake.rules.find(rule => rule.entityType === type && rule.entityId === id)?.mode ?? null;
  const find = (id: StoreId): FakeStore => {
    const store = fake.till.stores.find(known => known.id === id);
    if (store === undefined) throw new AppError('not_found', 'STORE.NOT_FOUND');
    return store;
  };
  const targetOf = (storeId: StoreId, groupId: GroupId | null): ToggleTarget => {
    const store = find(storeId);
    if (groupId === null) return { entityType: 'store', storeId, name: store.name };
    const row = groupRows(storeId).find(({ id }) => id === groupId);
    if (row === undefined) throw new AppError('not_found', 'GROUP.NOT_FOUND');
    return { entityType: 'group', storeId, groupId, name: row.name };
  };
  const toggled = (target: Parameters<typeof toggleRules>[1], on: boolean) => {
    const outcome = toggleRules(world(), target, on);
    fake.rules = [...outcome.rules];
    return {
      name: target.name,
      selected: outcome.effective.selected,
      othersChanged: outcome.turnsOn + outcome.turnsOff,
      reason: outcome.effective.reason,
    };
  };

  const storeRow = (store: FakeStore): StoreRow => ({
    ...store,
    rule: ruleOf('store', store.id),
    effective: selection().store(store.id),
    products: fake.till.products.filter(({ storeId }) => storeId === store.id).length,
    groups: fake.till.groups.filter(({ storeId }) => storeId === store.id).length,
  });

  const groupRows = (storeId: StoreId): GroupRow[] => {
    const goods = productsOf(storeId);
    const state = (id: GroupId): FilterState => ({
      rule: ruleOf('group', id),
      effective: selection().group(storeId, id),
    });
    const row = (id: GroupId, name: string, depth: number, isPseudo: boolean): GroupRow => ({
      ...state(id),
      id,
      name,
      depth,
      isPseudo,
      isMissing: false,
      products: goods.filter(({ place }) => place === id).length,
      listed: goods.filter(({ place, row: good }) => place === id && good.vkState === 'in_vk').length,
    });
    const below = (parentId: GroupId | null, depth: number): GroupRow[] =>
      fake.till.groups
        .filter(group => group.storeId === storeId && group.parentId === parentId)
        .flatMap(group => [row(group.id, group.name, depth, false), ...below(group.id, depth + 1)]);
    return [...below(null, 0), row(noGroupId(storeId), NO_GROUP_NAME, 0, true)];
  };

  const productsOf = (storeId: StoreId): { row: ProductRow; place: GroupId }[] => {
    const ask = selection();
    const names = new Map(fake.till.groups.map(({ id, name }) => [id, name]));
    return fake.till.products
      .filter(product => product.storeId === storeId)
      .map(({ groupId, storeId: _, ...product }) => {
        const effective = ask.product({ storeId, groupId, productId: product.id as ProductId, name: product.name });
        const out = {
          vkState: 'not_listed',
          reason: { code: 'NOT_SELECTED', params: { why: '' } },
          vkItemId: null,
        } as const;
        return {
          place: groupId ?? noGroupId(storeId),
          row: {
            ...product,
            ...(effective.selected ? {} : out),
            groupName: groupId === null ? null : (names.get(groupId) ?? null),
            rule: ruleOf('product', product.id),
            effective,
          },
        };
      });
  };

  return fake;
}
