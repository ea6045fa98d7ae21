/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { GroupId, ProductId, StoreId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { buildSelection } from '../../src/domain/selection/build-selection.js';
import { NO_GROUP_NAME, noGroupId } from '../../src/domain/selection/no-group.js';
import type { RuleChange } from '../../src/domain/selection/rule-effect.js';
import { NO_EFFECT, ruleEffect, rulesEffect } from '../../src/domain/selection/rule-effect.js';
import type { ToggleTarget } from '../../src/domain/selection/toggle-rules.js';
import { toggledRule, toggleRules } from '../../src/domain/selection/toggle-rules.js';
import type { RulePreview } from '../../src/services/engine-services.js';
import type { FilterMode, FilterRule, Selection } from '../../src/domain/selection/types.js';
import type { TillGroup } from '../../src/domain/till.js';
import type {
  GoodsFound,
  GoodsQuery,
  GoodsState,
  TillReadView,
} from '../../src/services/catalogue/catalogue-contracts.js';
import { MOST_IN_BULK } from '../../src/services/catalogue/catalogue-contracts.js';
import { matches } from '../../src/services/catalogue/name-search.js';
import { GOODS_STATES } from '../../src/domain/listing/goods-states.js';
import type { CatalogueService, FilterState, GroupRow, ProductRow, StoreRow } from '../../src/services/web-services.js';
import type { FakeProduct, FakeStore } from './fake-till.js';
import { GROUPS, PRODUCTS, STORES } from './fake-till.js';
import { NOW, minutesAgo } from './fake-connections.js';

export interface FakeCatalogue extends CatalogueService {
  till: { stores: FakeStore[]; groups: TillGroup[]; products: FakeProduct[] };
  rules: FilterRule[];
  refreshes: number;
  /** First readings that began by themselves. */
  fills: number;
  read: TillReadView | null;
  vanishedRules: FilterRule[];
  pageSize: number;
  ruleEffectOf(rule: RuleChange): RulePreview;
}

/** A till in memory under the real selection rules. */
export function createFakeCatalogue(): FakeCatalogue {
  const fake: FakeCatalogue = {
    till: { stores: [...STORES], groups: [...GROUPS], products: [...PRODUCTS] },
    rules: [{ entityType: 'store', entityId: 'store-2', entityName: 'Склад', mode: 'exclude' }],
    refreshes: 0,
    fills: 0,
    read: null,
    vanishedRules: [],
    pageSize: 25,
    async stores() {
      return {
        rows: fake.till.stores.map(storeRow),
        lastReadAt: fake.till.stores.length === 0 ? null : minutesAgo(22),
        numbers: numbersOf(countsOf(allGoods().map(({ row }) => row))),
      };
    },
    async groups(_userId, storeId) {
      return { store: storeRow(find(storeId)), rows: groupRows(storeId) };
    },
    async products(_userId, query) {
      const { storeId, groupId, state, reason = '', sort = 'name', isDescending = false } = query;
      const group = groupId === null ? null : (groupRows(storeId ?? nowhere).find(row => row.id === groupId) ?? null);
      const store = storeId === null ? null : find(storeId);
      if (groupId !== null && group === null) throw new AppError('not_found', 'GROUP.NOT_FOUND');
      const scope = scopeOf(query);
      const rows = scope
        .filter(row => isIn(state, row) && (reason === '' || row.reason?.code === reason))
        .sort((a, b) => (isDescending ? -1 : 1) * compareBy(sort, a, b));
      const page = Math.min(query.page, Math.max(1, Math.ceil(rows.length / fake.pageSize)));
      const codes = scope.filter(row => isIn('with_reason', row)).map(row => row.reason?.code ?? '');
      return {
        store,
        group,
        storeNames: new Map(fake.till.stores.map(({ id, name }) => [id, name])),
        rows: rows.slice((page - 1) * fake.pageSize, page * fake.pageSize),
        total: rows.length,
        page,
        pageSize: fake.pageSize,
        counts: countsOf(scope),
        reasons: [...new Set(codes)].map(code => ({ code, count: codes.filter(one => one === code).length })),
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
      const known = [...fake.till.stores, ...fake.till.groups, ...fake.till.products];
      const name = known.find(({ id }) => id === rule.entityId)?.name ?? '';
      return { ...ruleEffect(world(), placed(), rule), name };
    },
    async setRules(userId, rules) {
      for (const rule of rules) await fake.setRule(userId, rule);
    },
    async bulkIds(_userId, target) {
      const ids =
        target.kind === 'picked'
          ? target.ids
          : target.entityType === 'product'
            ? scopeOf(target.query)
                .filter(row => isIn(target.query.state, row))
                .map(({ id }) => id)
            : target.entityType === 'store'
              ? fake.till.stores.filter(({ name }) => matches(name, target.search)).map(({ id }) => id)
              : groupRows(target.storeId)
                  .filter(({ name }) => matches(name, target.search))
                  .map(({ id }) => id);
      if (ids.length === 0) throw new AppError('invalid', 'BULK.NOTHING');
      if (ids.length > MOST_IN_BULK) throw new AppError('invalid', 'BULK.TOO_MANY', { most: MOST_IN_BULK });
      return ids;
    },
    async previewRules(_userId, entityType, ids, mode) {
      const known = new Set(
        [...fake.till.stores, ...groupRowsOfAll(), ...fake.till.products].map(({ id }) => String(id)),
      );
      if (ids.some(id => !known.has(id))) throw new AppError('not_found', 'CATALOGUE.ENTITY_NOT_FOUND');
      const changes = ids.map(entityId => ({ entityType, entityId, mode }));
      return { ...rulesEffect(world(), placed(), changes), name: '' };
    },
    async setRuleOf(userId, entityType, ids, mode) {
      const before = JSON.stringify([...fake.rules].map(({ entityId, mode: now }) => [entityId, now]).sort());
      for (const entityId of ids) await fake.setRule(userId, { entityType, entityId, mode });
      const after = JSON.stringify([...fake.rules].map(({ entityId, mode: now }) => [entityId, now]).sort());
      return before === after ? 0 : ids.length;
    },
    async bringBackGoods(_userId, ids) {
      const back = fake.till.products.filter(({ id, vkState }) => ids.includes(id) && vkState === 'detached');
      fake.till.products = fake.till.products.map(row => (back.includes(row) ? { ...row, vkState: 'waiting' } : row));
      return back.length;
    },
    async fillOnce() {
      if (fake.read !== null) return;
      fake.fills += 1;
      fake.read = readingNow();
    },
    async reading() {
      return fake.read;
    },
    async vanished() {
      return fake.vanishedRules;
    },
    async setRule(_userId, { entityType, entityId, mode }) {
      const others = fake.rules.filter(rule => rule.entityType !== entityType || rule.entityId !== entityId);
      fake.rules = mode === 'none' ? others : [...others, { entityType, entityId, entityName: entityId, mode }];
    },
    async requestRefresh() {
      fake.refreshes += 1;
      fake.read = readingNow();
    },
  };

  const placed = () =>
    fake.till.products.map(({ id, storeId, groupId }) => ({ productId: id as ProductId, storeId, groupId }));
  const groupRowsOfAll = () => fake.till.stores.flatMap(({ id }) => groupRows(id));
  const allGoods = () => fake.till.stores.flatMap(({ id }) => productsOf(id));
  const scopeOf = ({ storeId, groupId, search }: Pick<GoodsQuery, 'storeId' | 'groupId' | 'search'>): ProductRow[] =>
    (storeId === null ? allGoods() : productsOf(storeId))
      .filter(({ place }) => groupId === null || place === groupId)
      .map(({ row }) => row)
      .filter(row => matches(`${row.name} ${row.articleNumber ?? ''}`, search));
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
      .map(({ groupId, ...product }) => {
        const effective = ask.product({ storeId, groupId, productId: product.id as ProductId, name: product.name });
        const out = {
          vkState: 'not_selected',
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

const nowhere = '' as StoreId;

/** A reading in its second store of three. */
export const readingNow = (change: Partial<TillReadView> = {}): TillReadView => ({
  state: 'reading',
  askedAt: NOW,
  finishedAt: null,
  storesDone: 1,
  storesTotal: 3,
  storeName: 'Склад',
  code: null,
  ...change,
});

function isIn(state: GoodsState, row: ProductRow): boolean {
  if (state === 'all') return true;
  if (state === 'selected') return row.effective.selected;
  if (state === 'drifted') return row.isDrifted;
  if (state === 'with_reason') return row.effective.selected && row.reason !== null;
  return row.vkState === state;
}

const countsOf = (rows: readonly ProductRow[]): GoodsFound['counts'] =>
  Object.fromEntries(
    GOODS_STATES.map(state => [state, rows.filter(row => isIn(state, row)).length]),
  ) as GoodsFound['counts'];

const numbersOf = (counts: GoodsFound['counts']) => ({
  onTill: counts.all,
  selected: counts.selected,
  inVk: counts.in_vk,
  withReason: counts.with_reason,
});

/** In the till's order by name: the fakes are written as they are to be shown. */
function compareBy(sort: string, a: ProductRow, b: ProductRow): number {
  if (sort === 'price') return (a.priceKopecks ?? Infinity) - (b.priceKopecks ?? Infinity);
  if (sort === 'article') return (a.articleNumber ?? '~').localeCompare(b.articleNumber ?? '~');
  return 0;
}
