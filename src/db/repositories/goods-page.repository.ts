import type { GroupId, ListingKey, ProductId, StoreId, UserId } from '../../domain/brand.js';
import { SHOP_STATES, type GoodsSort, type GoodsState, type ShopState } from '../../domain/listing/goods-states.js';
import type { Queries, SqlValue } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

/** Which goods: of one store or of all, of one group of it (`none` = without a group), with these words. */
export interface GoodsScope {
  readonly storeId: StoreId | null;
  readonly groupId: GroupId | 'none' | null;
  readonly search: string;
}

export interface GoodsWish extends GoodsScope {
  readonly state: GoodsState;
  /** Only goods with this reason; empty = any. */
  readonly reason: string;
}

/** How many goods of a scope share a state, a reason and the rest; their sum is the scope. */
export interface StateCount {
  readonly state: ShopState;
  readonly reason: string;
  readonly isSelected: boolean;
  readonly isDrifted: boolean;
  readonly n: number;
}

/** Words of a search that count; more would only slow it down. */
const MOST_WORDS = 6;
const WITH_REASON = `m.is_selected AND m.shop_state IN ('not_listed','hidden','detached') AND m.reason_code <> ''`;

const CONDITIONS: Readonly<Record<GoodsState, string | null>> = {
  all: null,
  selected: 'm.is_selected',
  with_reason: WITH_REASON,
  drifted: 'm.is_drifted',
  ...(Object.fromEntries(SHOP_STATES.map(state => [state, `m.shop_state = '${state}'`])) as Record<ShopState, string>),
};

/** Goods alike in the column stand by name; short keys keep the sorting of a whole catalogue in memory. */
const THEN_BY_NAME = 'LEFT(m.name_key, 48)';

/** Blanks stand last whichever way a column is sorted. */
const ORDERS: Readonly<Record<GoodsSort, (way: string) => string>> = {
  name: way => `m.name_key ${way}`,
  article: way => `m.article_number = '', LEFT(m.article_number, 20) ${way}`,
  price: way => `m.price_kopecks IS NULL, m.price_kopecks ${way}`,
  quantity: way => `m.quantity_milli IS NULL, m.quantity_milli ${way}`,
  sale: way => `m.allow_to_sell ${way === 'ASC' ? 'DESC' : 'ASC'}`,
  state: way => `m.shop_state ${way}`,
};

function scopeSql(userId: UserId, { storeId, groupId, search }: GoodsScope) {
  const conditions = ['m.user_id = :userId'];
  const values: Record<string, SqlValue> = { userId };
  if (storeId !== null) {
    conditions.push('m.store_evotor_id = :storeId');
    values['storeId'] = storeId;
  }
  if (groupId === 'none') conditions.push('m.group_evotor_id IS NULL');
  else if (groupId !== null) {
    conditions.push('m.group_evotor_id = :groupId');
    values['groupId'] = groupId;
  }
  const words = search.split(/\s+/u).filter(word => word !== '');
  words.slice(0, MOST_WORDS).forEach((word, index) => {
    conditions.push(`m.search_text LIKE :word${index}`);
    values[`word${index}`] = `%${word.replace(/[\\%_]/g, sign => `\\${sign}`)}%`;
  });
  return { conditions, values };
}

function wishSql(userId: UserId, wish: GoodsWish) {
  const { conditions, values } = scopeSql(userId, wish);
  const state = CONDITIONS[wish.state];
  if (state !== null) conditions.push(`(${state})`);
  if (wish.reason !== '') {
    conditions.push('m.reason_code = :reason AND m.is_selected');
    values['reason'] = wish.reason;
  }
  return { where: `WHERE ${conditions.join(' AND ')}`, values };
}

/** Everything the numbers and filters above a list say: one read. */
export async function stateCounts(queries: Queries, userId: UserId, scope: GoodsScope): Promise<readonly StateCount[]> {
  const { conditions, values } = scopeSql(userId, scope);
  const rows = await queries.rows<
    Omit<StateCount, 'isSelected' | 'isDrifted'> & Record<'selected' | 'drifted', number>
  >(
    `SELECT m.shop_state AS state, m.reason_code AS reason, m.is_selected AS selected, m.is_drifted AS drifted,
       COUNT(*) AS n
     FROM listing_members m WHERE ${conditions.join(' AND ')} GROUP BY 1, 2, 3, 4`,
    values,
  );
  return rows.map(({ state, reason, selected, drifted, n }) => ({
    state,
    reason,
    isSelected: Boolean(selected),
    isDrifted: Boolean(drifted),
    n,
  }));
}

/** Goods per group of each store; `groupId` is null for goods without a group the till knows. */
export interface GroupCount {
  readonly storeId: StoreId;
  readonly groupId: GroupId | null;
  readonly products: number;
  readonly listed: number;
  readonly selected: number;
  readonly inVk: number;
  readonly withReason: number;
}

/** One grouped read for a whole catalogue page. */
export async function groupCounts(queries: Queries, userId: UserId): Promise<readonly GroupCount[]> {
  return queries.rows<GroupCount>(
    `SELECT m.store_evotor_id AS storeId, m.group_evotor_id AS groupId, COUNT(*) AS products,
       CAST(SUM(m.shop_state IN ('in_vk','waiting')) AS SIGNED) AS listed,
       CAST(SUM(m.is_selected) AS SIGNED) AS selected, CAST(SUM(m.shop_state = 'in_vk') AS SIGNED) AS inVk,
       CAST(SUM(${WITH_REASON}) AS SIGNED) AS withReason
     FROM listing_members m WHERE m.user_id = :userId GROUP BY m.store_evotor_id, m.group_evotor_id`,
    { userId },
  );
}

