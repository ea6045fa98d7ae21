import type { ListingKey, UserId } from '../../domain/brand.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import type { Kopecks } from '../../domain/money.js';
import type { Queries } from '../database.js';
import { jsonColumn } from '../rows.js';
import type { LinkRowState, Shop } from './links.repository.js';

/** A listing beside its link, as the plan looks at it. */
export interface PlanRow {
  readonly key: ListingKey;
  /** `null` = not to be listed. */
  readonly digests: string | null;
  readonly reasonCode: string | null;
  /** Why the listing was held back when it was last planned. */
  readonly holdCode: string | null;
  readonly linkState: LinkRowState | null;
  readonly sentDigests: string | null;
  /** What VK showed after the last send, and what it showed last; `null` = nothing known. */
  readonly echoDigests: string | null;
  readonly shopDigests: string | null;
  /** Fields the merchant keeps by hand, separated by commas; `null` = none. */
  readonly locks: string | null;
  /** Hidden for longer than the merchant lets a good wait, for a reason that leads to its deletion. */
  readonly isOverdue: boolean;
  /** The item is known to carry another `sku` than its key. */
  readonly hasOtherSku: boolean;
  /** VK refused these very values often enough to leave the good alone until they change. */
  readonly isResting: boolean;
  /** Goods of the merchant's own making look like this one, and nobody has answered yet. */
  readonly hasOffer: boolean;
  /** A create of this key was sent and its answer is open: it must not be created again. */
  readonly isCreateOpen: boolean;
}

/** Equal refusals after which a good rests until it changes (spec §3, facts on peers). */
export const REFUSALS_BEFORE_REST = 3;

/** Reasons after which a hidden good goes on to be deleted. */
export const LEADS_TO_DELETION = ['GONE_FROM_TILL', 'NOT_SELECTED', 'MERGED'] as const;

interface PageRow {
  listing_key: ListingKey;
  digests: string | null;
  reason_code: string | null;
  hold_code: string | null;
  state: LinkRowState | null;
  sent_digests: string | null;
  echo_digests: string | null;
  shop_digests: string | null;
  locks: string | null;
  is_overdue: number;
  has_other_sku: number;
  is_resting: number;
  has_offer: number;
  is_create_open: number;
}

const toPlanRow = (row: PageRow): PlanRow => ({
  key: row.listing_key,
  digests: row.digests,
  reasonCode: row.reason_code,
  holdCode: row.hold_code,
  linkState: row.state,
  sentDigests: row.sent_digests,
  echoDigests: row.echo_digests,
  shopDigests: row.shop_digests,
  locks: row.locks,
  isOverdue: Boolean(row.is_overdue),
  hasOtherSku: Boolean(row.has_other_sku),
  isResting: Boolean(row.is_resting),
  hasOffer: Boolean(row.has_offer),
  isCreateOpen: Boolean(row.is_create_open),
});

/** A hidden link whose good is gone or deselected since `:hiddenBefore` or longer; `s` its listing, `l` the link. */
const IS_OVERDUE = `l.state = 'hidden' AND l.state_cause IN (:deletable) AND l.state_at <= :hiddenBefore
  AND NOT s.is_listed AND s.reason_code IN (:deletable)`;

/** Listings in the order of their keys, after one, with their links in a community. */
export async function planPage(
  queries: Queries,
  shop: Shop,
  page: { readonly after: string; readonly limit: number; readonly hiddenBefore: Date },
): Promise<readonly PlanRow[]> {
  const rows = await queries.rows<PageRow>(
    `SELECT s.listing_key, IF(s.is_listed, s.digests, NULL) AS digests, s.reason_code, s.hold_code, l.state,
       l.sent_digests, l.echo_digests, v.digests AS shop_digests,
       (SELECT GROUP_CONCAT(f.field) FROM field_locks f
        WHERE f.user_id = s.user_id AND f.listing_key = s.listing_key) AS locks,
       COALESCE(${IS_OVERDUE}, FALSE) AS is_overdue,
       COALESCE(l.sku <> s.listing_key, FALSE) AS has_other_sku,
       EXISTS (SELECT 1 FROM listing_refusals r WHERE r.user_id = s.user_id AND r.vk_group_id = :groupId
         AND r.listing_key = s.listing_key AND r.digests = s.digests AND r.refusals >= :refusals) AS is_resting,
       l.id IS NULL AND EXISTS (SELECT 1 FROM adoption_offers a WHERE a.user_id = s.user_id AND a.vk_group_id = :groupId
         AND a.listing_key = s.listing_key AND a.state = 'open') AS has_offer,
       EXISTS (SELECT 1 FROM sync_operations o WHERE o.user_id = s.user_id AND o.listing_key = s.listing_key
         AND o.vk_group_id = :groupId AND o.kind = 'create' AND o.state IN ('sent','unknown')) AND l.id IS NULL AS is_create_open
     FROM listings s
     LEFT JOIN item_links l ON l.user_id = s.user_id AND l.vk_group_id = :groupId AND l.listing_key = s.listing_key
     LEFT JOIN vk_cached_products v
       ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id AND v.vk_item_id = l.vk_item_id
     WHERE s.user_id = :userId AND s.listing_key > :after ORDER BY s.listing_key LIMIT :limit`,
    {
      userId: shop.userId,
      groupId: shop.groupId,
      after: page.after,
      limit: page.limit,
      hiddenBefore: page.hiddenBefore,
      deletable: [...LEADS_TO_DELETION],
      refusals: REFUSALS_BEFORE_REST,
    },
  );
  return rows.map(toPlanRow);
}

