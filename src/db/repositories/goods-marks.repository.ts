import type { ListingKey, ProductId, StoreId, UserId } from '../../domain/brand.js';
import { upsertRows } from '../bulk.js';
import type { Queries, SqlValue } from '../database.js';
import { HAS_DRIFT } from './drift-sql.js';

/** Keys asked for in one statement. */
const KEYS_PER_STATEMENT = 500;

/** State of a good in VK, from its listing and its link; a good whose listing only other stores carry is not selected. */
const STATE = `CASE
  WHEN l.state = 'detached' THEN 'detached'
  WHEN s.is_listed = TRUE AND m.is_selected = FALSE THEN 'not_selected'
  WHEN s.is_listed = TRUE AND l.state = 'live' THEN 'in_vk'
  WHEN s.is_listed = TRUE THEN 'waiting'
  WHEN l.state = 'hidden' THEN 'hidden'
  WHEN m.is_selected = FALSE THEN 'not_selected'
  ELSE 'not_listed' END`;

/** Each mark as it ought to be. The key of the name orders as the collation does, by its first 80 signs. */
const MARKS = {
  group_evotor_id: 'g.evotor_id',
  shop_state: STATE,
  reason_code: `IF(s.is_listed = FALSE, COALESCE(s.reason_code, ''), '')`,
  is_drifted: `COALESCE(s.is_listed AND l.state = 'live' AND ${HAS_DRIFT}, FALSE)`,
  name_key: 'WEIGHT_STRING(p.name AS CHAR(80))',
  search_text: `LEFT(CONCAT_WS(' ', LEFT(p.name, 500), p.article_number,
    REPLACE(REPLACE(REPLACE(p.barcodes, '[', ''), ']', ''), '"', '')), 700)`,
  article_number: `COALESCE(p.article_number, '')`,
  price_kopecks: 'p.price_kopecks',
  quantity_milli: 'p.quantity_milli',
  allow_to_sell: 'p.allow_to_sell',
} as const;

const NAMES = Object.keys(MARKS) as (keyof typeof MARKS)[];
const IDENTITY = ['user_id', 'store_evotor_id', 'product_evotor_id', 'listing_key', 'is_selected'] as const;
const MARK_OF = (name: string): string => `new_${name}`;

type Row = { storeId: StoreId; productId: ProductId; key: ListingKey; isSelected: number } & Record<string, SqlValue>;

/** Goods whose marks are not what their tables say now. */
async function unmarked(queries: Queries, userId: UserId, keys: readonly ListingKey[] | null): Promise<readonly Row[]> {
  return queries.rows<Row>(
    `SELECT m.store_evotor_id AS storeId, m.product_evotor_id AS productId, m.listing_key AS \`key\`,
       m.is_selected AS isSelected, ${NAMES.map(name => `${MARKS[name]} AS ${MARK_OF(name)}`).join(', ')}
     FROM listing_members m
     JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
       AND p.evotor_id = m.product_evotor_id
     LEFT JOIN cached_groups g ON g.user_id = p.user_id AND g.store_evotor_id = p.store_evotor_id
       AND g.evotor_id = p.group_evotor_id AND g.missing_since IS NULL
     LEFT JOIN listings s ON s.user_id = m.user_id AND s.listing_key = m.listing_key
     LEFT JOIN vk_connections c ON c.user_id = m.user_id
     LEFT JOIN item_links l ON l.user_id = m.user_id AND l.vk_group_id = c.group_id AND l.listing_key = m.listing_key
     LEFT JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
       AND v.vk_item_id = l.vk_item_id
     WHERE m.user_id = :userId ${keys === null ? '' : 'AND m.listing_key IN (:keys)'}
       AND NOT (${NAMES.map(name => `m.${name} <=> ${MARKS[name]}`).join(' AND ')})`,
    { userId, keys: keys === null ? null : [...keys] },
  );
}

/**
 * Writes beside each good what the catalogue's tables are counted, filtered and sorted by; only what changed. Whoever
 * changes a listing, a link, a lock, the shop as read or the community calls it; `keys` = only these listings.
 */
export async function markGoods(
  queries: Queries,
  userId: UserId,
  keys: readonly ListingKey[] | null = null,
): Promise<void> {
  const parts = keys === null ? [null] : chunked([...new Set(keys)]);
  for (const part of parts) {
    const rows = await unmarked(queries, userId, part);
    await upsertRows(
      queries,
      'listing_members',
      [...IDENTITY, ...NAMES],
      rows.map(row => ({
        user_id: userId,
        store_evotor_id: row.storeId,
        product_evotor_id: row.productId,
        listing_key: row.key,
        is_selected: row.isSelected,
        ...(Object.fromEntries(NAMES.map(name => [name, row[MARK_OF(name)] ?? null])) as Record<
          keyof typeof MARKS,
          SqlValue
        >),
      })),
      NAMES,
    );
  }
}

/** How many goods carry marks that are not true any more; 0 whenever nothing is being changed. */
export const staleMarks = async (queries: Queries, userId: UserId): Promise<number> =>
  (await unmarked(queries, userId, null)).length;

function chunked(keys: readonly ListingKey[]): (readonly ListingKey[])[] {
  const parts: ListingKey[][] = [];
  for (let start = 0; start < keys.length; start += KEYS_PER_STATEMENT)
    parts.push(keys.slice(start, start + KEYS_PER_STATEMENT));
  return parts;
}
