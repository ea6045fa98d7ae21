import type { ListingKey, UserId, VkGroupId, VkItemId } from '../../domain/brand.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import type { Kopecks } from '../../domain/money.js';
import type { SentState } from '../../domain/sync/sent.js';
import type { TillProduct } from '../../domain/till.js';
import type { Queries } from '../database.js';
import { jsonColumn, jsonColumnOrNull } from '../rows.js';
import type { LinkRowState } from './links.repository.js';
import { PRODUCT_SELECT, readProduct, type ProductRecordRow } from './till-cache.repository.js';

/** A till row with where it stands. */
export interface PlacedProduct {
  readonly product: TillProduct;
  readonly storeName: string;
  /** The last time the till showed it. */
  readonly readAt: Date;
  readonly isMissing: boolean;
  /** `null` = it was gone before its listing was computed, or none was yet. */
  readonly key: ListingKey | null;
  readonly isSelected: boolean;
}

const PLACED = `SELECT ${PRODUCT_SELECT}, GREATEST(p.fetched_at, IF(p.missing_since IS NULL,
    COALESCE(st.complete_read_at, p.fetched_at), p.fetched_at)) AS readAt, p.missing_since IS NOT NULL AS isMissing,
    COALESCE(st.name, '') AS storeName, m.listing_key AS listingKey, COALESCE(m.is_selected, FALSE) AS isSelected
  FROM cached_products p
  LEFT JOIN cached_stores st ON st.user_id = p.user_id AND st.evotor_id = p.store_evotor_id
  LEFT JOIN listing_members m ON m.user_id = p.user_id AND m.store_evotor_id = p.store_evotor_id
    AND m.product_evotor_id = p.evotor_id`;
const STORE_ORDER = 'ORDER BY p.missing_since IS NOT NULL, st.position, st.id, p.id';

type PlacedRow = ProductRecordRow & {
  readAt: Date;
  isMissing: number;
  storeName: string;
  listingKey: ListingKey | null;
  isSelected: number;
};

const toPlaced = (row: PlacedRow): PlacedProduct => ({
  product: readProduct(row),
  storeName: row.storeName,
  readAt: row.readAt,
  isMissing: Boolean(row.isMissing),
  key: row.listingKey,
  isSelected: Boolean(row.isSelected),
});

/** A till id in each of the merchant's stores, those that are gone last. */
export async function placedById(
  queries: Queries,
  userId: UserId,
  productId: string,
): Promise<readonly PlacedProduct[]> {
  const rows = await queries.rows<PlacedRow>(
    `${PLACED} WHERE p.user_id = :userId AND p.evotor_id = :productId ${STORE_ORDER}`,
    { userId, productId },
  );
  return rows.map(toPlaced);
}

/** The goods of one listing in the merchant's order of stores. */
export async function placedByKey(
  queries: Queries,
  userId: UserId,
  key: ListingKey,
): Promise<readonly PlacedProduct[]> {
  const rows = await queries.rows<PlacedRow>(
    `${PLACED} WHERE m.user_id = :userId AND m.listing_key = :key AND p.missing_since IS NULL ${STORE_ORDER}`,
    { userId, key },
  );
  return rows.map(toPlaced);
}

/** A listing with its own values, its link and what VK showed last. */
export interface ListingState {
  readonly isListed: boolean;
  readonly reasonCode: string | null;
  readonly name: string;
  readonly description: string;
  readonly price: Kopecks | null;
  readonly stock: number | null;
  readonly album: string | null;
  readonly photo: PhotoChoice | null;
  readonly digests: string | null;
  readonly own: {
    readonly name: string | null;
    readonly description: string | null;
    readonly price: Kopecks | null;
    readonly isPinned: boolean;
    readonly isAllowed: boolean;
  };
  /** Separated by commas; `null` = none. */
  readonly locks: string | null;
  readonly link: {
    readonly state: LinkRowState;
    readonly itemId: VkItemId;
    readonly groupId: VkGroupId;
    readonly since: Date;
    readonly madeBy: 'created' | 'adopted';
    readonly sent: SentState | null;
    readonly sentDigests: string | null;
    readonly echoDigests: string | null;
  } | null;
  /** The item as VK last showed it; `null` = it was not seen there. */
  readonly seen: {
    readonly digests: string | null;
    readonly name: string;
    readonly description: string;
    readonly price: Kopecks | null;
    readonly stock: number | null;
    readonly albums: string;
  } | null;
}

