import type { VkOutcome } from '../../../clients/vk/outcome.js';
import { albumLinks, type AlbumLink } from '../../../db/repositories/links.repository.js';
import type { VkAlbumId } from '../../../domain/brand.js';
import type { ApplySession } from './session.js';

/** Ids after the highest known one that are asked for; one call takes a hundred. */
const IDS_AHEAD = 100;

/**
 * The album an earlier try may have made. A list of albums leaves out empty ones, which a new one always is, so the ids
 * that come after the highest known one are asked for as well: a community counts its albums up.
 */
export async function findLostAlbum(session: ApplySession, title: string): Promise<VkOutcome<AlbumLink | null>> {
  const listed = await session.client.readAllAlbums();
  if (listed.outcome !== 'ok') return listed;
  const linked = [...(await albumLinks(session.deps.db, session.shop)).values()].map(({ albumId }) => albumId);
  const highest = Math.max(0, ...linked, ...listed.value.albums.map(({ id }) => id));
  const ahead = Array.from({ length: IDS_AHEAD }, (_, index) => (highest + 1 + index) as VkAlbumId);
  const empty = await session.client.albumsById(ahead);
  if (empty.outcome !== 'ok') return empty;
  const album = [...listed.value.albums, ...empty.value].find(candidate => candidate.title === title);
  return { outcome: 'ok', value: album ? { title, albumId: album.id, madeBy: 'created' } : null };
}
