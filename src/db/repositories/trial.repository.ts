import type { ListingKey, ProductId, UserId } from '../../domain/brand.js';
import type { Kopecks } from '../../domain/money.js';
import type { Milli } from '../../domain/quantity.js';
import type { Queries } from '../database.js';

/** A merchant's good as its listing stands: what settings that are only tried are compared with. */
export interface StandingGood {
  readonly key: ListingKey;
  readonly isListed: boolean;
  readonly name: string;
  readonly description: string | null;
  readonly price: Kopecks | null;
  readonly stock: number | null;
  readonly album: string | null;
}

/** Selected goods, a part spread evenly where there are more than `most`, always the same part. */
export async function standingGoods(
  queries: Queries,
  userId: UserId,
  most: number,
): Promise<{ readonly all: number; readonly goods: readonly StandingGood[] }> {
  const count = await queries.first<{ n: number }>(
    'SELECT COUNT(*) AS n FROM listings WHERE user_id = :userId AND is_selected = TRUE',
    { userId },
  );
  const all = count?.n ?? 0;
  const rows = await queries.rows<Omit<StandingGood, 'isListed'> & { isListed: number }>(
    `SELECT listing_key AS \`key\`, is_listed AS isListed, name, description, price_kopecks AS price, stock,
       album_title AS album
     FROM (SELECT l.*, ROW_NUMBER() OVER (ORDER BY l.listing_key) AS place FROM listings l
       WHERE l.user_id = :userId AND l.is_selected = TRUE) numbered
     WHERE MOD(place - 1, :step) = 0 ORDER BY place LIMIT :most`,
    { userId, step: Math.max(1, Math.ceil(all / most)), most },
  );
  return { all, goods: rows.map(row => ({ ...row, isListed: Boolean(row.isListed) })) };
}

/** The till goods behind some listings. */
export async function productIdsOf(
  queries: Queries,
  userId: UserId,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, readonly ProductId[]>> {
  const byKey = new Map<ListingKey, ProductId[]>();
  if (keys.length === 0) return byKey;
  const rows = await queries.rows<{ key: ListingKey; id: ProductId }>(
    `SELECT listing_key AS \`key\`, product_evotor_id AS id FROM listing_members
     WHERE user_id = :userId AND listing_key IN (:keys)`,
    { userId, keys: [...keys] },
  );
  for (const { key, id } of rows) byKey.set(key, [...(byKey.get(key) ?? []), id]);
  return byKey;
}

/** A good of the till that stands for others: what a merchant recognises it by. */
export interface SampleGood extends StandingGood {
  readonly tillName: string;
  readonly tillPrice: Kopecks | null;
  readonly tillQuantity: Milli | null;
  readonly measureName: string | null;
}

/** Ways to find goods that differ: published ones first, and always in the same order. */
const CANDIDATES = [
  // The cheapest, the dearest.
  `SELECT listing_key AS \`key\` FROM listings WHERE user_id = :userId AND is_selected = TRUE
   ORDER BY is_listed DESC, till_price_kopecks IS NULL, till_price_kopecks, listing_key LIMIT :each`,
  `SELECT listing_key AS \`key\` FROM listings WHERE user_id = :userId AND is_selected = TRUE
   ORDER BY is_listed DESC, till_price_kopecks DESC, listing_key LIMIT :each`,
  // With a long name.
  `SELECT listing_key AS \`key\` FROM listings WHERE user_id = :userId AND is_selected = TRUE
   ORDER BY is_listed DESC, CHAR_LENGTH(name) DESC, listing_key LIMIT :each`,
] as const;

/** Goods by weight that are looked through for published ones. */
const WEIGHED = 200;

/** Keys of goods worth trying settings on: the cheapest, the dearest, sold by weight, with long names; of each so many. */
export async function sampleKeys(
  queries: Queries,
  userId: UserId,
  each: number,
): Promise<readonly (readonly ListingKey[])[]> {
  const kinds: (readonly ListingKey[])[] = [];
  for (const candidate of CANDIDATES) {
    const rows = await queries.rows<{ key: ListingKey }>(candidate, { userId, each });
    kinds.push(rows.map(({ key }) => key));
  }
  const [cheap = [], dear = [], long = []] = kinds;
  return [cheap, dear, await weighedKeys(queries, userId, each), long];
}

/** In steps, each by an index: joined at once the optimizer compares every good with every other. */
async function weighedKeys(queries: Queries, userId: UserId, each: number): Promise<readonly ListingKey[]> {
  const goods = await queries.rows<{ id: ProductId }>(
    `SELECT evotor_id AS id FROM cached_products
     WHERE user_id = :userId AND missing_since IS NULL AND measure_name IN ('кг','г','гр','kg','g')
     ORDER BY cached_products.id LIMIT :most`,
    { userId, most: WEIGHED },
  );
  if (goods.length === 0) return [];
  const members = await queries.rows<{ key: ListingKey }>(
    `SELECT DISTINCT listing_key AS \`key\` FROM listing_members
     WHERE user_id = :userId AND is_selected = TRUE AND product_evotor_id IN (:ids)`,
    { userId, ids: goods.map(({ id }) => id) },
  );
  if (members.length === 0) return [];
  const rows = await queries.rows<{ key: ListingKey }>(
    `SELECT listing_key AS \`key\` FROM listings WHERE user_id = :userId AND is_selected = TRUE AND listing_key IN (:keys)
     ORDER BY is_listed DESC, listing_key LIMIT :each`,
    { userId, keys: members.map(({ key }) => key), each },
  );
  return rows.map(({ key }) => key);
}

/** Those goods as they stand on the till and as their listings stand, in the order of the keys. */
export async function sampleGoods(
  queries: Queries,
  userId: UserId,
  keys: readonly ListingKey[],
): Promise<readonly SampleGood[]> {
  if (keys.length === 0) return [];
  const rows = await queries.rows<Omit<SampleGood, 'isListed'> & { isListed: number }>(
    `SELECT s.listing_key AS \`key\`, s.is_listed AS isListed, s.name, s.description, s.price_kopecks AS price, s.stock,
       s.album_title AS album, p.name AS tillName, s.till_price_kopecks AS tillPrice,
       s.till_quantity_milli AS tillQuantity, p.measure_name AS measureName
     FROM listings s
     JOIN listing_members m ON m.user_id = s.user_id AND m.listing_key = s.listing_key AND m.is_selected = TRUE
       AND m.store_evotor_id = s.store_evotor_id
     JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
       AND p.evotor_id = m.product_evotor_id AND p.missing_since IS NULL
     WHERE s.user_id = :userId AND s.listing_key IN (:keys)`,
    { userId, keys: [...keys] },
  );
  const byKey = new Map(rows.map(row => [row.key, { ...row, isListed: Boolean(row.isListed) }]));
  return keys.flatMap(key => byKey.get(key) ?? []);
}
