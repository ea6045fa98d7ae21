import type { GroupId, ProductId, StoreId, UserId } from '../../domain/brand.js';
import type { Kopecks } from '../../domain/money.js';
import type { Milli } from '../../domain/quantity.js';
import type { TillAttribute, TillGroup, TillProduct, TillStore } from '../../domain/till.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';
import { jsonColumn, jsonColumnOrNull } from '../rows.js';

export type StoreReadState = 'never' | 'complete' | 'incomplete' | 'not_paid';

/** A store as last read, with how its last read ended. */
export interface CachedStore extends TillStore {
  readonly readState: StoreReadState;
  readonly readCode: string | null;
  readonly completeReadAt: Date | null;
  readonly isMissing: boolean;
}

interface StoreRow {
  evotor_id: StoreId;
  name: string;
  address: string | null;
  read_state: StoreReadState;
  read_code: string | null;
  complete_read_at: Date | null;
  missing_since: Date | null;
}

/** Stores in the merchant's order. */
export async function listStores(queries: Queries, userId: UserId): Promise<readonly CachedStore[]> {
  const rows = await queries.rows<StoreRow>(
    `SELECT evotor_id, name, address, read_state, read_code, complete_read_at, missing_since
     FROM cached_stores WHERE user_id = :userId ORDER BY position, id`,
    { userId },
  );
  return rows.map(row => ({
    id: row.evotor_id,
    name: row.name,
    address: row.address,
    readState: row.read_state,
    readCode: row.read_code,
    completeReadAt: row.complete_read_at,
    isMissing: row.missing_since !== null,
  }));
}

export async function saveStores(queries: Queries, userId: UserId, stores: readonly TillStore[]): Promise<void> {
  const now = new Date();
  await upsertRows(
    queries,
    'cached_stores',
    ['user_id', 'evotor_id', 'name', 'address', 'position', 'fetched_at'],
    stores.map((store, position) => ({
      user_id: userId,
      evotor_id: store.id,
      name: store.name.slice(0, 255),
      address: store.address?.slice(0, 500) ?? null,
      position,
      fetched_at: now,
    })),
    // The order is the merchant's own from the first sight on.
    ['name', 'address', 'fetched_at', 'missing_since = NULL'],
  );
}

/** Stores a complete list no longer names. Their goods keep their last values. */
export async function markStoresMissing(queries: Queries, userId: UserId, seen: readonly StoreId[]): Promise<void> {
  await queries.change(
    `UPDATE cached_stores SET missing_since = :now
     WHERE user_id = :userId AND missing_since IS NULL AND evotor_id NOT IN (:seen)`,
    { userId, now: new Date(), seen: seen.length > 0 ? seen : [''] },
  );
}

/** How a store's read ended. One older than the newest whole read of the store is not written down. */
export async function setStoreRead(
  queries: Queries,
  userId: UserId,
  storeId: StoreId,
  read: { state: StoreReadState; code: string | null; digest: string | null; readId: number },
): Promise<void> {
  await queries.change(
    `UPDATE cached_stores SET read_state = :state, read_code = :code, digest = COALESCE(:digest, digest),
       complete_read_at = IF(:state = 'complete', :now, complete_read_at),
       read_id = IF(:state = 'complete', :readId, read_id)
     WHERE user_id = :userId AND evotor_id = :storeId AND read_id <= :readId`,
    { userId, storeId, ...read, now: new Date() },
  );
}

/**
 * Notes that a whole read showed nothing where goods were, or that goods are there again. Call before the rows that it
 * did not see are marked.
 */
export async function noteEmptied(queries: Queries, userId: UserId, storeId: StoreId, goods: number): Promise<void> {
  await queries.change(
    goods > 0
      ? 'UPDATE cached_stores SET emptied_at = NULL WHERE user_id = :userId AND evotor_id = :storeId'
      : `UPDATE cached_stores SET emptied_at = :now WHERE user_id = :userId AND evotor_id = :storeId
           AND emptied_at IS NULL AND EXISTS (SELECT 1 FROM cached_products p WHERE p.user_id = :userId
             AND p.store_evotor_id = :storeId AND p.missing_since IS NULL)`,
    { userId, storeId, now: new Date() },
  );
}

