import type { ListingKey, UserId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import { toOperation, type Operation, type OperationRow } from './operation-rows.js';

/**
 * A create that is over and may have left an item behind: given up without an answer, or sent more than once, for a clear
 * refusal is about the last time alone.
 */
const MAY_HAVE_MADE = `kind = 'create' AND state IN ('failed','skipped') AND photo_id IS NOT NULL
  AND (error_code = 'VK.ANSWER_LOST' OR attempts > 1)`;

/** Photo ids uploaded for creates that never were confirmed: the guard against a twin when they are tried again. */
export async function reservedPhotos(
  queries: Queries,
  shop: { readonly userId: UserId; readonly groupId: VkGroupId },
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, VkPhotoId>> {
  if (keys.length === 0) return new Map();
  const rows = await queries.rows<{ listing_key: ListingKey; photo_id: VkPhotoId }>(
    `SELECT listing_key, photo_id FROM sync_operations
     WHERE user_id = :userId AND vk_group_id = :groupId AND ${MAY_HAVE_MADE} AND photo_released_at IS NULL
       AND listing_key IN (:keys) ORDER BY id`,
    { userId: shop.userId, groupId: shop.groupId, keys: [...keys] },
  );
  return new Map(rows.map(row => [row.listing_key, row.photo_id]));
}

/**
 * A complete read of the shop has shown nothing of lost creates sent before a time: the next try takes a new photo. The old
 * one stays in the ledger, for should its item come to light after all, that tells whose it is.
 */
export async function releaseReservedPhotos(
  queries: Queries,
  shop: { readonly userId: UserId; readonly groupId: VkGroupId },
  sentBefore: Date,
): Promise<void> {
  await queries.change(
    `UPDATE sync_operations SET photo_released_at = :now
     WHERE user_id = :userId AND vk_group_id = :groupId AND ${MAY_HAVE_MADE} AND photo_released_at IS NULL
       AND sent_at < :sentBefore`,
    { userId: shop.userId, groupId: shop.groupId, sentBefore, now: new Date() },
  );
}

/** Creates that are over, of items that came to light since: each shows the photo that was made for it, and its key. */
export async function createsOfItems(
  queries: Queries,
  shop: { readonly userId: UserId; readonly groupId: VkGroupId },
  itemIds: readonly VkItemId[],
): Promise<ReadonlyMap<VkItemId, Operation>> {
  if (itemIds.length === 0) return new Map();
  const rows = await queries.rows<OperationRow & { shownItemId: VkItemId }>(
    `SELECT o.*, v.vk_item_id AS shownItemId FROM vk_cached_products v
     JOIN (SELECT * FROM sync_operations WHERE user_id = :userId AND vk_group_id = :groupId AND ${MAY_HAVE_MADE}) o
       ON o.listing_key = v.sku AND JSON_CONTAINS(v.photo_ids, o.photo_id)
     WHERE v.user_id = :userId AND v.vk_group_id = :groupId AND v.vk_item_id IN (:itemIds) ORDER BY o.id`,
    { userId: shop.userId, groupId: shop.groupId, itemIds: [...itemIds] },
  );
  return new Map(rows.map(row => [row.shownItemId, toOperation(row)]));
}

/**
 * Keys whose item we told VK to hide, last of all, without ever getting a clear answer. One that an earlier full read would
 * have shown hidden was not carried out: what hides the item now is another hand.
 */
export async function lostHides(
  queries: Queries,
  shop: { readonly userId: UserId; readonly groupId: VkGroupId },
): Promise<ReadonlySet<ListingKey>> {
  const rows = await queries.rows<{ key: ListingKey }>(
    `SELECT DISTINCT o.listing_key AS \`key\` FROM sync_operations o
     JOIN item_links l ON l.user_id = o.user_id AND l.vk_group_id = o.vk_group_id AND l.listing_key = o.listing_key
     WHERE o.user_id = :userId AND o.vk_group_id = :groupId AND o.kind = 'hide' AND o.attempts > 0
       AND o.state <> 'done' AND o.error_vendor_code IS NULL
       AND NOT EXISTS (SELECT 1 FROM sync_configs c WHERE c.user_id = o.user_id
         AND o.sent_at < c.shop_read_at - INTERVAL 15 MINUTE)
       AND NOT EXISTS (SELECT 1 FROM sync_operations d WHERE d.user_id = o.user_id
         AND d.listing_key = o.listing_key AND d.id > o.id AND d.state = 'done')`,
    { userId: shop.userId, groupId: shop.groupId },
  );
  return new Set(rows.map(row => row.key));
}
