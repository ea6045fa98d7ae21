import type { VkAlbumId, VkItemId } from '../../../domain/brand.js';
import type { ProbeJournal } from '../probe-journal.js';
import type { Leftovers } from '../report.js';
import { PROBE_SKU, type ShopDesk } from './shop-desk.js';

const NEWEST = 200;
/** A good whose answer was lost shows up late: looked for this often, with a pause. */
const LOOKS = 3;
const PAUSE_MS = 2000;
/** Numbers looked at on either side of an album of the probe, for one made in the same minute. */
const NEIGHBOURS = 10;

export interface CleanedUp {
  readonly items: number;
  readonly albums: number;
  readonly left: Leftovers;
}

/**
 * Deletes what probes made in this community: what the journal names, and goods with a key of a probe among the newest,
 * which covers an add whose answer was lost. Never touches anything else; what cannot be deleted stays in the journal.
 */
export async function cleanUp(
  desk: ShopDesk,
  journal: ProbeJournal,
  sleep: (ms: number) => Promise<void>,
): Promise<CleanedUp> {
  const { items, photos, lostAlbums, ...kept } = await journal.read();
  const lost = await foundAgain(desk, lostAlbums, kept.albums);
  const albums = [...kept.albums, ...lost.ids];
  const done = { items: new Set<number>(), albums: new Set<number>() };
  const wanted = new Set<number>(items);
  for (let look = 0; look < LOOKS; look += 1) {
    for (const id of await withProbeKey(desk)) wanted.add(id);
    const open = [...wanted].filter(id => !done.items.has(id));
    if (open.length === 0 && look > 0) break;
    for (const id of open) if (await isDeleted(desk, id as VkItemId)) done.items.add(id);
    if (look + 1 < LOOKS) await sleep(PAUSE_MS);
  }
  for (const id of albums) if (await isAlbumGone(desk, id as VkAlbumId)) done.albums.add(id);
  const left = {
    items: [...wanted].filter(id => !done.items.has(id)),
    albums: albums.filter(id => !done.albums.has(id)),
    photos,
    lostAlbums: lost.missing,
  };
  await journal.keep(left);
  return { items: done.items.size, albums: done.albums.size, left };
}

/**
 * Albums of which nobody told the number: empty ones are in no list, so the neighbours of the probe's other albums are asked
 * for. The title decides, which has the random letters of that probe.
 */
async function foundAgain(
  { client }: ShopDesk,
  titles: readonly string[],
  albums: readonly number[],
): Promise<{ readonly ids: readonly number[]; readonly missing: readonly string[] }> {
  if (titles.length === 0) return { ids: [], missing: [] };
  const near = albums.flatMap(id => Array.from({ length: 2 * NEIGHBOURS + 1 }, (_, nth) => id + nth - NEIGHBOURS));
  const asked = [...new Set(near)].filter(id => id > 0 && !albums.includes(id));
  const [named, listed] = [await client.albumsById(asked as VkAlbumId[]), await client.readAllAlbums()];
  const seen = [
    ...(named.outcome === 'ok' ? named.value : []),
    ...(listed.outcome === 'ok' ? listed.value.albums : []),
  ];
  const found = seen.filter(({ title }) => titles.includes(title));
  return {
    ids: [...new Set(found.map(({ id }) => id))],
    missing: titles.filter(title => !found.some(album => album.title === title)),
  };
}

async function withProbeKey({ client }: ShopDesk): Promise<readonly number[]> {
  const newest = await client.newestItems(NEWEST);
  const page = await client.itemPage({ offset: 0, count: NEWEST });
  const seen = [...(newest.outcome === 'ok' ? newest.value : []), ...(page.outcome === 'ok' ? page.value.items : [])];
  return seen
    .filter(({ sku, availability }) => sku?.startsWith(PROBE_SKU) === true && availability !== 'removed')
    .map(({ id }) => id);
}

async function isDeleted({ client }: ShopDesk, id: VkItemId): Promise<boolean> {
  const outcome = await client.deleteItem(id);
  if (outcome.outcome === 'ok') return true;
  return outcome.outcome === 'api_error' && outcome.code === 'VK.ITEM_NOT_FOUND';
}

async function isAlbumGone(desk: ShopDesk, album_id: VkAlbumId): Promise<boolean> {
  try {
    const answer = await desk.ask('market.deleteAlbum', { album_id });
    return answer.kind === 'ok' || (answer.kind === 'refused' && answer.ours === 'VK.ALBUM_NOT_FOUND');
  } catch {
    // The token is gone or VK forbids to go on: it stays in the journal.
    return false;
  }
}
