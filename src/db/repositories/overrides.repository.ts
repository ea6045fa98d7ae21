import type { GroupId, ListingKey, StoreId, UserId } from '../../domain/brand.js';
import type { Kopecks } from '../../domain/money.js';
import type { PriceRule } from '../../domain/settings.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';

/** What the merchant set for one listing by hand, as stored. */
export interface StoredOverride {
  readonly name: string | null;
  readonly description: string | null;
  readonly priceKopecks: Kopecks | null;
  readonly allowRestricted: boolean;
  readonly isPinned: boolean;
}

/** A listing of this merchant with its own values, locked until the transaction ends; `null` = not this merchant's. */
export async function lockOwnListing(
  queries: Queries,
  userId: UserId,
  key: ListingKey,
): Promise<{
  readonly reasonCode: string | null;
  readonly reasonParams: Readonly<Record<string, string>> | null;
  readonly override: StoredOverride;
} | null> {
  const listing = await queries.first<{ code: string | null; params: unknown }>(
    `SELECT reason_code AS code, reason_params AS params FROM listings
     WHERE user_id = :userId AND listing_key = :key FOR UPDATE`,
    { userId, key },
  );
  if (!listing) return null;
  const row = await queries.first<{
    name: string | null;
    description: string | null;
    price_kopecks: Kopecks | null;
    allow_restricted: number;
    is_pinned: number;
  }>('SELECT * FROM product_overrides WHERE user_id = :userId AND listing_key = :key', { userId, key });
  return {
    reasonCode: listing.code,
    reasonParams: jsonColumnOrNull<Record<string, string>>(listing.params),
    override: {
      name: row?.name ?? null,
      description: row?.description ?? null,
      priceKopecks: row?.price_kopecks ?? null,
      allowRestricted: Boolean(row?.allow_restricted),
      isPinned: Boolean(row?.is_pinned),
    },
  };
}

export async function saveOverride(
  queries: Queries,
  userId: UserId,
  key: ListingKey,
  override: StoredOverride,
): Promise<void> {
  await queries.change(
    `INSERT INTO product_overrides
       (user_id, listing_key, name, description, price_kopecks, allow_restricted, is_pinned, updated_at)
     VALUES (:userId, :key, :name, :description, :priceKopecks, :allowRestricted, :isPinned, :now)
     ON DUPLICATE KEY UPDATE name = VALUES(name), description = VALUES(description),
       price_kopecks = VALUES(price_kopecks), allow_restricted = VALUES(allow_restricted),
       is_pinned = VALUES(is_pinned), updated_at = VALUES(updated_at)`,
    { userId, key, ...override, now: new Date() },
  );
}

/** `null` takes the group's rule away. */
export async function savePriceRule(
  queries: Queries,
  userId: UserId,
  groupId: GroupId,
  rule: PriceRule | null,
): Promise<void> {
  if (rule === null) {
    await queries.change('DELETE FROM price_rules WHERE user_id = :userId AND group_evotor_id = :groupId', {
      userId,
      groupId,
    });
    return;
  }
  await queries.change(
    `INSERT INTO price_rules
       (user_id, group_evotor_id, multiplier, addend_kopecks, rounding, floor_margin_percent, updated_at)
     VALUES (:userId, :groupId, :multiplier, :addend, :rounding, :floorMarginPercent, :now)
     ON DUPLICATE KEY UPDATE multiplier = VALUES(multiplier), addend_kopecks = VALUES(addend_kopecks),
       rounding = VALUES(rounding), floor_margin_percent = VALUES(floor_margin_percent), updated_at = VALUES(updated_at)`,
    { userId, groupId, ...rule, now: new Date() },
  );
}

/** `null` = the default category. */
export async function saveGroupCategory(
  queries: Queries,
  userId: UserId,
  groupId: GroupId,
  categoryId: number | null,
): Promise<void> {
  await queries.change(
    `INSERT INTO group_settings (user_id, group_evotor_id, category_id, updated_at)
     VALUES (:userId, :groupId, :categoryId, :now)
     ON DUPLICATE KEY UPDATE category_id = VALUES(category_id), updated_at = VALUES(updated_at)`,
    { userId, groupId, categoryId, now: new Date() },
  );
}

/** Writes the merchant's order of all their stores. */
export async function saveStoreOrder(queries: Queries, userId: UserId, storeIds: readonly StoreId[]): Promise<void> {
  for (const [position, storeId] of storeIds.entries())
    await queries.change(
      'UPDATE cached_stores SET position = :position WHERE user_id = :userId AND evotor_id = :storeId',
      { userId, storeId, position },
    );
}
