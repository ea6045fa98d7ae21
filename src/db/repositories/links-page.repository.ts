import type { ListingKey, VkItemId } from '../../domain/brand.js';
import type { SentState } from '../../domain/sync/sent.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';
import type { Shop } from './links.repository.js';

/** A good of ours that is in the shop, visible or hidden. */
export interface PlacedLink {
  readonly key: ListingKey;
  readonly itemId: VkItemId;
  readonly state: 'live' | 'hidden';
  readonly madeBy: 'created' | 'adopted';
  readonly sent: SentState | null;
}

/** Goods of ours in the shop, in the order of their keys, after one. */
export async function linksPage(
  queries: Queries,
  shop: Shop,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly PlacedLink[]> {
  const rows = await queries.rows<Omit<PlacedLink, 'sent'> & { sent: unknown }>(
    `SELECT listing_key AS \`key\`, vk_item_id AS itemId, state, made_by AS madeBy, sent FROM item_links
     WHERE user_id = :userId AND vk_group_id = :groupId AND state IN ('live','hidden') AND listing_key > :after
     ORDER BY listing_key LIMIT :limit`,
    { userId: shop.userId, groupId: shop.groupId, ...page },
  );
  return rows.map(row => ({ ...row, sent: jsonColumnOrNull<SentState>(row.sent) }));
}

/** How many goods of ours stand visible in the shop; `withHidden`: and those made by us that are only hidden. */
export async function placedCount(
  queries: Queries,
  shop: Shop,
  { withHidden }: { readonly withHidden: boolean },
): Promise<number> {
  const row = await queries.first<{ n: number }>(
    `SELECT COUNT(*) AS n FROM item_links WHERE user_id = :userId AND vk_group_id = :groupId
       AND (state = 'live' OR (:withHidden AND state = 'hidden' AND made_by = 'created'))`,
    { userId: shop.userId, groupId: shop.groupId, withHidden },
  );
  return row?.n ?? 0;
}