/** «На кассе / отобрано / в VK / с причиной», counted in goods of the till, as the lists show them. */
export async function catalogueNumbers(
  queries: Queries,
  userId: UserId,
): Promise<{ onTill: number; selected: number; inVk: number; withReason: number }> {
  const row = await queries.first<{ onTill: number; selected: number; inVk: number; withReason: number }>(
    `SELECT COUNT(*) AS onTill, CAST(COALESCE(SUM(m.is_selected), 0) AS SIGNED) AS selected,
       CAST(COALESCE(SUM(m.shop_state = 'in_vk'), 0) AS SIGNED) AS inVk,
       CAST(COALESCE(SUM(${WITH_REASON}), 0) AS SIGNED) AS withReason
     FROM listing_members m WHERE m.user_id = :userId`,
    { userId },
  );
  return {
    onTill: row?.onTill ?? 0,
    selected: row?.selected ?? 0,
    inVk: row?.inVk ?? 0,
    withReason: row?.withReason ?? 0,
  };
}

/** The whole order, so that no good stands on two pages; by name an index gives it without sorting. */
function orderSql({ sort, storeId }: Pick<GoodsWish, 'storeId'> & { readonly sort: GoodsSort }, way: string): string {
  const last = sort === 'name' ? way : 'ASC';
  const columns = [ORDERS[sort](way), ...(sort === 'name' ? [] : [THEN_BY_NAME]), `m.product_evotor_id ${last}`];
  return `ORDER BY ${[...columns, ...(storeId === null ? [`m.store_evotor_id ${last}`] : [])].join(', ')}`;
}

export interface GoodsRow {
  readonly id: ProductId;
  readonly storeId: StoreId;
  readonly name: string;
  readonly articleNumber: string | null;
  readonly priceKopecks: number | null;
  readonly quantityMilli: number | null;
  readonly measureName: string | null;
  readonly allowToSell: boolean;
  readonly groupId: GroupId | null;
  readonly vkState: ShopState;
  readonly isDrifted: boolean;
  readonly reasonCode: string | null;
  readonly reasonParams: Readonly<Record<string, string>> | null;
  readonly vkItemId: number | null;
  readonly listingKey: ListingKey;
  readonly holdCode: string | null;
}

/** One page of goods in their order: the narrow rows decide which, only these are read in full. */
export async function goodsPage(
  queries: Queries,
  userId: UserId,
  wish: GoodsWish & {
    readonly sort: GoodsSort;
    readonly isDescending: boolean;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<readonly GoodsRow[]> {
  const { where, values } = wishSql(userId, wish);
  const way = wish.isDescending ? 'DESC' : 'ASC';
  const order = orderSql(wish, way);
  const rows = await queries.rows<
    Omit<GoodsRow, 'allowToSell' | 'isDrifted' | 'reasonParams'> & {
      allowToSell: number;
      isDrifted: number;
      reasonParams: unknown;
    }
  >(
    `SELECT p.evotor_id AS id, p.store_evotor_id AS storeId, p.name, p.article_number AS articleNumber,
       p.price_kopecks AS priceKopecks, p.quantity_milli AS quantityMilli, p.measure_name AS measureName,
       p.allow_to_sell AS allowToSell, m.group_evotor_id AS groupId, m.shop_state AS vkState,
       m.is_drifted AS isDrifted, s.reason_code AS reasonCode, s.reason_params AS reasonParams,
       IF(l.state IN ('live','hidden'), l.vk_item_id, NULL) AS vkItemId, m.listing_key AS listingKey,
       s.hold_code AS holdCode
     FROM (SELECT m.store_evotor_id, m.product_evotor_id FROM listing_members m ${where} ${order}
       LIMIT :limit OFFSET :offset) found
     STRAIGHT_JOIN listing_members m ON m.user_id = :userId AND m.store_evotor_id = found.store_evotor_id
       AND m.product_evotor_id = found.product_evotor_id
     STRAIGHT_JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
       AND p.evotor_id = m.product_evotor_id
     LEFT JOIN listings s ON s.user_id = m.user_id AND s.listing_key = m.listing_key
     LEFT JOIN vk_connections c ON c.user_id = m.user_id
     LEFT JOIN item_links l ON l.user_id = m.user_id AND l.vk_group_id = c.group_id AND l.listing_key = m.listing_key
     ${order}`,
    { ...values, limit: wish.limit, offset: wish.offset },
  );
  return rows.map(row => ({
    ...row,
    allowToSell: Boolean(row.allowToSell),
    isDrifted: Boolean(row.isDrifted),
    reasonParams: jsonColumnOrNull<Record<string, string>>(row.reasonParams),
  }));
}

/** Ids of all goods of a list, each once, at most so many. */
export async function goodsIds(
  queries: Queries,
  userId: UserId,
  wish: GoodsWish,
  limit: number,
): Promise<readonly ProductId[]> {
  const { where, values } = wishSql(userId, wish);
  const rows = await queries.rows<{ id: ProductId }>(
    `SELECT DISTINCT m.product_evotor_id AS id FROM listing_members m ${where} ORDER BY id LIMIT :limit`,
    { ...values, limit },
  );
  return rows.map(({ id }) => id);
}

/** Keys of the listings some goods are part of. */
export async function memberKeys(
  queries: Queries,
  userId: UserId,
  ids: readonly string[],
): Promise<readonly ListingKey[]> {
  if (ids.length === 0) return [];
  const rows = await queries.rows<{ key: ListingKey }>(
    `SELECT DISTINCT listing_key AS \`key\` FROM listing_members
     WHERE user_id = :userId AND product_evotor_id IN (:ids)`,
    { userId, ids: [...ids] },
  );
  return rows.map(({ key }) => key);
}