/** Names of stores whose last whole read is older than a time; one that was never read whole has nothing to be stale. */
export async function staleStores(queries: Queries, userId: UserId, before: Date): Promise<readonly string[]> {
  const rows = await queries.rows<{ name: string }>(
    `SELECT name FROM cached_stores WHERE user_id = :userId AND complete_read_at < :before ORDER BY position, id`,
    { userId, before },
  );
  return rows.map(({ name }) => name);
}

/** The newest whole read of a store (0 = none yet), locked until the transaction ends: one read is written at a time. */
export async function lockStore(queries: Queries, userId: UserId, storeId: StoreId): Promise<{ readId: number }> {
  const row = await queries.first<{ readId: number }>(
    `SELECT read_id AS readId FROM cached_stores WHERE user_id = :userId AND evotor_id = :storeId FOR UPDATE`,
    { userId, storeId },
  );
  return { readId: row?.readId ?? 0 };
}

/** Stores the till still has, in the merchant's order, with the digest of each one's last whole read. */
export async function storeDigests(
  queries: Queries,
  userId: UserId,
): Promise<readonly { readonly state: StoreReadState; readonly digest: string | null }[]> {
  return queries.rows(
    `SELECT read_state AS state, digest FROM cached_stores
     WHERE user_id = :userId AND missing_since IS NULL ORDER BY position, id`,
    { userId },
  );
}

/**
 * Two reads may overlap (a run, and a refresh from the pages): the older one overwrites nothing. `read_id` goes last,
 * for the server assigns from left to right.
 */
const newest = (columns: readonly string[]): readonly string[] =>
  [...columns, 'missing_since', 'read_id'].map(
    name =>
      `${name} = IF(VALUES(read_id) >= read_id, ${name === 'missing_since' ? 'NULL' : `VALUES(${name})`}, ${name})`,
  );

interface GroupRow {
  evotor_id: GroupId;
  store_evotor_id: StoreId;
  parent_evotor_id: GroupId | null;
  name: string;
  attributes: unknown;
}

/** Groups the till still has, of every store. */
export async function listGroups(queries: Queries, userId: UserId): Promise<readonly TillGroup[]> {
  const rows = await queries.rows<GroupRow>(
    `SELECT evotor_id, store_evotor_id, parent_evotor_id, name, attributes
     FROM cached_groups WHERE user_id = :userId AND missing_since IS NULL ORDER BY id`,
    { userId },
  );
  return rows.map(row => ({
    id: row.evotor_id,
    storeId: row.store_evotor_id,
    parentId: row.parent_evotor_id,
    name: row.name,
    attributes: jsonColumnOrNull<TillAttribute[]>(row.attributes) ?? [],
  }));
}

export async function saveGroups(
  queries: Queries,
  userId: UserId,
  groups: readonly TillGroup[],
  readId: number,
): Promise<void> {
  const now = new Date();
  await upsertRows(
    queries,
    'cached_groups',
    ['user_id', 'evotor_id', 'store_evotor_id', 'parent_evotor_id', 'name', 'attributes', 'read_id', 'fetched_at'],
    groups.map(group => ({
      user_id: userId,
      evotor_id: group.id,
      store_evotor_id: group.storeId,
      parent_evotor_id: group.parentId,
      name: group.name.slice(0, 255),
      attributes: group.attributes.length > 0 ? JSON.stringify(group.attributes) : null,
      read_id: readId,
      fetched_at: now,
    })),
    newest(['parent_evotor_id', 'name', 'attributes', 'fetched_at']),
  );
}

/** Rows of a completely read store that this read did not see. */
export async function markRowsMissing(
  queries: Queries,
  table: 'cached_groups' | 'cached_products',
  read: { userId: UserId; storeId: StoreId; readId: number },
): Promise<void> {
  await queries.change(
    `UPDATE ${table} SET missing_since = :now
     WHERE user_id = :userId AND store_evotor_id = :storeId AND read_id < :readId AND missing_since IS NULL`,
    { ...read, now: new Date() },
  );
}

/** A product row with the digest of its normalised values. */
export type DigestedProduct = TillProduct & { readonly rowDigest: string };

export async function saveProducts(
  queries: Queries,
  userId: UserId,
  products: readonly DigestedProduct[],
  readId: number,
): Promise<void> {
  const now = new Date();
  await upsertRows(
    queries,
    'cached_products',
    PRODUCT_COLUMNS,
    products.map(product => toRow(userId, product, readId, now)),
    newest(PRODUCT_COLUMNS.slice(3).filter(name => name !== 'read_id')),
  );
}

