import { z } from 'zod';
import type { VkAlbumId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import type { VkCaller } from './call.js';
import type { VkOutcome } from './outcome.js';
import type { NewVkItem, VkDone } from './types.js';
import { addParams, albumParams } from './write-params.js';

const itemAdded = z.looseObject({ market_item_id: z.number().int().positive() });
const albumAdded = z.looseObject({ market_album_id: z.number().int().positive() });

/** `market.add`, sent once. Any answer but an item id is an unknown outcome: one page shows `"1"` for success. */
export async function addItem(call: VkCaller, groupId: VkGroupId, item: NewVkItem): Promise<VkOutcome<VkItemId>> {
  const params = addParams(groupId, item);
  const reply = await call({ method: 'market.add', params, kind: 'create', schema: itemAdded });
  return reply.outcome === 'ok' ? { outcome: 'ok', value: reply.value.result.market_item_id as VkItemId } : reply;
}

/** `market.addAlbum`, sent once: repeats of a lost answer were seen to make the album three times. */
export async function addAlbum(
  call: VkCaller,
  groupId: VkGroupId,
  album: { title: string; photoId?: VkPhotoId | undefined },
): Promise<VkOutcome<VkAlbumId>> {
  const params = albumParams(groupId, album);
  const reply = await call({ method: 'market.addAlbum', params, kind: 'create', schema: albumAdded });
  return reply.outcome === 'ok' ? { outcome: 'ok', value: reply.value.result.market_album_id as VkAlbumId } : reply;
}

/** `market.editAlbum`; may be repeated. */
export async function editAlbum(
  call: VkCaller,
  groupId: VkGroupId,
  album: { id: VkAlbumId; title: string; photoId?: VkPhotoId | undefined },
): Promise<VkOutcome<VkDone>> {
  const params = albumParams(groupId, album);
  const reply = await call({ method: 'market.editAlbum', params, kind: 'write', schema: z.literal([1, true]) });
  return reply.outcome === 'ok' ? { outcome: 'ok', value: { failed: [] } } : reply;
}
