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
  readonly linkState: LinkRowState | null;
  readonly sentDigests: string | null;
  /** A create of this key was sent and its answer is open: it must not be created again. */
  readonly isCreateOpen: boolean;
}

/** Listings in the order of their keys, after one, with their links in a community. */
export async function planPage(
  queries: Queries,
  shop: Shop,
  after: string,
  limit: number,
): Promise<readonly PlanRow[]> {
  const rows = await queries.rows<{
    listing_key: ListingKey;
    digests: string | null;
    reason_code: string | null;
    state: LinkRowState | null;
    sent_digests: string | null;
    is_create_open: number;
  }>(
    `SELECT s.listing_key, IF(s.is_listed, s.digests, NULL) AS digests, s.reason_code, l.state, l.sent_digests,
       EXISTS (SELECT 1 FROM sync_operations o WHERE o.user_id = s.user_id AND o.listing_key = s.listing_key
         AND o.vk_group_id = :groupId AND o.kind = 'create' AND o.state IN ('sent','unknown')) AND l.id IS NULL AS is_create_open
     FROM listings s
     LEFT JOIN item_links l ON l.user_id = s.user_id AND l.vk_group_id = :groupId AND l.listing_key = s.listing_key
     WHERE s.user_id = :userId AND s.listing_key > :after ORDER BY s.listing_key LIMIT :limit`,
    { userId: shop.userId, groupId: shop.groupId, after, limit },
  );
  return rows.map(row => ({
    key: row.listing_key,
    digests: row.digests,
    reasonCode: row.reason_code,
    linkState: row.state,
    sentDigests: row.sent_digests,
    isCreateOpen: Boolean(row.is_create_open),
  }));
}

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
  }>(
    `SELECT listing_key, name, description, price_kopecks, stock, album_title, category_id, photo, digests
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
      },
    ]),
  );
}
