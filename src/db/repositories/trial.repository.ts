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

/** The cheapest, the dearest, those sold by weight and those with the longest names, a few of each, published ones first. */
const KINDS_OF_SAMPLES = [
  'ORDER BY s.is_listed DESC, s.till_price_kopecks IS NULL, s.till_price_kopecks, s.listing_key',
  'ORDER BY s.is_listed DESC, s.till_price_kopecks DESC, s.listing_key',
  `AND p.measure_name IN ('кг','г','гр','kg','g') ORDER BY s.is_listed DESC, s.listing_key`,
  'ORDER BY s.is_listed DESC, CHAR_LENGTH(s.name) DESC, s.listing_key',
] as const;

/** Goods worth trying settings on, by the kinds above; each kind as many as asked for. */
export async function sampleGoods(
  queries: Queries,
  userId: UserId,
  each: number,
): Promise<readonly (readonly SampleGood[])[]> {
  const kinds: (readonly SampleGood[])[] = [];
  for (const kind of KINDS_OF_SAMPLES) {
    const rows = await queries.rows<Omit<SampleGood, 'isListed'> & { isListed: number }>(
      `SELECT s.listing_key AS \`key\`, s.is_listed AS isListed, s.name, s.description, s.price_kopecks AS price, s.stock,
         s.album_title AS album, p.name AS tillName, s.till_price_kopecks AS tillPrice,
         s.till_quantity_milli AS tillQuantity, p.measure_name AS measureName
       FROM listings s
       JOIN listing_members m ON m.user_id = s.user_id AND m.listing_key = s.listing_key AND m.is_selected = TRUE
         AND m.store_evotor_id = s.store_evotor_id
       JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
         AND p.evotor_id = m.product_evotor_id AND p.missing_since IS NULL
       WHERE s.user_id = :userId AND s.is_selected = TRUE ${kind} LIMIT :each`,
      { userId, each },
    );
    kinds.push(rows.map(row => ({ ...row, isListed: Boolean(row.isListed) })));
  }
  return kinds;
}
