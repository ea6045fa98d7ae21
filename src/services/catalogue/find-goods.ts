import type { Database } from '../../db/database.js';
import { filtersForPage, type StoredRule } from '../../db/repositories/filters.repository.js';
import { goodsPage, stateCounts, type GoodsRow, type StateCount } from '../../db/repositories/goods-page.repository.js';
import type { GroupId, StoreId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { GOODS_STATES, type GoodsState, type ShopState } from '../../domain/listing/goods-states.js';
import { NO_GROUP_NAME, noGroupId } from '../../domain/selection/no-group.js';
import type { GoodsFound, GoodsQuery, ProductRow } from './catalogue-contracts.js';
import { groupScope, loadPlaces, ownStore, ruleOf, type Places } from './catalogue-rows.js';

/** Goods on one page of the table. */
const PAGE_SIZE = 50;

/** A page of goods with everything the filters above it say. Throws `STORE.NOT_FOUND`, `GROUP.NOT_FOUND`. */
export async function findGoods(db: Database, userId: UserId, query: GoodsQuery): Promise<GoodsFound> {
  const { storeId, groupId, state, reason = '' } = query;
  const scope = { storeId, groupId: groupScope(groupId), search: query.search };
  const counted = await stateCounts(db, userId, scope);
  const counts = countsOf(counted);
  const total = reason === '' ? counts[state] : sum(counted, one => one.reason === reason && isIn(state, one));
  const page = Math.min(Math.max(1, query.page), Math.max(1, Math.ceil(total / PAGE_SIZE)));
  const goods = await goodsPage(db, userId, {
    ...scope,
    state,
    reason,
    sort: query.sort ?? 'name',
    isDescending: query.isDescending ?? false,
    offset: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE,
  });
  const ids = goods.map(({ id }) => id);
  const places = await loadPlaces(db, userId, filtersForPage(db, userId, ids));
  const store = storeId === null ? null : ownStore(places, storeId);
  return {
    store: store && { id: store.id, name: store.name },
    group: groupId === null ? null : namedGroup(places, storeId, groupId),
    storeNames: new Map(places.stores.map(({ id, name }) => [id, name])),
    rows: goods.map(good => toRow(places, good)),
    total,
    page,
    pageSize: PAGE_SIZE,
    counts,
    reasons: reasonsOf(counted),
  };
}

const sum = (counted: readonly StateCount[], isCounted: (one: StateCount) => boolean): number =>
  counted.reduce((total, one) => (isCounted(one) ? total + one.n : total), 0);

const REASONED: readonly ShopState[] = ['not_listed', 'hidden', 'detached'];

function isIn(state: GoodsState, one: StateCount): boolean {
  if (state === 'all') return true;
  if (state === 'selected') return one.isSelected;
  if (state === 'drifted') return one.isDrifted;
  if (state === 'with_reason') return one.isSelected && one.reason !== '' && REASONED.includes(one.state);
  return one.state === state;
}

const countsOf = (counted: readonly StateCount[]): Record<GoodsState, number> =>
  Object.fromEntries(GOODS_STATES.map(state => [state, sum(counted, one => isIn(state, one))])) as Record<
    GoodsState,
    number
  >;

function reasonsOf(counted: readonly StateCount[]): GoodsFound['reasons'] {
  const byCode = new Map<string, number>();
  for (const one of counted)
    if (isIn('with_reason', one)) byCode.set(one.reason, (byCode.get(one.reason) ?? 0) + one.n);
  return [...byCode]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** The group one looks into: of this till, or one that is gone from it and still has a rule. */
function namedGroup(places: Places, storeId: StoreId | null, id: GroupId): { id: GroupId; name: string } {
  const gone = (rule: StoredRule): boolean => rule.entityType === 'group' && rule.entityId === id;
  const isOwnPseudo = storeId !== null && id === noGroupId(storeId);
  const name = isOwnPseudo
    ? NO_GROUP_NAME
    : (places.groups.find(group => group.id === id && group.storeId === storeId)?.name ??
      places.rules.find(rule => gone(rule) && rule.parentId === storeId)?.entityName);
  if (name === undefined) throw new AppError('not_found', 'GROUP.NOT_FOUND');
  return { id, name };
}

function toRow(places: Places, good: GoodsRow): ProductRow {
  const { reasonCode, reasonParams, groupId, ...rest } = good;
  const group = places.groups.find(({ id, storeId }) => id === groupId && storeId === good.storeId);
  const place = { storeId: good.storeId, groupId, productId: good.id, name: good.name };
  return {
    ...rest,
    groupName: group?.name ?? null,
    rule: ruleOf(places, 'product', good.id),
    effective: places.selection.product(place),
    reason: reasonCode === null ? null : { code: reasonCode, params: reasonParams ?? {} },
  };
}
