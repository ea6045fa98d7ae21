import type { GroupId, ListingKey, ProductId, StoreId, UserId } from '../../domain/brand.js';
import { kopecks, type Kopecks } from '../../domain/money.js';
import type { PlacedGood } from '../../domain/selection/rule-effect.js';
import type { GoodFacts } from '../../domain/sync/explain-good.js';
import type { Queries, SqlValue } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

/** Goods per group of each store; `groupId` is null for goods without a group the till knows. */
export interface GroupCount {
  readonly storeId: StoreId;
  readonly groupId: GroupId | null;
  readonly products: number;
  readonly listed: number;
}

/** One grouped read for a whole catalogue page. */
export async function groupCounts(queries: Queries, userId: UserId): Promise<readonly GroupCount[]> {
  const rows = await queries.rows<{ storeId: StoreId; groupId: GroupId | null; products: number; listed: number }>(
    `SELECT p.store_evotor_id AS storeId, g.evotor_id AS groupId, COUNT(*) AS products,
       CAST(COALESCE(SUM(s.is_listed), 0) AS SIGNED) AS listed
     FROM cached_products p
     LEFT JOIN cached_groups g ON g.user_id = p.user_id AND g.store_evotor_id = p.store_evotor_id
       AND g.evotor_id = p.group_evotor_id AND g.missing_since IS NULL
     LEFT JOIN listing_members m ON m.user_id = p.user_id AND m.store_evotor_id = p.store_evotor_id
       AND m.product_evotor_id = p.evotor_id AND m.is_selected = TRUE
     LEFT JOIN listings s ON s.user_id = p.user_id AND s.listing_key = m.listing_key
     WHERE p.user_id = :userId AND p.missing_since IS NULL
     GROUP BY p.store_evotor_id, g.evotor_id`,
    { userId },
  );
  return rows;
}

export type ShopState = 'in_vk' | 'waiting' | 'hidden' | 'not_listed' | 'detached';

/** State of a good in VK, from its listing and its link. */
const STATE = `CASE
  WHEN l.state = 'detached' THEN 'detached'
  WHEN s.is_listed = TRUE AND l.state = 'live' THEN 'in_vk'
  WHEN s.is_listed = TRUE THEN 'waiting'
  WHEN l.state = 'hidden' THEN 'hidden'
  ELSE 'not_listed' END`;

export interface ProductPageRow {
  readonly id: ProductId;
  readonly name: string;
  readonly articleNumber: string | null;
  readonly priceKopecks: number | null;
  readonly quantityMilli: number | null;
  readonly measureName: string | null;
  readonly allowToSell: boolean;
  readonly groupId: GroupId | null;
  readonly groupName: string | null;
  readonly vkState: ShopState;
  readonly reasonCode: string | null;
  readonly reasonParams: Readonly<Record<string, string>> | null;
  readonly vkItemId: number | null;
  /** `null` = the good is part of no listing. */
  readonly listingKey: ListingKey | null;
  readonly holdCode: string | null;
  /** What VK showed when the listing was sent, what it shows now, and the fields the merchant keeps by hand. */
  readonly echoDigests: string | null;
  readonly vkDigests: string | null;
  readonly lockedFields: string | null;
}

export interface ProductQuery {
  readonly storeId: StoreId;
  /** `null` = all groups; `none` = goods without a group. */
  readonly groupId: GroupId | 'none' | null;
  readonly search: string;
  readonly state: ShopState | 'all';
  readonly offset: number;
  readonly limit: number;
}

const FROM = `FROM cached_products p
  LEFT JOIN cached_groups g ON g.user_id = p.user_id AND g.store_evotor_id = p.store_evotor_id
    AND g.evotor_id = p.group_evotor_id AND g.missing_since IS NULL
  LEFT JOIN listing_members m ON m.user_id = p.user_id AND m.store_evotor_id = p.store_evotor_id
    AND m.product_evotor_id = p.evotor_id
  LEFT JOIN listings s ON s.user_id = p.user_id AND s.listing_key = m.listing_key
  LEFT JOIN vk_connections c ON c.user_id = p.user_id
  LEFT JOIN item_links l ON l.user_id = p.user_id AND l.vk_group_id = c.group_id AND l.listing_key = m.listing_key`;

