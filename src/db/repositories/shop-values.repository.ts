import type { VkItemId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';
import type { FieldValues } from './operations.repository.js';

/** Values VK showed at the last read, by item, named as those we send; a value it did not show is absent. */
export async function seenValues(
  queries: Queries,
  shop: Shop,
  itemIds: readonly VkItemId[],
): Promise<ReadonlyMap<VkItemId, FieldValues>> {
  if (itemIds.length === 0) return new Map();
  const rows = await queries.rows<{
    id: VkItemId;
    name: string;
    description: string | null;
    price: number | null;
    stock: number | null;
    categoryId: number | null;
  }>(
    `SELECT vk_item_id AS id, title AS name, description, price_kopecks AS price, stock, category_id AS categoryId
     FROM vk_cached_products WHERE user_id = :userId AND vk_group_id = :groupId AND vk_item_id IN (:itemIds)`,
    { userId: shop.userId, groupId: shop.groupId, itemIds: [...itemIds] },
  );
  return new Map(
    rows.map(({ id, ...values }) => [
      id,
      Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
    ]),
  );
}
