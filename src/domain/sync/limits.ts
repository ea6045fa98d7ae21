import type { ListingKey } from '../brand.js';

/** Why a wanted good is not, or not wholly, in the shop: the shop takes no more. */
export type LimitCode = 'LIMIT.ITEMS' | 'LIMIT.ADDS_PER_DAY' | 'LIMIT.ALBUMS' | 'LIMIT.ALBUM_FULL';

/** What says which new good goes first. */
export interface CreatePriority {
  readonly key: ListingKey;
  /** The merchant pinned it. */
  readonly isPinned: boolean;
  readonly isInStock: boolean;
  readonly hasOwnPhoto: boolean;
  /** Grows with the time the till first had it. */
  readonly newness: number;
}

/** New goods in the order of spec §4: pinned, in stock, own photo, newest on the till; equal ones by key. */
export function byPriority(a: CreatePriority, b: CreatePriority): number {
  return (
    Number(b.isPinned) - Number(a.isPinned) ||
    Number(b.isInStock) - Number(a.isInStock) ||
    Number(b.hasOwnPhoto) - Number(a.hasOwnPhoto) ||
    b.newness - a.newness ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

/** The smaller of two limits; `null` or absent = none. */
export function smallerLimit(a: number | null | undefined, b: number | null | undefined): number {
  return Math.min(a ?? Number.MAX_SAFE_INTEGER, b ?? Number.MAX_SAFE_INTEGER);
}

/** Places left under the shop's limits, never below 0. */
export interface Room {
  readonly items: number;
  readonly addsToday: number;
}

/** New goods that fit, best first, and those held back with the limit that holds them. */
export interface CreatesThatFit {
  readonly fit: readonly ListingKey[];
  readonly held: ReadonlyMap<ListingKey, LimitCode>;
}

/** Which new goods fit into the shop. A good without a place in the shop at all is held for that, not for the day. */
export function fitCreates(creates: readonly CreatePriority[], room: Room): CreatesThatFit {
  const fit: ListingKey[] = [];
  const held = new Map<ListingKey, LimitCode>();
  [...creates].sort(byPriority).forEach(({ key }, index) => {
    if (index >= room.items) held.set(key, 'LIMIT.ITEMS');
    else if (index >= room.addsToday) held.set(key, 'LIMIT.ADDS_PER_DAY');
    else fit.push(key);
  });
  return { fit, held };
}

/** An album that goods are to be put into. */
export interface WantedAlbum {
  readonly title: string;
  /** It stands in the shop already. */
  readonly exists: boolean;
  /** Goods in it now, whoever put them there. */
  readonly members: number;
  /** Listings that want it: the fuller album goes first. */
  readonly wanted: number;
  /** Goods to be put in now, best first. */
  readonly adds: readonly ListingKey[];
}

/** Which goods stay out of their album, and why. The good itself goes into the shop all the same. */
export function holdAlbumAdds(
  albums: readonly WantedAlbum[],
  room: { readonly albums: number; readonly itemsPerAlbum: number },
): ReadonlyMap<ListingKey, LimitCode> {
  const held = new Map<ListingKey, LimitCode>();
  const missing = albums
    .filter(album => !album.exists)
    .sort((a, b) => b.wanted - a.wanted || (a.title < b.title ? -1 : 1));
  const withoutPlace = new Set(missing.slice(Math.max(0, room.albums)));
  for (const album of albums) {
    const places = Math.max(0, room.itemsPerAlbum - album.members);
    album.adds.forEach((key, index) => {
      if (withoutPlace.has(album)) held.set(key, 'LIMIT.ALBUMS');
      else if (index >= places) held.set(key, 'LIMIT.ALBUM_FULL');
    });
  }
  return held;
}
