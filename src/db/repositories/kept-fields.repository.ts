import type { ListingKey } from '../../domain/brand.js';
import { LOCKABLE, type Field } from '../../domain/sync/compact.js';
import { driftedFields, isOverwritten } from '../../domain/sync/drift.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';

/**
 * Fields of published goods that are the merchant's own at this moment, by key: locked ones, and those changed in VK
 * that nobody has answered for. Goods without any are absent.
 */
export async function keptFields(
  queries: Queries,
  shop: Shop,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, readonly Field[]>> {
  if (keys.length === 0) return new Map();
  const rows = await queries.rows<{ key: ListingKey; echo: string | null; inVk: string | null; locks: string | null }>(
    `SELECT l.listing_key AS \`key\`, l.echo_digests AS echo, v.digests AS inVk,
       (SELECT GROUP_CONCAT(f.field) FROM field_locks f
        WHERE f.user_id = l.user_id AND f.listing_key = l.listing_key) AS locks
     FROM item_links l
     LEFT JOIN vk_cached_products v
       ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id AND v.vk_item_id = l.vk_item_id
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.listing_key IN (:keys)`,
    { userId: shop.userId, groupId: shop.groupId, keys: [...keys] },
  );
  const kept = new Map<ListingKey, readonly Field[]>();
  for (const { key, echo, inVk, locks } of rows) {
    const locked = LOCKABLE.filter(field => locks?.split(',').includes(field));
    const drifted = driftedFields(echo, inVk).filter(field => !isOverwritten(field));
    if (locked.length + drifted.length > 0) kept.set(key, [...locked, ...drifted]);
  }
  return kept;
}
