import { expect } from 'chai';
import type { ListingKey } from '../../../src/domain/brand.js';
import type { LearntNumbers } from '../../../src/domain/sync/learnt-limits.js';
import { LEARNT_HOLDS_MS, limitsInForce, withLearnt } from '../../../src/domain/sync/learnt-limits.js';
import type { CreatePriority, WantedAlbum } from '../../../src/domain/sync/limits.js';
import { fitCreates, holdAlbumAdds, smallerLimit } from '../../../src/domain/sync/limits.js';

const NOON = 1_790_000_000_000;
const good = (key: string, change: Partial<CreatePriority> = {}): CreatePriority => ({
  key: key as ListingKey,
  isPinned: false,
  isInStock: false,
  hasOwnPhoto: false,
  newness: 0,
  ...change,
});
const keys = (...list: string[]) => list as ListingKey[];
const album = (title: string, change: Partial<WantedAlbum> = {}): WantedAlbum => ({
  title,
  exists: false,
  members: 0,
  wanted: 1,
  adds: keys(`${title}-1`),
  ...change,
});

describe('new goods that do not all fit', () => {
  it('go in the order pinned, in stock, own photo, newest; equal ones by key', () => {
    const creates = [
      good('older', { newness: 1 }),
      good('b'),
      good('a'),
      good('newer', { newness: 2 }),
      good('photo', { hasOwnPhoto: true }),
      good('stock', { isInStock: true }),
      good('both', { isInStock: true, hasOwnPhoto: true }),
      good('pinned', { isPinned: true }),
    ];
    const order = ['pinned', 'both', 'stock', 'photo', 'newer', 'older', 'a', 'b'];
    for (const given of [creates, creates.toReversed()])
      expect(fitCreates(given, { items: 99, addsToday: 99 }).fit).to.deep.equal(order);
  });

  it('are held for the shop first, for the day otherwise', () => {
    const creates = ['a', 'b', 'c', 'd'].map(key => good(key));
    const tight = fitCreates(creates, { items: 3, addsToday: 1 });
    expect(tight.fit).to.deep.equal(['a']);
    expect([...tight.held]).to.deep.equal([
      ['b', 'LIMIT.ADDS_PER_DAY'],
      ['c', 'LIMIT.ADDS_PER_DAY'],
      ['d', 'LIMIT.ITEMS'],
    ]);
    const full = fitCreates(creates, { items: 0, addsToday: 0 });
    expect([full.fit.length, new Set(full.held.values())]).to.deep.equal([0, new Set(['LIMIT.ITEMS'])]);
  });
});

describe('the smaller of two limits', () => {
  it('is the one there is, and none when there is none', () => {
    expect([smallerLimit(5, 3), smallerLimit(null, 7), smallerLimit(7, undefined)]).to.deep.equal([3, 7, 7]);
    expect(smallerLimit(null, undefined)).to.equal(Number.MAX_SAFE_INTEGER);
  });
});

describe('albums that do not all fit', () => {
  const room = { albums: 1, itemsPerAlbum: 1000 };

  it('go fullest first, equal ones by title; those that stand need no place', () => {
    const albums = [
      album('Б', { wanted: 5 }),
      album('А', { wanted: 5 }),
      album('В', { wanted: 9 }),
      album('Есть', { exists: true, wanted: 1 }),
    ];
    expect([...holdAlbumAdds(albums, room)]).to.deep.equal([
      ['Б-1', 'LIMIT.ALBUMS'],
      ['А-1', 'LIMIT.ALBUMS'],
    ]);
    expect([...holdAlbumAdds(albums, { ...room, albums: 2 }).keys()]).to.deep.equal(['Б-1']);
    expect([...holdAlbumAdds(albums.toReversed(), { ...room, albums: 2 }).keys()]).to.deep.equal(['Б-1']);
    expect(holdAlbumAdds(albums, { ...room, albums: -3 }).size).to.equal(3);
  });

  it('take what they have places for, best first', () => {
    const full = album('А', { exists: true, members: 998, adds: keys('a', 'b', 'c') });
    expect([...holdAlbumAdds([full], room)]).to.deep.equal([['c', 'LIMIT.ALBUM_FULL']]);
    const over = album('А', { exists: true, members: 1005, adds: keys('a') });
    expect([...holdAlbumAdds([over], room)]).to.deep.equal([['a', 'LIMIT.ALBUM_FULL']]);
  });
});

describe('limits VK taught', () => {
  const learnt = withLearnt<LearntNumbers>({}, 'items', 500, NOON);

  it('hold for a day', () => {
    expect(limitsInForce(learnt, NOON)).to.deep.equal({ items: 500 });
    expect(limitsInForce(learnt, NOON + LEARNT_HOLDS_MS - 1)).to.deep.equal({ items: 500 });
    expect(limitsInForce(learnt, NOON + LEARNT_HOLDS_MS)).to.deep.equal({});
    expect(LEARNT_HOLDS_MS).to.equal(86_400_000);
  });

  it('hold for ever when nobody knows since when', () => {
    expect(limitsInForce({ albums: 70, addsPerDay: 30 }, NOON)).to.deep.equal({ albums: 70, addsPerDay: 30 });
  });

  it('are kept side by side, the last refusal of each', () => {
    const both = withLearnt(withLearnt(learnt, 'itemsPerAlbum', 90, NOON + 5), 'items', 400, NOON + 7);
    expect(both).to.deep.equal({
      items: 400,
      itemsPerAlbum: 90,
      learntAt: { items: NOON + 7, itemsPerAlbum: NOON + 5 },
    });
  });

  it('are not learnt from a refusal of the very first', () => {
    expect(withLearnt(learnt, 'albums', 0, NOON)).to.equal(learnt);
  });
});
