import type { GroupId, ListingKey, ProductId, StoreId, UserId } from '../../domain/brand.js';
import type { TillFacts } from '../../domain/listing/till-facts.js';
import type { ListingOverrides, PhotoChoice } from '../../domain/listing/types.js';
import type { Kopecks } from '../../domain/money.js';
import type { Milli } from '../../domain/quantity.js';
import type { PriceRule, PriceRounding } from '../../domain/settings.js';
import type { TillProduct } from '../../domain/till.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';
import { PRODUCT_SELECT, readProduct, type ProductRecordRow } from './till-cache.repository.js';

/** Characters of `listings.name`; what goes to VK is shorter, a till's own name may be longer. */
const MAX_NAME = 120;

/** A row of `listings`: the listing, or why there is none. */
export interface ListingRecord {
  readonly key: ListingKey;
  readonly isListed: boolean;
  readonly isSelected: boolean;
  readonly reasonCode: string | null;
  readonly reasonParams: Readonly<Record<string, string>> | null;
  readonly name: string;
  readonly description: string | null;
  readonly price: Kopecks | null;
  readonly stock: number | null;
  readonly album: string | null;
  readonly categoryId: number | null;
  readonly photo: PhotoChoice | null;
  readonly digests: string | null;
  /** The till's own numbers behind it; all `null` when nothing is selected. */
  readonly till: TillFacts;
}

/** Light view of every till product, in the merchant's store order: enough to find its listing key. */
export interface KeyRow {
  readonly id: ProductId;
  readonly storeId: StoreId;
  readonly articleNumber: string | null;
  readonly barcodes: unknown;
  /** The key it stood under when the listings were last computed, and whether it was selected then. */
  readonly oldKey: ListingKey | null;
  readonly wasSelected: number | null;
}

export async function keyRows(queries: Queries, userId: UserId): Promise<readonly KeyRow[]> {
  return queries.rows<KeyRow>(
    `SELECT p.evotor_id AS id, p.store_evotor_id AS storeId, p.article_number AS articleNumber, p.barcodes,
       m.listing_key AS oldKey, m.is_selected AS wasSelected
     FROM cached_products p JOIN cached_stores s ON s.user_id = p.user_id AND s.evotor_id = p.store_evotor_id
     LEFT JOIN listing_members m ON m.user_id = p.user_id AND m.store_evotor_id = p.store_evotor_id
       AND m.product_evotor_id = p.evotor_id
     WHERE p.user_id = :userId AND p.missing_since IS NULL ORDER BY s.position, s.id, p.id`,
    { userId },
  );
}

/** Full rows of some products, by id, of every store. */
export async function productsByIds(
  queries: Queries,
  userId: UserId,
  ids: readonly ProductId[],
): Promise<readonly TillProduct[]> {
  if (ids.length === 0) return [];
  const rows = await queries.rows<ProductRecordRow>(
    `SELECT ${PRODUCT_SELECT} FROM cached_products p
     WHERE p.user_id = :userId AND p.evotor_id IN (:ids) AND p.missing_since IS NULL`,
    { userId, ids: [...ids] },
  );
  return rows.map(readProduct);
}

/** What is compared to see whether a listing changed. */
export interface ListingFingerprint {
  readonly key: ListingKey;
  readonly isListed: boolean;
  readonly isSelected: boolean;
  readonly digests: string | null;
  readonly reason: string;
  readonly name: string;
  readonly till: string;
}

/** Text that is equal for equal reasons. */
export function reasonFingerprint(code: string | null, params: Readonly<Record<string, string>> | null): string {
  return code === null ? '' : `${code} ${JSON.stringify(params ?? {})}`;
}

/** Text that is equal for equal facts. */
export function tillFingerprint({ storeId, price, quantity }: TillFacts): string {
  return `${storeId ?? ''} ${price ?? ''} ${quantity ?? ''}`;
}

