import type { JobId, ListingKey, OperationId } from '../../domain/brand.js';
import type { BrakeFact } from '../../domain/sync/brakes.js';
import type { OperationKind } from '../../domain/sync/compact.js';
import type { CreatePriority } from '../../domain/sync/limits.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';

const ROWS_PER_PAGE = 2000;

interface FactRow {
  id: number;
  kind: OperationKind;
  reason: string;
  fields: string;
  is_emptied: number;
  state: 'planned' | 'done';
  price_before: string | null;
  price_after: string | null;
  stock_before: string | null;
  stock_after: string | null;
  till_price_before: string | null;
  till_price_now: string | null;
  till_quantity_before: string | null;
  till_quantity_now: string | null;
}

const number = (text: string | null): number | null => (text === null ? null : Number(text));

function toFact(row: FactRow): BrakeFact {
  const fields = row.fields.split(',');
  const of = (field: string, value: string | null) => (fields.includes(field) ? number(value) : null);
  return {
    id: row.id,
    kind: row.kind,
    reason: row.reason,
    priceBefore: of('price', row.price_before),
    priceAfter: of('price', row.price_after),
    stockBefore: of('stock', row.stock_before),
    stockAfter: of('stock', row.stock_after),
    tillPriceBefore: number(row.till_price_before),
    tillPriceNow: number(row.till_price_now),
    tillQuantityBefore: number(row.till_quantity_before),
    tillQuantityNow: number(row.till_quantity_now),
    isStoreEmptied: Boolean(row.is_emptied),
  };
}

/** A value of a JSON image; a JSON `null` is absent, as one that never was. */
const value = (column: 'before_value' | 'after_value', name: string) =>
  `NULLIF(JSON_VALUE(o.${column}, '$.${name}'), 'null')`;

/**
 * What the brakes look at: planned operations of a job and those it has done in an earlier plan, page by page, light
 * rows only (no texts).
 */
export async function* brakeFacts(queries: Queries, shop: Shop, jobId: JobId): AsyncGenerator<BrakeFact> {
  for (let after = 0; ;) {
    const rows = await queries.rows<FactRow>(
      `SELECT o.id, o.kind, o.fields, o.state, st.emptied_at IS NOT NULL AS is_emptied,
         IF(o.kind = 'delete', COALESCE(l.state_cause, o.reason_code), o.reason_code) AS reason,
         ${value('before_value', 'price')} AS price_before, ${value('after_value', 'price')} AS price_after,
         ${value('before_value', 'stock')} AS stock_before, ${value('after_value', 'stock')} AS stock_after,
         ${value('before_value', 'tillPrice')} AS till_price_before,
         ${value('before_value', 'tillQuantity')} AS till_quantity_before,
         s.till_price_kopecks AS till_price_now, s.till_quantity_milli AS till_quantity_now
       FROM sync_operations o
       LEFT JOIN listings s ON s.user_id = o.user_id AND s.listing_key = o.listing_key
       LEFT JOIN item_links l ON l.user_id = o.user_id AND l.vk_group_id = o.vk_group_id AND l.listing_key = o.listing_key
       LEFT JOIN cached_stores st ON st.user_id = o.user_id AND st.evotor_id = s.store_evotor_id
       WHERE o.job_id = :jobId AND o.id > :after AND o.vk_group_id = :groupId AND o.state IN ('planned','done')
         AND (o.kind IN ('hide','delete') OR (o.kind IN ('update','unhide') AND (FIND_IN_SET('price', o.fields)
           OR FIND_IN_SET('stock', o.fields))))
       ORDER BY o.id LIMIT ${ROWS_PER_PAGE}`,
      { jobId, after, groupId: shop.groupId },
    );
    for (const row of rows) yield toFact(row);
    const last = rows.at(-1);
    if (rows.length < ROWS_PER_PAGE || !last) return;
    after = last.id;
  }
}

