import type { ListingKey, UserId, VkItemId } from '../../domain/brand.js';
import type { AdoptionMatch, MatchedBy, UnlinkedItem, UnlinkedListing } from '../../domain/sync/adoption.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';
import type { Shop } from './links.repository.js';

/** Goods of the shop, as last read, that belong to no listing. */
export async function unlinkedItems(queries: Queries, shop: Shop): Promise<readonly UnlinkedItem[]> {
  return queries.rows<UnlinkedItem>(
    `SELECT v.vk_item_id AS id, v.sku, v.title FROM vk_cached_products v
     WHERE v.user_id = :userId AND v.vk_group_id = :groupId AND v.availability <> 'removed'
       AND NOT EXISTS (SELECT 1 FROM item_links l WHERE l.vk_group_id = v.vk_group_id AND l.vk_item_id = v.vk_item_id)
       AND NOT EXISTS (SELECT 1 FROM listings s WHERE s.user_id = v.user_id AND s.listing_key = v.sku)
     ORDER BY v.vk_item_id`,
    { userId: shop.userId, groupId: shop.groupId },
  );
}

/** Wanted goods that do not stand in VK yet, with what tells them from others. */
export async function unlinkedListings(queries: Queries, shop: Shop): Promise<readonly UnlinkedListing[]> {
  const rows = await queries.rows<{ key: ListingKey; name: string; barcodes: unknown; article: string | null }>(
    `SELECT s.listing_key AS \`key\`, s.name, p.barcodes, p.article_number AS article FROM listings s
     LEFT JOIN listing_members m ON m.user_id = s.user_id AND m.listing_key = s.listing_key AND m.is_selected
     LEFT JOIN cached_products p ON p.user_id = m.user_id AND p.store_evotor_id = m.store_evotor_id
       AND p.evotor_id = m.product_evotor_id
     WHERE s.user_id = :userId AND s.is_listed
       AND NOT EXISTS (SELECT 1 FROM item_links l
         WHERE l.user_id = s.user_id AND l.vk_group_id = :groupId AND l.listing_key = s.listing_key)
     ORDER BY s.listing_key`,
    { userId: shop.userId, groupId: shop.groupId },
  );
  const byKey = new Map<ListingKey, { key: ListingKey; name: string; barcodes: string[]; articles: string[] }>();
  for (const { key, name, barcodes, article } of rows) {
    const listing = byKey.get(key) ?? { key, name, barcodes: [], articles: [] };
    listing.barcodes.push(...(jsonColumnOrNull<string[]>(barcodes) ?? []));
    if (article !== null) listing.articles.push(article);
    byKey.set(key, listing);
  }
  return [...byKey.values()];
}

export interface Offer {
  readonly id: number;
  readonly key: ListingKey;
  readonly itemId: VkItemId;
  readonly by: MatchedBy;
  readonly state: 'open' | 'adopted' | 'declined';
}

const COLUMNS = 'id, listing_key AS `key`, vk_item_id AS itemId, matched_by AS `by`, state';

/** Every offer ever made in a community, answered or not. */
export async function listOffers(queries: Queries, shop: Shop): Promise<readonly Offer[]> {
  return queries.rows<Offer>(
    `SELECT ${COLUMNS} FROM adoption_offers WHERE user_id = :userId AND vk_group_id = :groupId ORDER BY id`,
    { userId: shop.userId, groupId: shop.groupId },
  );
}

export async function saveOffers(queries: Queries, shop: Shop, matches: readonly AdoptionMatch[]): Promise<void> {
  const now = new Date();
  const columns = ['user_id', 'vk_group_id', 'listing_key', 'vk_item_id', 'matched_by', 'state', 'created_at'] as const;
  await upsertRows(
    queries,
    'adoption_offers',
    columns,
    matches.map(({ key, itemId, by }) => ({
      user_id: shop.userId,
      vk_group_id: shop.groupId,
      listing_key: key,
      vk_item_id: itemId,
      matched_by: by,
      state: 'open',
      created_at: now,
    })),
    ['matched_by'],
  );
}

/** Offers that make no sense any more: their good or their listing is gone, or stands in VK by now. */
export async function dropOffers(queries: Queries, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await queries.change(`DELETE FROM adoption_offers WHERE state = 'open' AND id IN (:ids)`, { ids: [...ids] });
}

export async function answerOffers(
  queries: Queries,
  userId: UserId,
  ids: readonly number[],
  state: 'adopted' | 'declined',
): Promise<void> {
  if (ids.length === 0) return;
  await queries.change(
    `UPDATE adoption_offers SET state = :state, decided_at = :now WHERE user_id = :userId AND id IN (:ids)`,
    { userId, ids: [...ids], state, now: new Date() },
  );
}

/** An open offer with what both sides are called. */
export interface ShownOffer extends Offer {
  readonly name: string;
  readonly vkTitle: string;
  readonly isHidden: boolean;
  /** The `sku` the item carries now. */
  readonly sku: string | null;
}

/** Open offers whose good and listing are both there, by name; `id` asks for one. */
export async function openOffers(
  queries: Queries,
  shop: Shop,
  wish: { readonly offset: number; readonly limit: number; readonly id?: number },
): Promise<{ readonly rows: readonly ShownOffer[]; readonly total: number }> {
  const from = `FROM adoption_offers a
    JOIN listings s ON s.user_id = a.user_id AND s.listing_key = a.listing_key
    JOIN vk_cached_products v ON v.user_id = a.user_id AND v.vk_group_id = a.vk_group_id AND v.vk_item_id = a.vk_item_id
    WHERE a.user_id = :userId AND a.vk_group_id = :groupId AND a.state = 'open'${wish.id === undefined ? '' : ' AND a.id = :id'}`;
  const values = { userId: shop.userId, groupId: shop.groupId, id: wish.id ?? null };
  const rows = await queries.rows<Omit<ShownOffer, 'isHidden'> & { isHidden: number }>(
    `SELECT a.id, a.listing_key AS \`key\`, a.vk_item_id AS itemId, a.matched_by AS \`by\`, a.state, s.name,
       v.title AS vkTitle, v.availability <> 'available' AS isHidden, v.sku
     ${from} ORDER BY s.name, a.id LIMIT :limit OFFSET :offset`,
    { ...values, limit: wish.limit, offset: wish.offset },
  );
  const total = await queries.first<{ n: number | string }>(`SELECT COUNT(*) AS n ${from}`, values);
  return { rows: rows.map(row => ({ ...row, isHidden: Boolean(row.isHidden) })), total: Number(total?.n ?? 0) };
}

/** Whether the good of an offer, or its listing, has been tied to something else meanwhile. */
export async function isOfferTaken(queries: Queries, shop: Shop, offer: Offer): Promise<boolean> {
  const row = await queries.first(
    `SELECT 1 AS found FROM item_links WHERE vk_group_id = :groupId
       AND (vk_item_id = :itemId OR (user_id = :userId AND listing_key = :key)) LIMIT 1`,
    { userId: shop.userId, groupId: shop.groupId, itemId: offer.itemId, key: offer.key },
  );
  return row !== null;
}
