import type { ListingKey } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';

/**
 * Counts a refusal of a good as its listing stands now. Refusals of other values before are forgotten: only equal ones
 * in a row let a good rest. A good without a listing any more is not counted.
 */
export async function noteRefusal(queries: Queries, shop: Shop, key: ListingKey, code: string): Promise<void> {
  await queries.change(
    `INSERT INTO listing_refusals (user_id, vk_group_id, listing_key, code, digests, refusals, refused_at)
     SELECT user_id, :groupId, listing_key, :code, digests, 1, :now FROM listings
     WHERE user_id = :userId AND listing_key = :key AND digests IS NOT NULL
     ON DUPLICATE KEY UPDATE
       refusals = IF(listing_refusals.digests = VALUES(digests), LEAST(listing_refusals.refusals + 1, 200), 1),
       digests = VALUES(digests), refused_at = VALUES(refused_at)`,
    { userId: shop.userId, groupId: shop.groupId, key, code, now: new Date() },
  );
}

/** VK took these goods, or the merchant wants them tried again: whatever was refused before counts no more. */
export async function forgetRefusals(queries: Queries, shop: Shop, keys: readonly ListingKey[]): Promise<void> {
  if (keys.length === 0) return;
  await queries.change(
    `DELETE FROM listing_refusals WHERE user_id = :userId AND vk_group_id = :groupId AND listing_key IN (:keys)`,
    { userId: shop.userId, groupId: shop.groupId, keys: [...keys] },
  );
}
