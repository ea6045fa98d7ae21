import type { ListingKey } from '../../domain/brand.js';
import type { Queries, SqlValue } from '../database.js';
import { likePattern } from '../like-pattern.js';
import type { Shop } from './links.repository.js';

/** Of an album or a part of them. */
interface Page {
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

export interface CachedAlbum {
  readonly id: number;
  readonly title: string;
  readonly items: number;
  readonly isHidden: boolean;
  /** Title by which a group of the till is tied to it; `null` = none is. */
  readonly linkedTitle: string | null;
  readonly madeBy: 'created' | 'matched' | null;
}

/** Titles of albums are told apart to the letter, but looked for and ordered as people read them. */
const BY_EYE = 'utf8mb4_unicode_ci';

/** Albums as read, and those of ours VK has not shown yet: it leaves the empty ones out, and new ones come later. */
const ALBUMS = `FROM (
    SELECT a.vk_album_id AS id, a.title, a.items_count AS items, a.is_hidden AS isHidden
    FROM vk_cached_albums a WHERE a.user_id = :userId AND a.vk_group_id = :groupId
    UNION ALL
    SELECT k.vk_album_id, MIN(k.title), 0, FALSE FROM album_links k
    WHERE k.user_id = :userId AND k.vk_group_id = :groupId AND NOT EXISTS (SELECT 1 FROM vk_cached_albums a
      WHERE a.user_id = k.user_id AND a.vk_group_id = k.vk_group_id AND a.vk_album_id = k.vk_album_id)
    GROUP BY k.vk_album_id
  ) t
  LEFT JOIN (SELECT vk_album_id AS id, MIN(title) AS linkedTitle, MIN(CAST(made_by AS CHAR)) AS madeBy FROM album_links
    WHERE user_id = :userId AND vk_group_id = :groupId GROUP BY vk_album_id) k ON k.id = t.id`;

/** One page of albums and how many there are: two queries. */
export async function albumPage(
  queries: Queries,
  { userId, groupId }: Shop,
  { search, offset, limit }: Page,
): Promise<{ rows: readonly CachedAlbum[]; total: number }> {
  const where = search === '' ? '' : `WHERE t.title COLLATE ${BY_EYE} LIKE :search`;
  const values = { userId, groupId, search: likePattern(search) };
  const rows = await queries.rows<
    Omit<CachedAlbum, 'isHidden' | 'items'> & { isHidden: number; items: number | string }
  >(
    `SELECT t.id, t.title, GREATEST(t.items, COALESCE(c.n, 0)) AS items, t.isHidden, k.linkedTitle, k.madeBy ${ALBUMS}
       LEFT JOIN (SELECT vk_album_id AS id, COUNT(*) AS n FROM item_links
         WHERE user_id = :userId AND vk_group_id = :groupId AND state IN ('live','hidden') AND vk_album_id IS NOT NULL
         GROUP BY vk_album_id) c ON c.id = t.id
     ${where} ORDER BY t.title COLLATE ${BY_EYE}, t.id LIMIT :limit OFFSET :offset`,
    { ...values, limit, offset },
  );
  const count = await queries.first<{ n: number | string }>(`SELECT COUNT(*) AS n ${ALBUMS} ${where}`, values);
  return {
    rows: rows.map(row => ({ ...row, items: Number(row.items), isHidden: Boolean(row.isHidden) })),
    total: Number(count?.n ?? 0),
  };
}

export async function findCachedAlbum(
  queries: Queries,
  { userId, groupId }: Shop,
  albumId: number,
): Promise<{ id: number; title: string } | null> {
  return queries.first(`SELECT t.id, t.title ${ALBUMS} WHERE t.id = :albumId LIMIT 1`, { userId, groupId, albumId });
}

export interface CachedItem {
  readonly id: number;
  readonly title: string;
  readonly priceKopecks: number | null;
  readonly stock: number | null;
  readonly isHidden: boolean;
  readonly linkState: 'live' | 'hidden' | 'deleted' | 'detached' | null;
  readonly madeBy: 'created' | 'adopted' | null;
  readonly key: ListingKey | null;
  readonly isNew: boolean;
}

export interface ItemQuery extends Page {
  readonly place: number | 'none' | 'all';
  readonly filter: 'all' | 'ours' | 'foreign' | 'hidden';
  /** When the shop was read: what was linked long before is among what was read. */
  readonly readAt: Date;
}

type ItemScope = Omit<ItemQuery, 'offset' | 'limit'>;

/** VK's lists lag, so links made shortly before a reading may be missing from it. */
const LAG_MS = 60 * 60_000;
const OURS = "l.state IN ('live','hidden')";

const LINK = `LEFT JOIN item_links l
  ON l.user_id = v.user_id AND l.vk_group_id = v.vk_group_id AND l.vk_item_id = v.vk_item_id`;

/** The two sources of a page: items as read (`v`), and links made since (`l` with their listings `s`). */
function sourcesOf({ place, filter, search }: ItemScope): { read: string; added: string } {
  const read = ['v.user_id = :userId', 'v.vk_group_id = :groupId', "v.availability <> 'removed'"];
  const added = ['l.user_id = :userId', 'l.vk_group_id = :groupId', 'l.created_at >= :since', OURS];
  if (place === 'none') {
    read.push("v.album_ids = '[]'");
    added.push('l.vk_album_id IS NULL');
  } else if (place !== 'all') {
    read.push('JSON_CONTAINS(v.album_ids, :album)');
    added.push('l.vk_album_id = :albumId');
  }
  if (search !== '') {
    read.push('v.title LIKE :search');
    added.push('s.name LIKE :search');
  }
  if (filter === 'ours') read.push(OURS);
  if (filter === 'foreign') {
    read.push(`(l.id IS NULL OR NOT ${OURS})`);
    added.push('FALSE');
  }
  if (filter === 'hidden') {
    read.push("v.availability = 'unavailable'");
    added.push("l.state = 'hidden'");
  }
  const needsLink = filter === 'ours' || filter === 'foreign';
  return {
    read: `FROM vk_cached_products v ${needsLink ? LINK : ''} WHERE ${read.join(' AND ')}`,
    added: `FROM item_links l JOIN listings s ON s.user_id = l.user_id AND s.listing_key = l.listing_key
      WHERE ${added.join(' AND ')} AND NOT EXISTS (SELECT 1 FROM vk_cached_products v
        WHERE v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id AND v.vk_item_id = l.vk_item_id)`,
  };
}

function valuesOf({ userId, groupId }: Shop, { place, search, readAt }: ItemScope): Record<string, SqlValue> {
  const albumId = typeof place === 'number' ? place : 0;
  const since = new Date(readAt.getTime() - LAG_MS);
  return { userId, groupId, albumId, album: String(albumId), search: likePattern(search), since };
}

/** One page of the shop's goods: the page is found by title alone, and only its rows are looked at in full. */
export async function itemPage(queries: Queries, shop: Shop, query: ItemQuery): Promise<readonly CachedItem[]> {
  const { read, added } = sourcesOf(query);
  const { offset, limit } = query;
  const rows = await queries.rows<Omit<CachedItem, 'isHidden' | 'isNew'> & { isHidden: number; isNew: number }>(
    `SELECT p.id, p.title, COALESCE(v.price_kopecks, IF(v.id IS NULL, s.price_kopecks, NULL)) AS priceKopecks,
       IF(v.id IS NULL, s.stock, v.stock) AS stock,
       IF(v.id IS NULL, l.state = 'hidden', v.availability = 'unavailable') AS isHidden,
       l.state AS linkState, l.made_by AS madeBy, l.listing_key AS \`key\`, v.id IS NULL AS isNew
     FROM (
       (SELECT v.vk_item_id AS id, v.title ${read} ORDER BY v.title, v.vk_item_id LIMIT :end)
       UNION ALL
       (SELECT l.vk_item_id, s.name ${added} ORDER BY s.name, l.vk_item_id LIMIT :end)
       ORDER BY title, id LIMIT :limit OFFSET :offset
     ) p
     LEFT JOIN vk_cached_products v ON v.user_id = :userId AND v.vk_group_id = :groupId AND v.vk_item_id = p.id
     LEFT JOIN item_links l ON l.user_id = :userId AND l.vk_group_id = :groupId AND l.vk_item_id = p.id
     LEFT JOIN listings s ON s.user_id = :userId AND s.listing_key = l.listing_key
     ORDER BY p.title, p.id`,
    { ...valuesOf(shop, query), limit, offset, end: offset + limit },
  );
  return rows.map(row => ({ ...row, isHidden: Boolean(row.isHidden), isNew: Boolean(row.isNew) }));
}

export async function itemCount(queries: Queries, shop: Shop, scope: ItemScope): Promise<number> {
  const { read, added } = sourcesOf(scope);
  const row = await queries.first<{ n: number | string }>(
    `SELECT (SELECT COUNT(*) ${read}) + (SELECT COUNT(*) ${added}) AS n`,
    valuesOf(shop, scope),
  );
  return Number(row?.n ?? 0);
}

/** Goods of the whole shop, and those in no album, in one look. */
export async function shopTotals(
  queries: Queries,
  shop: Shop,
  readAt: Date,
): Promise<{ items: number; loose: number }> {
  const scope = { place: 'all', filter: 'all', search: '', readAt } as const;
  const { read, added } = sourcesOf(scope);
  const row = await queries.first<{ items: number | string; loose: number | string }>(
    `SELECT SUM(items) AS items, SUM(loose) AS loose FROM (
       SELECT COUNT(*) AS items, COALESCE(SUM(v.album_ids = '[]'), 0) AS loose ${read}
       UNION ALL SELECT COUNT(*), COALESCE(SUM(l.vk_album_id IS NULL), 0) ${added}) t`,
    valuesOf(shop, scope),
  );
  return { items: Number(row?.items ?? 0), loose: Number(row?.loose ?? 0) };
}