interface StateRow {
  isListed: number;
  reasonCode: string | null;
  name: string;
  description: string | null;
  price: Kopecks | null;
  stock: number | null;
  album: string | null;
  photo: unknown;
  digests: string | null;
  ownName: string | null;
  ownDescription: string | null;
  ownPrice: Kopecks | null;
  isPinned: number | null;
  isAllowed: number | null;
  locks: string | null;
  state: LinkRowState | null;
  itemId: VkItemId;
  groupId: VkGroupId;
  since: Date;
  madeBy: 'created' | 'adopted';
  sent: unknown;
  sentDigests: string | null;
  echoDigests: string | null;
  seenId: number | null;
  seenDigests: string | null;
  seenTitle: string;
  seenDescription: string | null;
  seenPrice: Kopecks | null;
  seenStock: number | null;
  seenAlbums: unknown;
}

/** The listing of a key in the community that is connected now; `null` = the merchant has none of that key. */
export async function listingState(queries: Queries, userId: UserId, key: ListingKey): Promise<ListingState | null> {
  const row = await queries.first<StateRow>(
    `SELECT s.is_listed AS isListed, s.reason_code AS reasonCode, s.name, s.description, s.price_kopecks AS price, s.stock,
       s.album_title AS album, s.photo, s.digests, o.name AS ownName, o.description AS ownDescription,
       o.price_kopecks AS ownPrice, o.is_pinned AS isPinned, o.allow_restricted AS isAllowed,
       (SELECT GROUP_CONCAT(k.field) FROM field_locks k
        WHERE k.user_id = s.user_id AND k.listing_key = s.listing_key) AS locks,
       l.state, l.vk_item_id AS itemId, l.vk_group_id AS groupId, l.state_at AS since, l.made_by AS madeBy, l.sent,
       l.sent_digests AS sentDigests, l.echo_digests AS echoDigests, v.id AS seenId, v.digests AS seenDigests,
       v.title AS seenTitle, v.description AS seenDescription, v.price_kopecks AS seenPrice, v.stock AS seenStock,
       v.album_ids AS seenAlbums
     FROM listings s
     LEFT JOIN product_overrides o ON o.user_id = s.user_id AND o.listing_key = s.listing_key
     LEFT JOIN vk_connections c ON c.user_id = s.user_id
     LEFT JOIN item_links l ON l.user_id = s.user_id AND l.vk_group_id = c.group_id AND l.listing_key = s.listing_key
     LEFT JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
       AND v.vk_item_id = l.vk_item_id
     WHERE s.user_id = :userId AND s.listing_key = :key`,
    { userId, key },
  );
  if (!row) return null;
  return {
    ...{ name: row.name, price: row.price, stock: row.stock, album: row.album, digests: row.digests, locks: row.locks },
    isListed: Boolean(row.isListed),
    reasonCode: row.reasonCode,
    description: row.description ?? '',
    photo: jsonColumnOrNull<PhotoChoice>(row.photo),
    own: {
      name: row.ownName,
      description: row.ownDescription,
      price: row.ownPrice,
      isPinned: Boolean(row.isPinned),
      isAllowed: Boolean(row.isAllowed),
    },
    link: row.state === null ? null : { ...row, state: row.state, sent: jsonColumnOrNull<SentState>(row.sent) },
    seen: row.seenId === null ? null : await seenItem(queries, userId, row),
  };
}

async function seenItem(queries: Queries, userId: UserId, row: StateRow): Promise<ListingState['seen']> {
  const ids = jsonColumn<number[]>(row.seenAlbums);
  const albums = await queries.rows<{ title: string }>(
    `SELECT title FROM vk_cached_albums WHERE user_id = :userId AND vk_group_id = :groupId AND vk_album_id IN (:ids)
     ORDER BY title`,
    { userId, groupId: row.groupId, ids: [0, ...ids] },
  );
  return {
    digests: row.seenDigests,
    name: row.seenTitle,
    description: row.seenDescription ?? '',
    price: row.seenPrice,
    stock: row.seenStock,
    albums: albums.map(({ title }) => title).join(', '),
  };
}