/** The name as its column holds it. */
export function storedName(name: string): string {
  return name.slice(0, MAX_NAME).replace(/[\ud800-\udbff]$/u, '');
}

export async function listingFingerprints(queries: Queries, userId: UserId): Promise<readonly ListingFingerprint[]> {
  const rows = await queries.rows<{
    listing_key: ListingKey;
    is_listed: number;
    is_selected: number;
    digests: string | null;
    reason_code: string | null;
    reason_params: unknown;
    name: string;
    storeId: StoreId | null;
    price: Kopecks | null;
    quantity: Milli | null;
  }>(
    `SELECT listing_key, is_listed, is_selected, digests, reason_code, reason_params, name, store_evotor_id AS storeId,
       till_price_kopecks AS price, till_quantity_milli AS quantity
     FROM listings WHERE user_id = :userId`,
    { userId },
  );
  return rows.map(row => ({
    key: row.listing_key,
    isListed: Boolean(row.is_listed),
    isSelected: Boolean(row.is_selected),
    digests: row.digests,
    reason: reasonFingerprint(row.reason_code, jsonColumnOrNull<Record<string, string>>(row.reason_params)),
    name: row.name,
    till: tillFingerprint(row),
  }));
}

export async function saveListings(
  queries: Queries,
  userId: UserId,
  listings: readonly ListingRecord[],
  version: number,
): Promise<void> {
  const now = new Date();
  const columns = [
    'user_id',
    'listing_key',
    'is_listed',
    'is_selected',
    'reason_code',
    'reason_params',
    'name',
    'description',
    'price_kopecks',
    'stock',
    'album_title',
    'category_id',
    'photo',
    'digests',
    'store_evotor_id',
    'till_price_kopecks',
    'till_quantity_milli',
    'computed_version',
    'updated_at',
  ] as const;
  await upsertRows(
    queries,
    'listings',
    columns,
    listings.map(listing => ({
      user_id: userId,
      listing_key: listing.key,
      is_listed: listing.isListed,
      is_selected: listing.isSelected,
      reason_code: listing.reasonCode,
      reason_params: listing.reasonParams ? JSON.stringify(listing.reasonParams) : null,
      name: storedName(listing.name),
      description: listing.description,
      price_kopecks: listing.price,
      stock: listing.stock,
      album_title: listing.album,
      category_id: listing.categoryId,
      photo: listing.photo ? JSON.stringify(listing.photo) : null,
      digests: listing.digests,
      store_evotor_id: listing.till.storeId,
      till_price_kopecks: listing.till.price,
      till_quantity_milli: listing.till.quantity,
      computed_version: version,
      updated_at: now,
    })),
    columns.slice(2),
  );
}

export async function deleteListings(queries: Queries, userId: UserId, keys: readonly ListingKey[]): Promise<void> {
  for (let start = 0; start < keys.length; start += 1000) {
    await queries.change('DELETE FROM listings WHERE user_id = :userId AND listing_key IN (:keys)', {
      userId,
      keys: keys.slice(start, start + 1000),
    });
  }
}

export interface MemberRow {
  readonly storeId: StoreId;
  readonly productId: ProductId;
  readonly key: ListingKey;
  readonly isSelected: boolean;
}

export async function saveMembers(queries: Queries, userId: UserId, members: readonly MemberRow[]): Promise<void> {
  await upsertRows(
    queries,
    'listing_members',
    ['user_id', 'store_evotor_id', 'product_evotor_id', 'listing_key', 'is_selected'],
    members.map(member => ({
      user_id: userId,
      store_evotor_id: member.storeId,
      product_evotor_id: member.productId,
      listing_key: member.key,
      is_selected: member.isSelected,
    })),
    ['listing_key', 'is_selected'],
  );
}