/** One page of a store's goods with their state, and how many there are in all: two queries. */
export async function productPage(
  queries: Queries,
  userId: UserId,
  query: ProductQuery,
): Promise<{ rows: readonly ProductPageRow[]; total: number }> {
  const conditions = ['p.user_id = :userId', 'p.store_evotor_id = :storeId', 'p.missing_since IS NULL'];
  const values: Record<string, SqlValue> = { userId, storeId: query.storeId };
  if (query.groupId === 'none') conditions.push('g.id IS NULL');
  else if (query.groupId !== null) {
    conditions.push('g.evotor_id = :groupId');
    values['groupId'] = query.groupId;
  }
  if (query.search !== '') {
    conditions.push('(p.name LIKE :search OR p.article_number LIKE :search OR p.barcodes LIKE :search)');
    values['search'] = `%${query.search.replace(/[\\%_]/g, sign => `\\${sign}`)}%`;
  }
  if (query.state !== 'all') {
    conditions.push(`${STATE} = :state`);
    values['state'] = query.state;
  }
  const where = `WHERE ${conditions.join(' AND ')}`;
  const rows = await queries.rows<
    Omit<ProductPageRow, 'allowToSell' | 'reasonParams'> & { allowToSell: number; reasonParams: unknown }
  >(
    `SELECT p.evotor_id AS id, p.name, p.article_number AS articleNumber, p.price_kopecks AS priceKopecks,
       p.quantity_milli AS quantityMilli, p.measure_name AS measureName, p.allow_to_sell AS allowToSell,
       g.evotor_id AS groupId, g.name AS groupName, ${STATE} AS vkState, s.reason_code AS reasonCode,
       s.reason_params AS reasonParams, IF(l.state IN ('live','hidden'), l.vk_item_id, NULL) AS vkItemId, m.listing_key AS listingKey,
       s.hold_code AS holdCode, l.echo_digests AS echoDigests, v.digests AS vkDigests,
       (SELECT GROUP_CONCAT(k.field) FROM field_locks k
        WHERE k.user_id = p.user_id AND k.listing_key = m.listing_key) AS lockedFields
     ${FROM}
       LEFT JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
         AND v.vk_item_id = l.vk_item_id
     ${where} ORDER BY p.name, p.id LIMIT :limit OFFSET :offset`,
    { ...values, limit: query.limit, offset: query.offset },
  );
  const count = await queries.first<{ n: number }>(`SELECT COUNT(*) AS n ${FROM} ${where}`, values);
  return {
    rows: rows.map(row => ({
      ...row,
      allowToSell: Boolean(row.allowToSell),
      reasonParams: jsonColumnOrNull<Record<string, string>>(row.reasonParams),
    })),
    total: count?.n ?? 0,
  };
}

/** «На кассе / отобрано / в VK / с причиной», counted in listings. */
export async function catalogueNumbers(
  queries: Queries,
  userId: UserId,
): Promise<{ onTill: number; selected: number; inVk: number; withReason: number }> {
  const row = await queries.first<{ onTill: number; selected: number; inVk: number; withReason: number }>(
    `SELECT COUNT(*) AS onTill, CAST(COALESCE(SUM(s.is_selected), 0) AS SIGNED) AS selected,
       CAST(COALESCE(SUM(s.is_selected AND NOT s.is_listed), 0) AS SIGNED) AS withReason,
       CAST(COALESCE(SUM(s.is_listed AND l.state = 'live'), 0) AS SIGNED) AS inVk
     FROM listings s LEFT JOIN vk_connections c ON c.user_id = s.user_id
     LEFT JOIN item_links l ON l.user_id = s.user_id AND l.vk_group_id = c.group_id AND l.listing_key = s.listing_key
     WHERE s.user_id = :userId AND (s.reason_code IS NULL OR s.reason_code NOT IN ('GONE_FROM_TILL','MERGED'))`,
    { userId },
  );
  return {
    onTill: row?.onTill ?? 0,
    selected: row?.selected ?? 0,
    inVk: row?.inVk ?? 0,
    withReason: row?.withReason ?? 0,
  };
}

/** A till product with its listing, its link and the last operation that was to show it. */
export type ProductState = Pick<GoodFacts, 'isOnTill' | 'listing' | 'link' | 'lastOperation'> & {
  readonly name: string;
};

