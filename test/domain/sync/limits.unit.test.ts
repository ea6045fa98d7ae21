import { expect } from 'chai';
import fc from 'fast-check';
import type { ListingKey } from '../../../src/domain/brand.js';
import {
  byPriority,
  fitCreates,
  holdAlbumAdds,
  smallerLimit,
  type CreatePriority,
} from '../../../src/domain/sync/limits.js';

const key = (text: string) => text as ListingKey;
const good = (name: string, over: Partial<CreatePriority> = {}): CreatePriority => ({
  key: key(name),
  isPinned: false,
  isInStock: false,
  hasOwnPhoto: false,
  newness: 0,
  ...over,
});

const anyGoods = fc.uniqueArray(
  fc.record({
    key: fc.string({ minLength: 1, maxLength: 3 }).map(key),
    isPinned: fc.boolean(),
    isInStock: fc.boolean(),
    hasOwnPhoto: fc.boolean(),
    newness: fc.nat(5),
  }),
  { selector: create => create.key, maxLength: 30 },
);

describe('limits of the shop', () => {
  it('let new goods go in order: pinned, in stock, own photo, newest', () => {
    const goods = [
      good('newest', { newness: 9 }),
      good('photo', { hasOwnPhoto: true }),
      good('pinned', { isPinned: true }),
      good('stock', { isInStock: true }),
      good('b'),
      good('a'),
    ];
    expect([...goods].sort(byPriority).map(({ key: name }) => name)).to.deep.equal([
      'pinned',
      'stock',
      'photo',
      'newest',
      'a',
      'b',
    ]);
  });

  it('hold what finds no place in the shop, then what the day does not take', () => {
    const goods = ['a', 'b', 'c', 'd'].map(name => good(name));
    const { fit, held } = fitCreates(goods, { items: 3, addsToday: 1 });
    expect(fit).to.deep.equal(['a']);
    expect([...held]).to.deep.equal([
      ['b', 'LIMIT.ADDS_PER_DAY'],
      ['c', 'LIMIT.ADDS_PER_DAY'],
      ['d', 'LIMIT.ITEMS'],
    ]);
  });

  it('put every good on one side, never exceed the room, and never prefer the lesser one', () => {
    fc.assert(
      fc.property(anyGoods, fc.nat(20), fc.nat(20), (goods, items, addsToday) => {
        const { fit, held } = fitCreates(goods, { items, addsToday });
        expect(fit.length).to.equal(Math.min(goods.length, items, addsToday));
        expect(new Set([...fit, ...held.keys()]).size).to.equal(goods.length);
        const byKey = new Map(goods.map(create => [create.key, create]));
        for (const inside of fit)
          for (const outside of held.keys())
            expect(byPriority(byKey.get(inside) as CreatePriority, byKey.get(outside) as CreatePriority)).to.be.below(
              0,
            );
      }),
    );
  });

  it('take the smaller of what is set and what was learnt', () => {
    expect(smallerLimit(5, undefined)).to.equal(5);
    expect(smallerLimit(null, 3)).to.equal(3);
    expect(smallerLimit(7, 3)).to.equal(3);
    expect(smallerLimit(null, undefined)).to.equal(Number.MAX_SAFE_INTEGER);
  });

  it('make the fullest albums first, and leave the goods of the others without', () => {
    const album = (title: string, wanted: number, exists = false) => ({
      title,
      exists,
      members: 0,
      wanted,
      adds: [key(`${title}1`)],
    });
    const held = holdAlbumAdds([album('small', 2), album('big', 9), album('there', 1, true)], {
      albums: 1,
      itemsPerAlbum: 10,
    });
    expect([...held]).to.deep.equal([['small1', 'LIMIT.ALBUMS']]);
  });

  it('fill an album to its last place', () => {
    const adds = ['a', 'b', 'c'].map(key);
    const album = { title: 'tea', exists: true, members: 8, wanted: 11, adds };
    expect([...holdAlbumAdds([album], { albums: 0, itemsPerAlbum: 10 })]).to.deep.equal([['c', 'LIMIT.ALBUM_FULL']]);
    expect([...holdAlbumAdds([{ ...album, members: 12 }], { albums: 0, itemsPerAlbum: 10 }).keys()]).to.deep.equal(
      adds,
    );
  });
});
