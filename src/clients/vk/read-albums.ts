import type { VkAlbumId, VkGroupId } from '../../domain/brand.js';
import type { AlbumRead } from './api.js';
import { albumPageSchema } from './item-schema.js';
import type { VkPage } from './item-schema.js';
import type { VkOutcome } from './outcome.js';
import { chunks, IDS_PER_CALL, laterOffsets } from './paging.js';
import type { ReadContext } from './paging.js';
import { wireParams } from './params.js';
import type { ScriptCall } from './script.js';
import type { VkAlbum } from './types.js';
import { ownerId } from './write-params.js';

/** Largest page of albums VK gives. */
const ALBUM_PAGE = 100;

const albumPageCall = (groupId: VkGroupId, offset: number): ScriptCall => ({
  method: 'market.getAlbums',
  params: wireParams({ owner_id: ownerId(groupId), offset, count: ALBUM_PAGE }),
});

/** All albums VK lists. */
export async function readAllAlbums({ groupId, call, readPages }: ReadContext): Promise<VkOutcome<AlbumRead>> {
  const first = await call({ ...albumPageCall(groupId, 0), kind: 'read', schema: albumPageSchema });
  if (first.outcome !== 'ok') return first;
  const { count } = first.value.result;
  const albums = new Map<VkAlbumId, VkAlbum>();
  let complete = true;
  const take = (page: VkPage<VkAlbum>) => {
    complete &&= page.count === count && page.rows.every(({ id }) => !albums.has(id));
    for (const album of page.rows) albums.set(album.id, album);
  };
  take(first.value.result);
  const outcome = await readPages(
    laterOffsets(count, ALBUM_PAGE).map(offset => albumPageCall(groupId, offset)),
    albumPageSchema,
    take,
  );
  return outcome.outcome === 'ok' ? { outcome: 'ok', value: { complete, albums: [...albums.values()] } } : outcome;
}

/** Albums by id, the only way to see an empty one. */
export async function readAlbumsById(
  { groupId, readPages }: ReadContext,
  ids: readonly VkAlbumId[],
): Promise<VkOutcome<readonly VkAlbum[]>> {
  const albums: VkAlbum[] = [];
  const calls = chunks(ids, IDS_PER_CALL).map((some): ScriptCall => ({
    method: 'market.getAlbumById',
    params: wireParams({ owner_id: ownerId(groupId), album_ids: some }),
  }));
  const outcome = await readPages(calls, albumPageSchema, page => void albums.push(...page.rows));
  return outcome.outcome === 'ok' ? { outcome: 'ok', value: albums } : outcome;
}