/** What is known of a product: of several stores' rows the one that counts; `null` = not this merchant's. */
export async function productState(queries: Queries, userId: UserId, productId: string): Promise<ProductState | null> {
  const row = await queries.first<{
    name: string;
    isOnTill: number;
    key: ListingKey | null;
    isListed: number | null;
    reasonCode: string | null;
    reasonParams: unknown;
    holdCode: string | null;
    link: GoodFacts['link'] | null;
    groupId: number | null;
  }>(
    `SELECT p.name, p.missing_since IS NULL AS isOnTill, COALESCE(m.listing_key, gone.listing_key) AS \`key\`,
       COALESCE(s.is_listed, gone.is_listed) AS isListed, COALESCE(s.reason_code, gone.reason_code) AS reasonCode,
       COALESCE(s.reason_params, gone.reason_params) AS reasonParams, s.hold_code AS holdCode,
       COALESCE(l.state, gl.state) AS link, c.group_id AS groupId
     ${FROM}
     LEFT JOIN listings gone ON m.listing_key IS NULL AND gone.user_id = p.user_id AND gone.listing_key = p.evotor_id
     LEFT JOIN item_links gl ON m.listing_key IS NULL AND gl.user_id = p.user_id AND gl.vk_group_id = c.group_id
       AND gl.listing_key = p.evotor_id
     WHERE p.user_id = :userId AND p.evotor_id = :productId
     ORDER BY p.missing_since IS NULL DESC, m.is_selected DESC LIMIT 1`,
    { userId, productId },
  );
  if (!row) return null;
  const isComputed = row.isListed !== null;
  return {
    name: row.name,
    isOnTill: Boolean(row.isOnTill),
    listing: isComputed
      ? {
          isListed: Boolean(row.isListed),
          reasonCode: row.reasonCode,
          reasonParams: jsonColumnOrNull<Record<string, string>>(row.reasonParams) ?? {},
          holdCode: row.holdCode,
        }
      : null,
    link: row.link ?? 'none',
    lastOperation:
      row.key === null || row.groupId === null ? null : await lastShowing(queries, userId, row.key, row.groupId),
  };
}

async function lastShowing(
  queries: Queries,
  userId: UserId,
  key: ListingKey,
  groupId: number,
): Promise<GoodFacts['lastOperation']> {
  const row = await queries.first<{
    state: NonNullable<GoodFacts['lastOperation']>['state'];
    errorCode: string | null;
    isHeld: number;
    brakeCode: string | null;
  }>(
    `SELECT o.state, o.error_code AS errorCode, o.brake_code AS brakeCode,
       o.state = 'planned' AND o.is_risky AND j.status = 'awaiting_approval' AS isHeld
     FROM sync_operations o JOIN sync_jobs j ON j.id = o.job_id
     WHERE o.user_id = :userId AND o.listing_key = :key AND o.vk_group_id = :groupId
       AND o.kind IN ('create','unhide','restore') AND j.kind <> 'preview' ORDER BY o.id DESC LIMIT 1`,
    { userId, key, groupId },
  );
  return row && { ...row, isHeld: Boolean(row.isHeld) };
}

/** Names of entities a rule may be written for: the merchant's own ones only. */
export async function entityName(
  queries: Queries,
  userId: UserId,
  entityType: 'store' | 'group' | 'product',
  entityId: string,
): Promise<{ readonly name: string; readonly parentId: string | null } | null> {
  const sql = {
    store: 'SELECT name, NULL AS parentId FROM cached_stores',
    group: 'SELECT name, store_evotor_id AS parentId FROM cached_groups',
    product: 'SELECT name, group_evotor_id AS parentId FROM cached_products',
  }[entityType];
  return queries.first(`${sql} WHERE user_id = :userId AND evotor_id = :entityId LIMIT 1`, { userId, entityId });
}

/** Every good of the till by its place, light. */
export async function placedGoods(queries: Queries, userId: UserId): Promise<readonly PlacedGood[]> {
  return queries.rows<PlacedGood>(
    `SELECT store_evotor_id AS storeId, group_evotor_id AS groupId, evotor_id AS productId FROM cached_products
     WHERE user_id = :userId AND missing_since IS NULL`,
    { userId },
  );
}

/** How many goods of the till say their quantity. */
export async function quantityKnowledge(
  queries: Queries,
  userId: UserId,
): Promise<{ readonly known: number; readonly all: number }> {
  const row = await queries.first<{ known: number; n: number }>(
    `SELECT COUNT(quantity_milli) AS known, COUNT(*) AS n FROM cached_products
     WHERE user_id = :userId AND missing_since IS NULL`,
    { userId },
  );
  return { known: row?.known ?? 0, all: row?.n ?? 0 };
}

/** The dearest good of the till, kopecks; 0 = nothing has a price. */
export async function highestTillPrice(queries: Queries, userId: UserId): Promise<Kopecks> {
  const row = await queries.first<{ highest: Kopecks | null }>(
    `SELECT MAX(price_kopecks) AS highest FROM cached_products WHERE user_id = :userId AND missing_since IS NULL`,
    { userId },
  );
  return row?.highest ?? kopecks(0);
}
