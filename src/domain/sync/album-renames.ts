import type { VkAlbumId } from '../brand.js';

/** An album of ours and what its goods want now. */
export interface AlbumOfOurs {
  readonly albumId: VkAlbumId;
  readonly title: string;
  /** EvoSync made it; albums of others are never renamed. */
  readonly isMadeByUs: boolean;
  /** Titles its goods want, each with how many want it. */
  readonly wanted: ReadonlyMap<string, number>;
}

export interface AlbumRename {
  readonly albumId: VkAlbumId;
  readonly from: string;
  readonly to: string;
}

/**
 * Albums to be renamed: those EvoSync made whose goods all want the same other title, when nothing wants the old title any
 * more and no album has the new one yet. Everywhere else goods move (spec §2). Of two albums that would take one title the
 * fuller gets it, of equal ones the older.
 */
export function albumRenames(
  albums: readonly AlbumOfOurs[],
  facts: { readonly wantedTitles: ReadonlySet<string>; readonly takenTitles: ReadonlySet<string> },
): readonly AlbumRename[] {
  const byTitle = new Map<string, AlbumRename & { readonly members: number }>();
  for (const { albumId, title: from, isMadeByUs, wanted } of albums) {
    const [only, ...others] = wanted;
    if (!isMadeByUs || only === undefined || others.length > 0) continue;
    const [to, members] = only;
    if (to === from || facts.wantedTitles.has(from) || facts.takenTitles.has(to)) continue;
    const rival = byTitle.get(to);
    const isBetter =
      !rival || members > rival.members || (members === rival.members && Number(albumId) < Number(rival.albumId));
    if (isBetter) byTitle.set(to, { albumId, from, to, members });
  }
  return [...byTitle.values()].map(({ albumId, from, to }) => ({ albumId, from, to }));
}
