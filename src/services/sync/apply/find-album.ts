import type { VkOutcome } from '../../../clients/vk/outcome.js';
import { albumLinks, hasAskedForAlbum } from '../../../db/repositories/links.repository.js';
import type { VkAlbumId } from '../../../domain/brand.js';
import type { AlbumLink } from '../../../db/repositories/links.repository.js';
import type { ApplySession } from './session.js';

/** Ids after the highest known one that are asked for; one call takes a hundred. */
const IDS_AHEAD = 100;
/** Ids asked for one by one at most: a community counts its albums up from 1 and rarely comes that far. */
const MOST_IDS = 1000;

/**
 * Albums of the shop by exact title, of two equal ones the older. A list of albums leaves out the empty ones, so every id
 * up to the highest known one and some after it are asked for as well.
 */
export async function albumsByTitle(session: ApplySession): Promise<VkOutcome<ReadonlyMap<string, VkAlbumId>>> {
  const listed = await session.client.readAllAlbums();
  if (listed.outcome !== 'ok') return listed;
  const linked = [...(await albumLinks(session.deps.db, session.shop)).values()].map(({ albumId }) => albumId);
  const seen = new Set<number>(listed.value.albums.map(({ id }) => id));
  const highest = Math.max(0, ...linked, ...seen);
  const last = highest + IDS_AHEAD;
  const ids = Array.from({ length: Math.min(last, MOST_IDS) }, (_, index) => (last - index) as VkAlbumId);
  const empty = await session.client.albumsById(ids.filter(id => !seen.has(id)));
  if (empty.outcome !== 'ok') return empty;
  const byAge = [...listed.value.albums, ...empty.value].sort((a, b) => b.id - a.id);
  return { outcome: 'ok', value: new Map(byAge.map(({ title, id }) => [title, id])) };
}

/**
 * The album of a title, if the shop has it already: VK hides it while it is empty, or an earlier try made it and its answer
 * was lost. It counts as ours only when the ledger shows that we asked for it.
 */
export async function findAlbum(
  session: ApplySession,
  title: string,
  isRepeated: boolean,
): Promise<VkOutcome<AlbumLink | null>> {
  if (session.albums === null || isRepeated) {
    const found = await albumsByTitle(session);
    if (found.outcome !== 'ok') return found;
    session.albums = found.value;
  }
  const albumId = session.albums.get(title);
  if (albumId === undefined) return { outcome: 'ok', value: null };
  const isOurs = isRepeated || (await hasAskedForAlbum(session.deps.db, session.shop, title));
  return { outcome: 'ok', value: { title, albumId, madeBy: isOurs ? 'created' : 'matched' } };
}
