import type { GroupId, ListingKey, ProductId, UserId } from '../../domain/brand.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import type { Queries, SqlValue } from '../database.js';
import { likePattern } from '../like-pattern.js';
import { jsonColumnOrNull } from '../rows.js';

/** A good of the choice with the picture chosen for it and the row ids of the pictures that may be. */
export interface ShelfRow {
  readonly key: ListingKey;
  readonly productId: ProductId;
  readonly name: string;
  readonly groupName: string | null;
  readonly articleNumber: string | null;
  /** `null` = not published. */
  readonly photo: PhotoChoice | null;
  readonly ownRef: number | null;
  readonly merchantRef: number | null;
}

type Filter = 'missing' | 'group' | 'merchant' | 'name_card' | 'own';

const SOURCE = `JSON_VALUE(s.photo, '$.source')`;
const WHERE: Readonly<Record<Filter, string>> = {
  missing: 'o.id IS NULL',
  own: 'o.id IS NOT NULL',
  group: `o.id IS NULL AND ${SOURCE} = 'group'`,
  merchant: `o.id IS NULL AND ${SOURCE} = 'merchant'`,
  name_card: `o.id IS NULL AND (${SOURCE} IN ('name_card','default') OR s.photo IS NULL)`,
};
const FROM = `FROM listings s
  LEFT JOIN photos o ON o.user_id = s.user_id AND o.purpose = 'product' AND o.target_id = s.listing_key`;
/** The good that stands for a listing: selected ones first, of the store that gives the price. */
const MEMBER = `(SELECT m.product_evotor_id FROM listing_members m
  WHERE m.user_id = s.user_id AND m.listing_key = s.listing_key
  ORDER BY m.is_selected DESC, m.store_evotor_id = s.store_evotor_id DESC, m.store_evotor_id LIMIT 1)`;

/** One page of selected goods, and how many there are: two queries. */
export async function shelfPage(
  queries: Queries,
  userId: UserId,
  query: { filter: Filter; search: string; offset: number; limit: number },
): Promise<{ rows: readonly ShelfRow[]; total: number }> {
  const conditions = ['s.user_id = :userId', 's.is_selected = TRUE', WHERE[query.filter]];
  const values: Record<string, SqlValue> = { userId };
  if (query.search !== '') {
    conditions.push(`(s.name LIKE :search OR EXISTS (
      SELECT 1 FROM listing_members sm JOIN cached_products sp ON sp.user_id = sm.user_id
        AND sp.store_evotor_id = sm.store_evotor_id AND sp.evotor_id = sm.product_evotor_id
      WHERE sm.user_id = s.user_id AND sm.listing_key = s.listing_key
        AND (sp.name LIKE :search OR sp.article_number LIKE :search OR sp.barcodes LIKE :search)))`);
    values['search'] = likePattern(query.search);
  }
  const where = `WHERE ${conditions.join(' AND ')}`;
  const rows = await detailed(
    queries,
    `SELECT s.id, s.user_id, s.listing_key, s.name, s.photo, s.store_evotor_id, o.id AS own_ref
     ${FROM} ${where} ORDER BY s.name, s.id LIMIT :limit OFFSET :offset`,
    { ...values, limit: query.limit, offset: query.offset },
  );
  const count = await queries.first<{ n: number }>(`SELECT COUNT(*) AS n ${FROM} ${where}`, values);
  return { rows, total: count?.n ?? 0 };
}

/** One good by the key of its listing, selected or not; `null` = not this merchant's. */
export async function shelfRow(queries: Queries, userId: UserId, key: ListingKey): Promise<ShelfRow | null> {
  const rows = await detailed(
    queries,
    `SELECT s.id, s.user_id, s.listing_key, s.name, s.photo, s.store_evotor_id, o.id AS own_ref
     ${FROM} WHERE s.user_id = :userId AND s.listing_key = :key`,
    { userId, key },
  );
  return rows[0] ?? null;
}

