import type { Queries } from '../database.js';
import { HAS_DRIFT } from './drift-sql.js';
import type { Shop } from './links.repository.js';

/** How many changes made in VK and how many look-alikes wait for the merchant's answer; the lists themselves are not read. */
export async function countQuestions(queries: Queries, shop: Shop): Promise<{ drifts: number; offers: number }> {
  const row = await queries.first<{ drifts: number | string; offers: number | string }>(
    `SELECT
      (SELECT COUNT(*) FROM item_links l
       JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
         AND v.vk_item_id = l.vk_item_id
       JOIN listings s ON s.user_id = l.user_id AND s.listing_key = l.listing_key AND s.is_listed
       WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state = 'live' AND ${HAS_DRIFT}) AS drifts,
      (SELECT COUNT(*) FROM adoption_offers a
       JOIN listings s ON s.user_id = a.user_id AND s.listing_key = a.listing_key
       JOIN vk_cached_products v ON v.user_id = a.user_id AND v.vk_group_id = a.vk_group_id
         AND v.vk_item_id = a.vk_item_id
       WHERE a.user_id = :userId AND a.vk_group_id = :groupId AND a.state = 'open') AS offers`,
    { userId: shop.userId, groupId: shop.groupId },
  );
  return { drifts: Number(row?.drifts ?? 0), offers: Number(row?.offers ?? 0) };
}