const PRODUCT_COLUMNS = [
  'user_id',
  'evotor_id',
  'store_evotor_id',
  'group_evotor_id',
  'name',
  'price_kopecks',
  'cost_price_kopecks',
  'quantity_milli',
  'measure_name',
  'article_number',
  'code',
  'barcodes',
  'description',
  'allow_to_sell',
  'product_type',
  'is_excisable',
  'is_age_limited',
  'attributes_choices',
  'row_digest',
  'read_id',
  'fetched_at',
] as const;

function toRow(userId: UserId, product: DigestedProduct, readId: number, now: Date) {
  return {
    user_id: userId,
    evotor_id: product.id,
    store_evotor_id: product.storeId,
    group_evotor_id: product.groupId,
    name: product.name.slice(0, 500),
    price_kopecks: product.price,
    cost_price_kopecks: product.costPrice,
    quantity_milli: product.quantity,
    measure_name: product.measureName?.slice(0, 50) ?? null,
    article_number: product.articleNumber?.slice(0, 100) ?? null,
    code: product.code?.slice(0, 100) ?? null,
    barcodes: JSON.stringify(product.barcodes),
    description: product.description,
    allow_to_sell: product.allowToSell,
    product_type: product.type?.slice(0, 60) ?? null,
    is_excisable: product.isExcisable,
    is_age_limited: product.isAgeLimited,
    attributes_choices: JSON.stringify(product.attributesChoices),
    row_digest: product.rowDigest,
    read_id: readId,
    fetched_at: now,
  };
}

/** Columns of one product; `readProduct` turns such a row into the domain's shape. */
export const PRODUCT_SELECT = `p.evotor_id, p.store_evotor_id, p.group_evotor_id, p.name, p.price_kopecks,
  p.cost_price_kopecks, p.quantity_milli, p.measure_name, p.article_number, p.code, p.barcodes, p.description,
  p.allow_to_sell, p.product_type, p.is_excisable, p.is_age_limited, p.attributes_choices`;

export interface ProductRecordRow {
  evotor_id: ProductId;
  store_evotor_id: StoreId;
  group_evotor_id: GroupId | null;
  name: string;
  price_kopecks: Kopecks | null;
  cost_price_kopecks: Kopecks | null;
  quantity_milli: Milli | null;
  measure_name: string | null;
  article_number: string | null;
  code: string | null;
  barcodes: unknown;
  description: string | null;
  allow_to_sell: number;
  product_type: string | null;
  is_excisable: number;
  is_age_limited: number;
  attributes_choices: unknown;
}

export function readProduct(row: ProductRecordRow): TillProduct {
  return {
    id: row.evotor_id,
    storeId: row.store_evotor_id,
    groupId: row.group_evotor_id,
    name: row.name,
    type: row.product_type,
    price: row.price_kopecks,
    costPrice: row.cost_price_kopecks,
    quantity: row.quantity_milli,
    measureName: row.measure_name,
    allowToSell: Boolean(row.allow_to_sell),
    description: row.description,
    articleNumber: row.article_number,
    code: row.code,
    barcodes: jsonColumn<string[]>(row.barcodes),
    attributesChoices: jsonColumn<Record<string, string>>(row.attributes_choices),
    isExcisable: Boolean(row.is_excisable),
    isAgeLimited: Boolean(row.is_age_limited),
  };
}

/** Goods of a store whose listing stands in VK, without those that are gone already or that a newer read has seen. */
export async function publishedProducts(
  queries: Queries,
  userId: UserId,
  storeId: StoreId,
  readId: number,
): Promise<readonly ProductId[]> {
  const rows = await queries.rows<{ id: ProductId }>(
    `SELECT DISTINCT p.evotor_id AS id FROM cached_products p
     JOIN listing_members m ON m.user_id = p.user_id AND m.store_evotor_id = p.store_evotor_id
       AND m.product_evotor_id = p.evotor_id
     JOIN item_links l ON l.user_id = m.user_id AND l.listing_key = m.listing_key AND l.state = 'live'
     WHERE p.user_id = :userId AND p.store_evotor_id = :storeId AND p.read_id < :readId AND p.missing_since IS NULL`,
    { userId, storeId, readId },
  );
  return rows.map(({ id }) => id);
}