/** Goods that stand in VK now or did before this job hid them, and how many of them have a known stock above zero. */
export async function publishedCounts(
  queries: Queries,
  shop: Shop,
  jobId: JobId,
): Promise<{ published: number; knownStocks: number }> {
  const values = { userId: shop.userId, groupId: shop.groupId, jobId };
  const live = await queries.first<{ published: string | number; knownStocks: string | number | null }>(
    `SELECT COUNT(*) AS published,
       SUM(s.till_quantity_milli IS NOT NULL AND JSON_VALUE(l.sent, '$.stock') > 0) AS knownStocks
     FROM item_links l LEFT JOIN listings s ON s.user_id = l.user_id AND s.listing_key = l.listing_key
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state = 'live'`,
    values,
  );
  const done = await queries.first<{ hidden: string | number | null; soldOut: string | number | null }>(
    `SELECT SUM(kind = 'hide') AS hidden,
       SUM(kind = 'update' AND FIND_IN_SET('stock', fields) > 0 AND JSON_VALUE(before_value, '$.stock') > 0
         AND JSON_VALUE(after_value, '$.stock') = 0) AS soldOut
     FROM sync_operations WHERE job_id = :jobId AND vk_group_id = :groupId AND state = 'done'`,
    values,
  );
  return {
    published: Number(live?.published ?? 0) + Number(done?.hidden ?? 0),
    knownStocks: Number(live?.knownStocks ?? 0) + Number(done?.soldOut ?? 0),
  };
}

/** Names of stores that were found empty where they had goods. */
export async function emptiedStores(queries: Queries, shop: Shop): Promise<readonly string[]> {
  const rows = await queries.rows<{ name: string }>(
    'SELECT name FROM cached_stores WHERE user_id = :userId AND emptied_at IS NOT NULL ORDER BY position, id',
    { userId: shop.userId },
  );
  return rows.map(row => row.name);
}

export interface PlannedCreate extends CreatePriority {
  readonly id: OperationId;
  readonly album: string | null;
}

/** Planned creates of a job with what says which goes first. */
export async function plannedCreates(queries: Queries, jobId: JobId): Promise<readonly PlannedCreate[]> {
  const rows = await queries.rows<{
    id: OperationId;
    key: ListingKey;
    album: string | null;
    isPinned: number | null;
    stock: number | null;
    source: string | null;
    newness: number | null;
  }>(
    `SELECT o.id, o.listing_key AS \`key\`, s.album_title AS album, p.is_pinned AS isPinned, s.stock,
       JSON_VALUE(s.photo, '$.source') AS source,
       (SELECT MAX(c.id) FROM listing_members m JOIN cached_products c ON c.user_id = m.user_id
          AND c.store_evotor_id = m.store_evotor_id AND c.evotor_id = m.product_evotor_id
        WHERE m.user_id = o.user_id AND m.listing_key = o.listing_key) AS newness
     FROM sync_operations o
     JOIN listings s ON s.user_id = o.user_id AND s.listing_key = o.listing_key
     LEFT JOIN product_overrides p ON p.user_id = o.user_id AND p.listing_key = o.listing_key
     WHERE o.job_id = :jobId AND o.kind = 'create' AND o.state = 'planned'`,
    { jobId },
  );
  return rows.map(row => ({
    id: row.id,
    key: row.key,
    album: row.album,
    isPinned: Boolean(row.isPinned),
    isInStock: row.stock === null || row.stock > 0,
    hasOwnPhoto: row.source === 'product',
    newness: row.newness ?? 0,
  }));
}

/** Puts operations into the order given, first to last. */
export async function orderOperations(queries: Queries, ids: readonly number[]): Promise<void> {
  for (let start = 0; start < ids.length; start += 500) {
    const page = ids.slice(start, start + 500);
    const rows = page.map((id, index) => `SELECT ${id} AS id, ${start + index + 1} AS n`).join(' UNION ALL ');
    await queries.change(
      `UPDATE sync_operations o JOIN (${rows}) r ON r.id = o.id SET o.priority = r.n WHERE o.state = 'planned'`,
    );
  }
}

/** Takes planned operations of some goods out of a job. */
export async function dropPlannedOf(
  queries: Queries,
  jobId: JobId,
  keys: readonly ListingKey[],
  kinds: readonly OperationKind[],
): Promise<void> {
  for (let start = 0; start < keys.length; start += 1000)
    await queries.change(
      `DELETE FROM sync_operations WHERE job_id = :jobId AND state = 'planned' AND kind IN (:kinds) AND listing_key IN (:keys)`,
      { jobId, kinds: [...kinds], keys: keys.slice(start, start + 1000) },
    );
}