/** The good that gives each listed listing its name and price, by its place on the till. */
export async function firstMembers(
  queries: Queries,
  userId: UserId,
): Promise<readonly { readonly key: ListingKey; readonly storeId: StoreId; readonly productId: ProductId }[]> {
  const rows = await queries.rows<{ key: ListingKey; storeId: StoreId; productId: ProductId }>(
    `SELECT m.listing_key AS \`key\`, m.store_evotor_id AS storeId, m.product_evotor_id AS productId
     FROM listing_members m
     JOIN listings s ON s.user_id = m.user_id AND s.listing_key = m.listing_key AND s.is_listed = TRUE
       AND s.store_evotor_id = m.store_evotor_id
     WHERE m.user_id = :userId AND m.is_selected = TRUE ORDER BY s.id`,
    { userId },
  );
  return rows;
}

/** Members whose till product is gone. */
export async function deleteGoneMembers(queries: Queries, userId: UserId): Promise<void> {
  await queries.change(
    `DELETE m FROM listing_members m
     LEFT JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
       AND p.evotor_id = m.product_evotor_id AND p.missing_since IS NULL
     WHERE m.user_id = :userId AND p.id IS NULL`,
    { userId },
  );
}

/** What the merchant set by hand, per listing key; of one good alone when `only` names it. */
export async function listOverrides(
  queries: Queries,
  userId: UserId,
  only: ListingKey | null = null,
): Promise<ReadonlyMap<ListingKey, Omit<ListingOverrides, 'photoRef'>>> {
  const rows = await queries.rows<{
    listing_key: ListingKey;
    name: string | null;
    description: string | null;
    price_kopecks: Kopecks | null;
    allow_restricted: number;
  }>(`SELECT * FROM product_overrides WHERE user_id = :userId${only === null ? '' : ' AND listing_key = :only'}`, {
    userId,
    only,
  });
  return new Map(
    rows.map(row => [
      row.listing_key,
      {
        name: row.name,
        description: row.description,
        price: row.price_kopecks,
        allowRestricted: Boolean(row.allow_restricted),
      },
    ]),
  );
}

export async function listPriceRules(queries: Queries, userId: UserId): Promise<ReadonlyMap<GroupId, PriceRule>> {
  const rows = await queries.rows<{
    group_evotor_id: GroupId;
    multiplier: string;
    addend_kopecks: Kopecks;
    rounding: PriceRounding;
    floor_margin_percent: number | null;
  }>('SELECT * FROM price_rules WHERE user_id = :userId', { userId });
  return new Map(
    rows.map(row => [
      row.group_evotor_id,
      {
        multiplier: row.multiplier,
        addend: row.addend_kopecks,
        rounding: row.rounding,
        floorMarginPercent: row.floor_margin_percent,
      },
    ]),
  );
}

export async function listGroupCategories(queries: Queries, userId: UserId): Promise<ReadonlyMap<GroupId, number>> {
  const rows = await queries.rows<{ group_evotor_id: GroupId; category_id: number }>(
    'SELECT group_evotor_id, category_id FROM group_settings WHERE user_id = :userId AND category_id IS NOT NULL',
    { userId },
  );
  return new Map(rows.map(row => [row.group_evotor_id, row.category_id]));
}

/** Row ids of the merchant's own pictures by what they are for; of goods only that of `only`, when it is named. */
export async function listPhotoRefs(
  queries: Queries,
  userId: UserId,
  only: ListingKey | null = null,
): Promise<
  readonly {
    readonly purpose: 'product' | 'group' | 'merchant';
    readonly target: string | null;
    readonly ref: number;
  }[]
> {
  const which = only === null ? '' : ` AND (purpose <> 'product' OR target_id = :only)`;
  return queries.rows(`SELECT purpose, target_id AS target, id AS ref FROM photos WHERE user_id = :userId${which}`, {
    userId,
    only,
  });
}

export async function loadPhoto(queries: Queries, userId: UserId, ref: number): Promise<Uint8Array | null> {
  const row = await queries.first<{ jpeg: Buffer }>('SELECT jpeg FROM photos WHERE user_id = :userId AND id = :ref', {
    userId,
    ref,
  });
  return row?.jpeg ?? null;
}