/** Adds to some listings the till product that stands for each; only those of one page are looked up. */
async function detailed(
  queries: Queries,
  listings: string,
  values: Record<string, SqlValue>,
): Promise<readonly ShelfRow[]> {
  const rows = await queries.rows<Omit<ShelfRow, 'photo'> & { photo: unknown }>(
    `SELECT s.listing_key AS \`key\`, s.name, s.photo, s.own_ref AS ownRef, q.id AS merchantRef,
       COALESCE(p.evotor_id, s.listing_key) AS productId, p.article_number AS articleNumber, g.name AS groupName
     FROM (${listings}) s
     LEFT JOIN cached_products p ON p.id = (
       SELECT c.id FROM cached_products c WHERE c.user_id = s.user_id AND c.evotor_id = ${MEMBER}
       ORDER BY c.missing_since IS NULL DESC, c.store_evotor_id = s.store_evotor_id DESC, c.id LIMIT 1)
     LEFT JOIN cached_groups g ON g.user_id = p.user_id AND g.store_evotor_id = p.store_evotor_id
       AND g.evotor_id = p.group_evotor_id AND g.missing_since IS NULL
     LEFT JOIN photos q ON q.user_id = s.user_id AND q.purpose = 'merchant' AND q.target_id = ''
     ORDER BY s.name, s.id`,
    values,
  );
  return rows.map(row => ({ ...row, photo: jsonColumnOrNull<PhotoChoice>(row.photo) }));
}

/** How many selected goods each filter lets through. */
export async function shelfCounts(queries: Queries, userId: UserId): Promise<Readonly<Record<Filter, number>>> {
  const columns = Object.entries(WHERE).map(
    ([filter, condition]) => `CAST(COALESCE(SUM(${condition}), 0) AS SIGNED) AS \`${filter}\``,
  );
  const row = await queries.first<Record<Filter, number>>(
    `SELECT ${columns.join(', ')} ${FROM} WHERE s.user_id = :userId AND s.is_selected = TRUE`,
    { userId },
  );
  return row ?? { missing: 0, group: 0, merchant: 0, name_card: 0, own: 0 };
}

/** The listing a till product belongs to: a selected one, of the first store, when it stands in several. */
export async function listingOfProduct(
  queries: Queries,
  userId: UserId,
  productId: string,
): Promise<ListingKey | null> {
  const row = await queries.first<{ key: ListingKey }>(
    `SELECT m.listing_key AS \`key\` FROM listing_members m
     LEFT JOIN cached_stores st ON st.user_id = m.user_id AND st.evotor_id = m.store_evotor_id
     WHERE m.user_id = :userId AND m.product_evotor_id = :productId
     ORDER BY m.is_selected DESC, st.position, st.id LIMIT 1`,
    { userId, productId },
  );
  return row?.key ?? null;
}

/** Row id of a group's or the merchant's own picture. */
export async function placePhotoRef(
  queries: Queries,
  userId: UserId,
  place: { readonly purpose: 'group'; readonly groupId: GroupId } | { readonly purpose: 'merchant' },
): Promise<number | null> {
  const target = place.purpose === 'group' ? place.groupId : '';
  const row = await queries.first<{ id: number }>(
    'SELECT id FROM photos WHERE user_id = :userId AND purpose = :purpose AND target_id = :target',
    { userId, purpose: place.purpose, target },
  );
  return row?.id ?? null;
}

/** A till good that one of some marks may mean. */
export interface MarkedGood {
  readonly key: ListingKey;
  readonly productId: ProductId;
  readonly name: string;
  readonly articleNumber: string | null;
  readonly barcodes: unknown;
}

/** Goods whose id, article or one of whose barcodes is among the marks. */
export async function goodsByMarks(
  queries: Queries,
  userId: UserId,
  marks: readonly string[],
): Promise<readonly MarkedGood[]> {
  if (marks.length === 0) return [];
  return queries.rows<MarkedGood>(
    `SELECT m.listing_key AS \`key\`, p.evotor_id AS productId, s.name, p.article_number AS articleNumber, p.barcodes
     FROM cached_products p
     JOIN listing_members m ON m.user_id = p.user_id AND m.store_evotor_id = p.store_evotor_id
       AND m.product_evotor_id = p.evotor_id
     JOIN listings s ON s.user_id = m.user_id AND s.listing_key = m.listing_key
     WHERE p.user_id = :userId AND p.missing_since IS NULL AND (
       p.evotor_id IN (:marks) OR p.article_number IN (:marks) OR JSON_OVERLAPS(p.barcodes, :json))`,
    { userId, marks: [...marks], json: JSON.stringify(marks) },
  );
}
