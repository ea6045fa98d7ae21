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

const WHERE: Readonly<Record<Filter, string>> = {
  missing: 'o.id IS NULL',
  own: 'o.id IS NOT NULL',
  group: `o.id IS NULL AND s.photo_source = 'group'`,
  merchant: `o.id IS NULL AND s.photo_source = 'merchant'`,
  name_card: `o.id IS NULL AND (s.photo_source IN ('name_card','default') OR s.photo_source IS NULL)`,
};
/** Read in the order of this index alone: the rows themselves hold whole descriptions. */
const LISTINGS = 'listings s FORCE INDEX (listings_pictures)';
const OWN = `LEFT JOIN photos o ON o.user_id = s.user_id AND o.purpose = 'product' AND o.target_id = s.listing_key`;
/** One page of selected goods, in the order of an index; of a search also how many there are. */
export async function shelfPage(
  queries: Queries,
  userId: UserId,
  query: { filter: Filter; search: string; offset: number; limit: number },
): Promise<{ rows: readonly ShelfRow[]; found: number | null }> {
  const conditions = ['s.user_id = :userId', 's.is_selected = TRUE', WHERE[query.filter]];
  const values: Record<string, SqlValue> = { userId };
  if (query.search !== '') {
    conditions.push(`(s.name LIKE :search OR s.listing_key IN (
      SELECT sm.listing_key FROM listing_members sm WHERE sm.user_id = :userId AND sm.search_text LIKE :search))`);
    values['search'] = likePattern(query.search);
  }
  const where = `WHERE ${conditions.join(' AND ')}`;
  const rows = await detailed(
    queries,
    `SELECT s.id FROM ${LISTINGS} ${OWN} ${where} ORDER BY s.name, s.id LIMIT :limit OFFSET :offset`,
    { ...values, limit: query.limit, offset: query.offset },
  );
  if (query.search === '') return { rows, found: null };
  const count = await queries.first<{ n: number }>(`SELECT COUNT(*) AS n FROM ${LISTINGS} ${OWN} ${where}`, values);
  return { rows, found: count?.n ?? 0 };
}

/** One good by the key of its listing, selected or not; `null` = not this merchant's. */
export async function shelfRow(queries: Queries, userId: UserId, key: ListingKey): Promise<ShelfRow | null> {
  const rows = await detailed(
    queries,
    'SELECT s.id FROM listings s WHERE s.user_id = :userId AND s.listing_key = :key',
    { userId, key },
  );
  return rows[0] ?? null;
}

interface Stand {
  readonly key: ListingKey;
  readonly productId: ProductId;
  readonly articleNumber: string | null;
  readonly groupName: string | null;
}

/** The listings of one page with their pictures and the till product that stands for each: two queries. */
async function detailed(
  queries: Queries,
  listings: string,
  values: Record<string, SqlValue>,
): Promise<readonly ShelfRow[]> {
  const rows = await queries.rows<Omit<ShelfRow, 'photo' | keyof Stand> & Pick<Stand, 'key'> & { photo: unknown }>(
    `SELECT s.listing_key AS \`key\`, s.name, s.photo, o.id AS ownRef, q.id AS merchantRef
     FROM (${listings}) page STRAIGHT_JOIN listings s ON s.id = page.id ${OWN}
     LEFT JOIN photos q ON q.user_id = s.user_id AND q.purpose = 'merchant' AND q.target_id = ''
     ORDER BY s.name, s.id`,
    values,
  );
  const stands = await standsOf(
    queries,
    values['userId'] as UserId,
    rows.map(({ key }) => key),
  );
  return rows.map(row => ({
    ...row,
    ...(stands.get(row.key) ?? { productId: row.key as string as ProductId, articleNumber: null, groupName: null }),
    photo: jsonColumnOrNull<PhotoChoice>(row.photo),
  }));
}

/** The good that stands for each listing: one on the till, selected, of the store that gives the price. */
async function standsOf(
  queries: Queries,
  userId: UserId,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, Stand>> {
  if (keys.length === 0) return new Map();
  // The index is named: on a table just filled the server may think that scanning it is as good.
  const rows = await queries.rows<Stand>(
    `SELECT m.listing_key AS \`key\`, p.evotor_id AS productId, p.article_number AS articleNumber, g.name AS groupName
     FROM listing_members m FORCE INDEX (listing_members_key)
     STRAIGHT_JOIN listings s ON s.user_id = m.user_id AND s.listing_key = m.listing_key
     STRAIGHT_JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
       AND p.evotor_id = m.product_evotor_id
     LEFT JOIN cached_groups g ON g.user_id = p.user_id AND g.store_evotor_id = p.store_evotor_id
       AND g.evotor_id = p.group_evotor_id AND g.missing_since IS NULL
     WHERE m.user_id = :userId AND m.listing_key IN (:keys)
     ORDER BY p.missing_since IS NULL DESC, m.is_selected DESC, m.store_evotor_id = s.store_evotor_id DESC, p.id`,
    { userId, keys },
  );
  const first = new Map<ListingKey, Stand>();
  for (const row of rows) if (!first.has(row.key)) first.set(row.key, row);
  return first;
}

/** How many selected goods each filter lets through: all by their source, less those that have a picture of their own. */
export async function shelfCounts(queries: Queries, userId: UserId): Promise<Readonly<Record<Filter, number>>> {
  interface Row {
    source: string | null;
    n: number;
  }
  const all = await queries.rows<Row>(
    `SELECT photo_source AS source, COUNT(*) AS n FROM listings
     WHERE user_id = :userId AND is_selected = TRUE GROUP BY photo_source`,
    { userId },
  );
  const own = await queries.rows<Row>(
    `SELECT s.photo_source AS source, COUNT(*) AS n
     FROM photos o JOIN listings s ON s.user_id = o.user_id AND s.listing_key = o.target_id AND s.is_selected = TRUE
     WHERE o.user_id = :userId AND o.purpose = 'product' GROUP BY s.photo_source`,
    { userId },
  );
  const sum = (rows: readonly Row[], fits: (source: string | null) => boolean): number =>
    rows.filter(({ source }) => fits(source)).reduce((total, { n }) => total + n, 0);
  const without = (fits: (source: string | null) => boolean): number => sum(all, fits) - sum(own, fits);
  return {
    missing: without(() => true),
    group: without(source => source === 'group'),
    merchant: without(source => source === 'merchant'),
    name_card: without(source => source === null || source === 'name_card' || source === 'default'),
    own: sum(own, () => true),
  };
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
