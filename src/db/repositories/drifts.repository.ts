import type { ListingKey, VkItemId } from '../../domain/brand.js';
import { FIELDS, UNKNOWN_DIGEST, type Field } from '../../domain/sync/compact.js';
import { driftedFields, isOverwritten } from '../../domain/sync/drift.js';
import type { Queries } from '../database.js';
import { jsonColumn } from '../rows.js';
import { digestPart, HAS_DRIFT } from './drift-sql.js';
import { markGoods } from './goods-marks.repository.js';
import type { Shop } from './links.repository.js';

/** A good with fields changed in VK that nobody has answered for, with what VK shows. */
export interface DriftedGood {
  readonly key: ListingKey;
  readonly itemId: VkItemId;
  readonly fields: readonly Field[];
  readonly ours: {
    readonly name: string;
    readonly description: string;
    readonly categoryId: number;
    readonly album: string;
  };
  readonly inVk: {
    readonly name: string;
    readonly description: string;
    readonly categoryId: number | null;
    readonly albums: string;
    readonly thumbUrl: string | null;
  };
}

const FROM = `FROM item_links l
  JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id AND v.vk_item_id = l.vk_item_id
  JOIN listings s ON s.user_id = l.user_id AND s.listing_key = l.listing_key AND s.is_listed
  WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state = 'live' AND ${HAS_DRIFT}`;

/** Goods with a drift nobody has answered, by name; `key` asks for one. */
export async function listDrifts(
  queries: Queries,
  shop: Shop,
  wish: { readonly offset: number; readonly limit: number; readonly key?: ListingKey },
): Promise<{ readonly rows: readonly DriftedGood[]; readonly total: number }> {
  const only = wish.key === undefined ? '' : ' AND l.listing_key = :key';
  const values = { userId: shop.userId, groupId: shop.groupId, key: wish.key ?? null };
  const rows = await queries.rows<{
    key: ListingKey;
    itemId: VkItemId;
    echo: string;
    shown: string;
    locks: string | null;
    name: string;
    description: string | null;
    categoryId: number;
    album: string | null;
    vkTitle: string;
    vkDescription: string | null;
    vkCategoryId: number | null;
    thumbUrl: string | null;
    albumIds: unknown;
  }>(
    `SELECT l.listing_key AS \`key\`, l.vk_item_id AS itemId, l.echo_digests AS echo, v.digests AS shown,
       (SELECT GROUP_CONCAT(f.field) FROM field_locks f
        WHERE f.user_id = l.user_id AND f.listing_key = l.listing_key) AS locks,
       s.name, s.description, s.category_id AS categoryId, s.album_title AS album, v.title AS vkTitle,
       v.description AS vkDescription, v.category_id AS vkCategoryId, v.thumb_url AS thumbUrl, v.album_ids AS albumIds
     ${FROM}${only} ORDER BY s.name, l.listing_key LIMIT :limit OFFSET :offset`,
    { ...values, limit: wish.limit, offset: wish.offset },
  );
  const total = await queries.first<{ n: number | string }>(`SELECT COUNT(*) AS n ${FROM}${only}`, values);
  const titles = new Map(
    (
      await queries.rows<{ id: number; title: string }>(
        'SELECT vk_album_id AS id, title FROM vk_cached_albums WHERE user_id = :userId AND vk_group_id = :groupId',
        values,
      )
    ).map(album => [album.id, album.title]),
  );
  return {
    rows: rows.map(row => ({
      key: row.key,
      itemId: row.itemId,
      fields: driftedFields(row.echo, row.shown).filter(
        field => !isOverwritten(field) && !(row.locks ?? '').split(',').includes(field),
      ),
      ours: {
        name: row.name,
        description: row.description ?? '',
        categoryId: row.categoryId,
        album: row.album ?? '',
      },
      inVk: {
        name: row.vkTitle,
        description: row.vkDescription ?? '',
        categoryId: row.vkCategoryId,
        albums: jsonColumn<number[]>(row.albumIds)
          .map(id => titles.get(id) ?? '')
          .filter(title => title !== '')
          .join(', '),
        thumbUrl: row.thumbUrl,
      },
    })),
    total: Number(total?.n ?? 0),
  };
}

/** VK's value of a field is right as it is: what it shows counts as the echo from now on. */
export async function acceptShown(queries: Queries, shop: Shop, key: ListingKey, field: Field): Promise<void> {
  const parts = FIELDS.map(one => digestPart(one === field ? 'v.digests' : 'l.echo_digests', one));
  await queries.change(
    `UPDATE item_links l JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
       AND v.vk_item_id = l.vk_item_id
     SET l.echo_digests = CONCAT(${parts.join(', ')})
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.listing_key = :key`,
    { userId: shop.userId, groupId: shop.groupId, key },
  );
  await markGoods(queries, shop.userId, [key]);
}

/** Nothing is known of what was sent and shown of a field: the next run sends ours. */
export async function forgetField(queries: Queries, shop: Shop, key: ListingKey, field: Field): Promise<void> {
  const forget = (column: string) =>
    `${column} = CONCAT(${FIELDS.map(one => (one === field ? ':unknown' : digestPart(column, one))).join(', ')})`;
  await queries.change(
    `UPDATE item_links SET ${forget('sent_digests')}, ${forget('echo_digests')}
     WHERE user_id = :userId AND vk_group_id = :groupId AND listing_key = :key`,
    { userId: shop.userId, groupId: shop.groupId, key, unknown: UNKNOWN_DIGEST },
  );
  await markGoods(queries, shop.userId, [key]);
}
