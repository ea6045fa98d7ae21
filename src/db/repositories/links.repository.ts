import type { ListingKey, UserId, VkAlbumId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import { DIGEST_CHARS, FIELDS, UNKNOWN_DIGEST, type Field } from '../../domain/sync/compact.js';
import { NO_VALUE } from '../../domain/sync/digests.js';
import type { SentState } from '../../domain/sync/sent.js';
import { upsertRows } from '../bulk.js';
import type { Queries } from '../database.js';
import { jsonColumnOrNull } from '../rows.js';
import { markGoods } from './goods-marks.repository.js';

export type LinkRowState = 'live' | 'hidden' | 'deleted' | 'detached';

/** A listing key tied to a VK item. Outlives every cache refresh and belongs to (user, community). */
export interface ItemLink {
  readonly key: ListingKey;
  readonly itemId: VkItemId;
  readonly state: LinkRowState;
  readonly stateCause: string | null;
  readonly madeBy: 'created' | 'adopted';
  /** Digests of what was last sent; `null` = nothing known. */
  readonly sentDigests: string | null;
  readonly sent: SentState | null;
  /** What VK showed of each field at the first full read after it was sent; `null` = nothing known. */
  readonly echoDigests: string | null;
  /** The `sku` the item carries when that is not its key (goods were merged by another rule); `null` = the key. */
  readonly sku: string | null;
  readonly photoId: VkPhotoId | null;
  readonly albumId: VkAlbumId | null;
}

interface Row {
  listing_key: ListingKey;
  vk_item_id: VkItemId;
  state: LinkRowState;
  state_cause: string | null;
  made_by: 'created' | 'adopted';
  sent_digests: string | null;
  sent: unknown;
  echo_digests: string | null;
  sku: string | null;
  photo_id: VkPhotoId | null;
  vk_album_id: VkAlbumId | null;
}

const toLink = (row: Row): ItemLink => ({
  key: row.listing_key,
  itemId: row.vk_item_id,
  state: row.state,
  stateCause: row.state_cause,
  madeBy: row.made_by,
  sentDigests: row.sent_digests,
  sent: jsonColumnOrNull<SentState>(row.sent),
  echoDigests: row.echo_digests,
  sku: row.sku,
  photoId: row.photo_id,
  albumId: row.vk_album_id,
});

export interface Shop {
  readonly userId: UserId;
  readonly groupId: VkGroupId;
}

export async function linksByKeys(
  queries: Queries,
  shop: Shop,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, ItemLink>> {
  if (keys.length === 0) return new Map();
  const rows = await queries.rows<Row>(
    `SELECT * FROM item_links WHERE user_id = :userId AND vk_group_id = :groupId AND listing_key IN (:keys)`,
    { userId: shop.userId, groupId: shop.groupId, keys: [...keys] },
  );
  return new Map(rows.map(row => [row.listing_key, toLink(row)]));
}

/** Of some items of a community those that are tied to a listing, whoever's. */
export async function linkedItems(
  queries: Queries,
  shop: Shop,
  itemIds: readonly VkItemId[],
): Promise<ReadonlySet<VkItemId>> {
  if (itemIds.length === 0) return new Set();
  const rows = await queries.rows<{ id: VkItemId }>(
    'SELECT vk_item_id AS id FROM item_links WHERE vk_group_id = :groupId AND vk_item_id IN (:itemIds)',
    { groupId: shop.groupId, itemIds: [...itemIds] },
  );
  return new Set(rows.map(({ id }) => id));
}

/** Keys that have a link in any of these states. */
export async function linkedKeys(
  queries: Queries,
  userId: UserId,
  states: readonly LinkRowState[],
): Promise<ReadonlySet<ListingKey>> {
  const rows = await queries.rows<{ listing_key: ListingKey }>(
    'SELECT listing_key FROM item_links WHERE user_id = :userId AND state IN (:states)',
    { userId, states: [...states] },
  );
  return new Set(rows.map(row => row.listing_key));
}

/** Writes links as they are after an operation: many at a time, whole rows. */
export async function saveLinks(queries: Queries, shop: Shop, links: readonly ItemLink[]): Promise<void> {
  const now = new Date();
  const columns = [
    'user_id',
    'vk_group_id',
    'listing_key',
    'vk_item_id',
    'state',
    'state_cause',
    'state_at',
    'made_by',
    'sent_digests',
    'sent',
    'echo_digests',
    'sku',
    'photo_id',
    'vk_album_id',
    'created_at',
    'updated_at',
  ] as const;
  await upsertRows(
    queries,
    'item_links',
    columns,
    links.map(link => ({
      user_id: shop.userId,
      vk_group_id: shop.groupId,
      listing_key: link.key,
      vk_item_id: link.itemId,
      state: link.state,
      state_cause: link.stateCause,
      state_at: now,
      made_by: link.madeBy,
      sent_digests: link.sentDigests,
      sent: link.sent ? JSON.stringify(link.sent) : null,
      echo_digests: link.echoDigests,
      sku: link.sku,
      photo_id: link.photoId,
      vk_album_id: link.albumId,
      created_at: now,
      updated_at: now,
    })),
    [
      'state_at = IF(state = VALUES(state), state_at, VALUES(state_at))',
      'vk_item_id',
      'state',
      'state_cause',
      'sent_digests',
      'sent',
      'echo_digests',
      'sku',
      'photo_id',
      'vk_album_id',
      'updated_at',
    ],
  );
  await markGoods(
    queries,
    shop.userId,
    links.map(({ key }) => key),
  );
}

/**
 * Links whose item a complete read of the shop did not show, or showed hidden although we left it visible. A link with
 * an operation whose answer is open is left out: what VK shows may be our own doing.
 */
export async function strayLinks(queries: Queries, shop: Shop, readId: number): Promise<readonly ItemLink[]> {
  const rows = await queries.rows<Row>(
    `SELECT l.* FROM item_links l
     LEFT JOIN vk_cached_products v ON v.user_id = l.user_id AND v.vk_group_id = l.vk_group_id
       AND v.vk_item_id = l.vk_item_id AND v.read_id = :readId AND v.availability <> 'removed'
     WHERE l.user_id = :userId AND l.vk_group_id = :groupId AND l.state IN ('live','hidden')
       AND (v.id IS NULL OR (l.state = 'live' AND v.availability = 'unavailable'))
       AND NOT EXISTS (SELECT 1 FROM sync_operations o WHERE o.user_id = l.user_id AND o.listing_key = l.listing_key
         AND o.vk_group_id = l.vk_group_id AND o.state IN ('sent','unknown'))`,
    { userId: shop.userId, groupId: shop.groupId, readId },
  );
  return rows.map(toLink);
}

/** Items seen after `since` that carry the key of a listing and have no link yet: ours by their `sku`. Oldest first. */
export async function adoptableItems(
  queries: Queries,
  shop: Shop,
  since: number,
): Promise<readonly { readonly key: ListingKey; readonly itemId: VkItemId; readonly isHidden: boolean }[]> {
  const rows = await queries.rows<{ key: ListingKey; itemId: VkItemId; isHidden: number }>(
    `SELECT v.sku AS \`key\`, v.vk_item_id AS itemId, v.availability = 'unavailable' AS isHidden
     FROM vk_cached_products v
     JOIN listings s ON s.user_id = v.user_id AND s.listing_key = v.sku
     WHERE v.user_id = :userId AND v.vk_group_id = :groupId AND v.read_id > :since AND v.availability <> 'removed'
       AND NOT EXISTS (SELECT 1 FROM item_links l
         WHERE l.user_id = v.user_id AND l.vk_group_id = v.vk_group_id AND l.listing_key = v.sku)
       AND NOT EXISTS (SELECT 1 FROM item_links l
         WHERE l.user_id = v.user_id AND l.vk_group_id = v.vk_group_id AND l.vk_item_id = v.vk_item_id)
     ORDER BY v.vk_item_id`,
    { userId: shop.userId, groupId: shop.groupId, since },
  );
  return rows.map(row => ({ key: row.key, itemId: row.itemId, isHidden: Boolean(row.isHidden) }));
}

/** An album title tied to a VK album. */
export interface AlbumLink {
  readonly title: string;
  readonly albumId: VkAlbumId;
  readonly madeBy: 'created' | 'matched';
}

export async function albumLinks(queries: Queries, shop: Shop): Promise<ReadonlyMap<string, AlbumLink>> {
  const rows = await queries.rows<{ title: string; vk_album_id: VkAlbumId; made_by: 'created' | 'matched' }>(
    'SELECT title, vk_album_id, made_by FROM album_links WHERE user_id = :userId AND vk_group_id = :groupId',
    { userId: shop.userId, groupId: shop.groupId },
  );
  return new Map(rows.map(row => [row.title, { title: row.title, albumId: row.vk_album_id, madeBy: row.made_by }]));
}

/** Whether the ledger shows that we asked VK to make an album of this title in this community, and were not refused. */
export async function hasAskedForAlbum(queries: Queries, shop: Shop, title: string): Promise<boolean> {
  const row = await queries.first(
    `SELECT 1 AS found FROM sync_operations
     WHERE user_id = :userId AND vk_group_id = :groupId AND kind = 'album_create' AND album_title = :title AND attempts > 0
       AND error_vendor_code IS NULL LIMIT 1`,
    { userId: shop.userId, groupId: shop.groupId, title },
  );
  return row !== null;
}

export async function saveAlbumLink(queries: Queries, shop: Shop, link: AlbumLink): Promise<void> {
  await queries.change(
    `INSERT INTO album_links (user_id, vk_group_id, title, vk_album_id, made_by, created_at, updated_at)
     VALUES (:userId, :groupId, :title, :albumId, :madeBy, :now, :now)
     ON DUPLICATE KEY UPDATE vk_album_id = VALUES(vk_album_id), made_by = VALUES(made_by), updated_at = VALUES(updated_at)`,
    { userId: shop.userId, groupId: shop.groupId, ...link, now: new Date() },
  );
}

/**
 * The album is gone in VK: it is forgotten, and so is that its goods lie in it; the next plan makes or finds it anew and
 * puts them back.
 */
export async function forgetAlbum(queries: Queries, shop: Shop, albumId: VkAlbumId): Promise<void> {
  const values = { userId: shop.userId, groupId: shop.groupId, albumId };
  await queries.change(
    'DELETE FROM album_links WHERE user_id = :userId AND vk_group_id = :groupId AND vk_album_id = :albumId',
    values,
  );
  await queries.change(
    `UPDATE item_links SET vk_album_id = NULL, sent = IF(sent IS NULL, NULL, JSON_SET(sent, '$.album', NULL)),
       sent_digests = CONCAT(LEFT(sent_digests, :before), :none), echo_digests = CONCAT(LEFT(echo_digests, :before), :unknown)
     WHERE user_id = :userId AND vk_group_id = :groupId AND vk_album_id = :albumId`,
    { ...values, before: DIGEST_CHARS * FIELDS.indexOf('album'), none: NO_VALUE, unknown: UNKNOWN_DIGEST },
  );
}

/** The album has another title now: its link and what its goods are known to lie in follow. `digest`: of the title. */
export async function renameAlbumLink(
  queries: Queries,
  shop: Shop,
  album: { readonly albumId: VkAlbumId; readonly title: string; readonly digest: string },
): Promise<void> {
  const values = { userId: shop.userId, groupId: shop.groupId, ...album };
  await queries.change(
    `UPDATE album_links SET title = :title, updated_at = :now
     WHERE user_id = :userId AND vk_group_id = :groupId AND vk_album_id = :albumId`,
    { ...values, now: new Date() },
  );
  await queries.change(
    `UPDATE item_links SET sent = IF(sent IS NULL, NULL, JSON_SET(sent, '$.album', :title)),
       sent_digests = CONCAT(LEFT(sent_digests, :before), :digest)
     WHERE user_id = :userId AND vk_group_id = :groupId AND vk_album_id = :albumId`,
    { ...values, before: DIGEST_CHARS * FIELDS.indexOf('album') },
  );
}

/** Lets an item go: its key is free to be created anew. */
export async function deleteLink(queries: Queries, shop: Shop, key: ListingKey): Promise<void> {
  await queries.change(
    'DELETE FROM item_links WHERE user_id = :userId AND vk_group_id = :groupId AND listing_key = :key',
    { userId: shop.userId, groupId: shop.groupId, key },
  );
  await markGoods(queries, shop.userId, [key]);
}

/** What some fields showed in VK is known no more, for they are about to be sent. */
export async function forgetEcho(
  queries: Queries,
  shop: Shop,
  entries: readonly { readonly key: ListingKey; readonly fields: readonly Field[] }[],
): Promise<void> {
  const byFields = new Map<string, ListingKey[]>();
  for (const { key, fields } of entries) {
    const name = FIELDS.filter(field => fields.includes(field)).join(',');
    if (name !== '') byFields.set(name, [...(byFields.get(name) ?? []), key]);
  }
  for (const [name, keys] of byFields) {
    const parts = FIELDS.map((field, index) =>
      name.split(',').includes(field)
        ? ':unknown'
        : `SUBSTRING(echo_digests, ${index * DIGEST_CHARS + 1}, ${DIGEST_CHARS})`,
    );
    await queries.change(
      `UPDATE item_links SET echo_digests = CONCAT(${parts.join(', ')})
       WHERE user_id = :userId AND vk_group_id = :groupId AND listing_key IN (:keys) AND echo_digests IS NOT NULL`,
      { userId: shop.userId, groupId: shop.groupId, keys, unknown: UNKNOWN_DIGEST },
    );
  }
}
