import type { ListingKey, VkAlbumId, VkPhotoId } from '../../domain/brand.js';
import type { Field } from '../../domain/sync/compact.js';
import type { SentState } from '../../domain/sync/sent.js';
import type { Queries } from '../database.js';
import { jsonColumn, jsonColumnOrNull } from '../rows.js';
import type { LinkRowState, Shop } from './links.repository.js';

/** A published good beside what VK shows of it at the last read. */
export interface ReviewedLink {
  readonly linkId: number;
  readonly rowId: number;
  readonly key: ListingKey;
  readonly state: LinkRowState;
  readonly sent: SentState | null;
  readonly sentDigests: string | null;
  readonly echoDigests: string | null;
  /** What VK showed at the read before; `null` = it was not compared then. */
  readonly shopDigests: string | null;
  readonly photoId: VkPhotoId | null;
  readonly albumId: VkAlbumId | null;
  readonly updatedAt: Date;
  readonly title: string;
  readonly description: string;
  readonly price: number | null;
  readonly stock: number | null;
  readonly categoryId: number | null;
  readonly photoIds: readonly VkPhotoId[];
  readonly albumIds: readonly VkAlbumId[];
}

/** Links of goods seen in VK, after a row id, in pages; not those with an operation whose answer is open. */
export async function linksToReview(
  queries: Queries,
  shop: Shop,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly ReviewedLink[]> {
  const rows = await queries.rows<
    Omit<ReviewedLink, 'sent' | 'photoIds' | 'albumIds'> & { sent: unknown; photoIds: unknown; albumIds: unknown }
  >(
    `SELECT l.id AS linkId, v.id AS rowId, l.listing_key AS \`key\`, l.state, l.sent, l.sent_digests AS sentDigests,
       l.echo_digests AS echoDigests, v.digests AS shopDigests, l.photo_id AS photoId, l.vk_album_id AS albumId,
       l.updated_at AS updatedAt, v.title, COALESCE(v.description, '') AS description, v.price_kopecks AS price, v.stock,
       v.category_id AS categoryId, v.photo_ids AS photoIds, v.album_ids AS albumIds
     FROM item_links l
     JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id AND v.vk_item_id = l.vk_item_id
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state IN ('live','hidden') AND l.id > :after
       AND NOT EXISTS (SELECT 1 FROM sync_operations o WHERE o.user_id = l.user_id AND o.listing_key = l.listing_key
         AND o.vk_group_id = l.vk_group_id AND o.state IN ('sent','unknown'))
     ORDER BY l.id LIMIT :limit`,
    { userId: shop.userId, groupId: shop.groupId, ...page },
  );
  return rows.map(row => ({
    ...row,
    sent: jsonColumnOrNull<SentState>(row.sent),
    photoIds: jsonColumn<VkPhotoId[]>(row.photoIds),
    albumIds: jsonColumn<VkAlbumId[]>(row.albumIds),
  }));
}

/** Overwritings in a row after which an equal reading is VK's own way: a hand may well do the same thing twice. */
const OVERWRITINGS = 3;

/** Fields that the last updates of each good, several in a row, did nothing but overwrite as changed in VK. */
export async function lastOverwritten(
  queries: Queries,
  shop: Shop,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, readonly Field[]>> {
  if (keys.length === 0) return new Map();
  const rows = await queries.rows<{ key: ListingKey; reason: string; fields: string }>(
    `SELECT \`key\`, reason, fields FROM (
       SELECT listing_key AS \`key\`, reason_code AS reason, fields,
         ROW_NUMBER() OVER (PARTITION BY listing_key ORDER BY id DESC) AS age FROM sync_operations
       WHERE user_id = :userId AND vk_group_id = :groupId AND state = 'done' AND kind IN ('update','unhide','hide')
         AND listing_key IN (:keys)) o
     WHERE age <= :times`,
    { userId: shop.userId, groupId: shop.groupId, keys: [...keys], times: OVERWRITINGS },
  );
  const byKey = new Map<ListingKey, (readonly Field[])[]>();
  for (const { key, reason, fields } of rows) {
    const overwritten = reason === 'DRIFT' ? (fields.split(',') as Field[]) : [];
    byKey.set(key, [...(byKey.get(key) ?? []), overwritten]);
  }
  return new Map(
    [...byKey].map(([key, updates]) => [
      key,
      updates.length < OVERWRITINGS
        ? []
        : (updates[0] ?? []).filter(field => updates.every(one => one.includes(field))),
    ]),
  );
}

/** Writes digests by row id, many at a time. */
export async function saveDigests(
  queries: Queries,
  place: 'item_links.echo_digests' | 'vk_cached_products.digests',
  digests: ReadonlyMap<number, string>,
): Promise<void> {
  if (digests.size === 0) return;
  const [table, column] = place.split('.');
  const values: Record<string, string | number | readonly number[]> = { ids: [...digests.keys()] };
  const cases = [...digests].map(([id, text], index) => {
    values[`id${index}`] = id;
    values[`text${index}`] = text;
    return `WHEN :id${index} THEN :text${index}`;
  });
  await queries.change(`UPDATE ${table} SET ${column} = CASE id ${cases.join(' ')} END WHERE id IN (:ids)`, values);
}