/** Whether a hidden good has waited long enough to be deleted by the next plan. */
export async function hasDueDeletes(queries: Queries, userId: UserId, hiddenBefore: Date): Promise<boolean> {
  const row = await queries.first(
    `SELECT 1 AS found FROM item_links l
     JOIN vk_connections c ON c.user_id = l.user_id AND c.group_id = l.vk_group_id
     JOIN listings s ON s.user_id = l.user_id AND s.listing_key = l.listing_key
     WHERE l.user_id = :userId AND ${IS_OVERDUE} LIMIT 1`,
    { userId, hiddenBefore, deletable: [...LEADS_TO_DELETION] },
  );
  return row !== null;
}

/**
 * A hidden good whose reason is another one now waits for its deletion from now on, or not at all: the days count from
 * when it was gone, not from when it was first hidden.
 */
export async function renewHiddenCauses(queries: Queries, shop: Shop, now: Date): Promise<void> {
  await queries.change(
    `UPDATE item_links l JOIN listings s ON s.user_id = l.user_id AND s.listing_key = l.listing_key
     SET l.state_cause = s.reason_code, l.state_at = :now, l.updated_at = :now
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state = 'hidden' AND NOT s.is_listed
       AND s.reason_code IS NOT NULL AND NOT (l.state_cause <=> s.reason_code)`,
    { userId: shop.userId, groupId: shop.groupId, now },
  );
}

/** Writes why listings are held back; `null` = they are not. */
export async function saveHoldCodes(
  queries: Queries,
  userId: UserId,
  codes: ReadonlyMap<ListingKey, string | null>,
): Promise<void> {
  const byCode = new Map<string | null, ListingKey[]>();
  for (const [key, code] of codes) byCode.set(code, [...(byCode.get(code) ?? []), key]);
  for (const [code, keys] of byCode) {
    for (let start = 0; start < keys.length; start += KEYS_PER_STATEMENT)
      await queries.change('UPDATE listings SET hold_code = :code WHERE user_id = :userId AND listing_key IN (:keys)', {
        userId,
        code,
        keys: keys.slice(start, start + KEYS_PER_STATEMENT),
      });
  }
}

/** Listings held back with one of these codes. */
export async function heldListings(
  queries: Queries,
  userId: UserId,
  codes: readonly string[],
): Promise<ReadonlyMap<ListingKey, string>> {
  const rows = await queries.rows<{ key: ListingKey; code: string }>(
    'SELECT listing_key AS `key`, hold_code AS code FROM listings WHERE user_id = :userId AND hold_code IN (:codes)',
    { userId, codes: [...codes] },
  );
  return new Map(rows.map(row => [row.key, row.code]));
}

const KEYS_PER_STATEMENT = 1000;

/** A listing's values that go to VK. */
export interface ListedValues {
  readonly key: ListingKey;
  readonly name: string;
  readonly description: string;
  readonly price: Kopecks;
  readonly stock: number | null;
  readonly album: string | null;
  readonly categoryId: number;
  readonly photo: PhotoChoice;
  readonly digests: string;
  /** The till's own price in kopecks and quantity in thousandths, of the member that gives them. */
  readonly tillPrice: number | null;
  readonly tillQuantity: number | null;
}

/** Of these goods those that must not be offered in VK. */
export async function restrictedKeys(
  queries: Queries,
  userId: UserId,
  keys: readonly ListingKey[],
): Promise<ReadonlySet<ListingKey>> {
  if (keys.length === 0) return new Set();
  const rows = await queries.rows<{ key: ListingKey }>(
    `SELECT listing_key AS \`key\` FROM listings WHERE user_id = :userId AND listing_key IN (:keys)
       AND (LEFT(reason_code, 11) = 'RESTRICTED_' OR reason_code = 'UNKNOWN_TYPE')`,
    { userId, keys: [...keys] },
  );
  return new Set(rows.map(row => row.key));
}

/** Values of the listings that are to stand in VK, by key; others are absent. */
export async function listedByKeys(
  queries: Queries,
  userId: UserId,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, ListedValues>> {
  if (keys.length === 0) return new Map();
  const rows = await queries.rows<{
    listing_key: ListingKey;
    name: string;
    description: string;
    price_kopecks: Kopecks;
    stock: number | null;
    album_title: string | null;
    category_id: number;
    photo: unknown;
    digests: string;
    till_price_kopecks: number | null;
    till_quantity_milli: number | null;
  }>(
    `SELECT listing_key, name, description, price_kopecks, stock, album_title, category_id, photo, digests,
       till_price_kopecks, till_quantity_milli
     FROM listings WHERE user_id = :userId AND is_listed = TRUE AND listing_key IN (:keys)`,
    { userId, keys: [...keys] },
  );
  return new Map(
    rows.map(row => [
      row.listing_key,
      {
        key: row.listing_key,
        name: row.name,
        description: row.description,
        price: row.price_kopecks,
        stock: row.stock,
        album: row.album_title,
        categoryId: row.category_id,
        photo: jsonColumn<PhotoChoice>(row.photo),
        digests: row.digests,
        tillPrice: row.till_price_kopecks,
        tillQuantity: row.till_quantity_milli,
      },
    ]),
  );
}
