import type { VkClient } from '../../clients/vk/client.js';
import type { VkApiError } from '../../clients/vk/outcome.js';
import { albumLinks, forgetAlbum, type Shop } from '../../db/repositories/links.repository.js';
import type { VkAlbumId } from '../../domain/brand.js';
import type { Unknown } from '../../domain/result.js';
import type { SyncDeps } from './sync-deps.js';

/**
 * Albums of ours that VK's list does not show: it leaves out the empty ones, so each is asked for by its id, and only one
 * that is not there either is forgotten.
 */
export async function checkAlbums(
  deps: Pick<SyncDeps, 'db'>,
  client: VkClient,
  shop: Shop,
  listed: readonly { readonly id: VkAlbumId }[],
): Promise<VkApiError | Unknown | null> {
  const seen = new Set(listed.map(({ id }) => id));
  const missing = [...(await albumLinks(deps.db, shop)).values()]
    .map(({ albumId }) => albumId)
    .filter(id => !seen.has(id));
  if (missing.length === 0) return null;
  const answer = await client.albumsById(missing);
  if (answer.outcome !== 'ok') return answer;
  const there = new Set(answer.value.map(({ id }) => id));
  for (const albumId of missing) if (!there.has(albumId)) await forgetAlbum(deps.db, shop, albumId);
  return null;
}
