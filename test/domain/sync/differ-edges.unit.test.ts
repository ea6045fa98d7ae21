import { expect } from 'chai';
import type { ListingKey } from '../../../src/domain/brand.js';
import type { CompactRecord, Field } from '../../../src/domain/sync/compact.js';
import { DIGEST_CHARS, FIELDS } from '../../../src/domain/sync/compact.js';
import { diffPage } from '../../../src/domain/sync/differ.js';

/** Digests of all fields: those given (one letter, repeated), the others as `rest`. */
const all = (rest: string, some: Partial<Record<Field, string>> = {}) =>
  FIELDS.map(field => (some[field] ?? rest).repeat(DIGEST_CHARS)).join('');
const but = (...without: Field[]) => FIELDS.filter(field => field !== 'album' && !without.includes(field));

/** A live good that is as wanted. */
const SETTLED: CompactRecord = { k: 'k' as ListingKey, l: 'live', w: all('A'), s: 0 };
const diff = (change: Partial<CompactRecord>) =>
  diffPage([{ ...SETTLED, ...change }]).changes.map(({ op, f, c }) => [op, f, c]);

describe('differ: locked fields', () => {
  it('are left as they are, whatever is wanted for them', () => {
    expect(diff({ s: all('B'), x: 'name,album' })).to.deep.equal([['update', but('name'), 'CHANGED']]);
    expect(diff({ s: all('A', { name: 'B' }), x: 'name' })).to.deep.equal([]);
    expect(diff({ s: all('A', { price: 'B' }), e: all('A'), v: all('A', { price: 'C' }), x: 'price' })).to.deep.equal(
      [],
    );
  });

  it('do not come back with a good that was deleted, but a new good gets its album', () => {
    expect(diff({ l: 'deleted', s: null, x: 'name,album' })).to.deep.equal([
      ['restore', [], 'RETURNED'],
      ['unhide', but('name'), 'RETURNED'],
    ]);
    expect(diff({ l: 'none', s: null, x: 'album' })).to.deep.equal([
      ['create', [], 'NEW'],
      ['album_add', ['album'], 'NEW'],
    ]);
  });
});

describe('differ: what somebody changed in VK', () => {
  const name = { e: all('A'), v: all('A', { name: 'C' }) };
  const price = { e: all('A'), v: all('A', { price: 'C' }) };

  it('is kept when it is a text, even when the till has another one now', () => {
    expect(diff(name)).to.deep.equal([]);
    expect(diff({ ...name, s: all('A', { name: 'B' }) })).to.deep.equal([]);
    expect(diff({ ...name, s: all('A', { name: 'B', price: 'B' }) })).to.deep.equal([['update', ['price'], 'CHANGED']]);
  });

  it('is overwritten when it is a price, and said to be that unless more has changed', () => {
    expect(diff(price)).to.deep.equal([['update', ['price'], 'DRIFT']]);
    expect(diff({ ...price, s: all('A', { name: 'B' }) })).to.deep.equal([['update', ['name', 'price'], 'CHANGED']]);
    expect(diff({ ...price, s: all('A', { price: 'B' }) })).to.deep.equal([['update', ['price'], 'CHANGED']]);
    expect(diff({ ...price, l: 'hidden' })).to.deep.equal([['unhide', ['price'], 'RETURNED']]);
  });
});

describe('differ: what is wanted no more', () => {
  it('is hidden at once and deleted when it has been hidden for long enough', () => {
    expect(diff({ w: null, c: 'NO_PRICE', o: 1 })).to.deep.equal([['hide', [], 'NO_PRICE']]);
    expect(diff({ w: null, l: 'hidden', o: 1 })).to.deep.equal([['delete', [], 'OVERDUE']]);
    expect(diff({ w: null, l: 'hidden' })).to.deep.equal([]);
    for (const l of ['none', 'detached', 'deleted'] as const) expect(diff({ w: null, l, o: 1 })).to.deep.equal([]);
  });

  it('is hidden although it is held', () => {
    expect(diff({ w: null, c: 'NO_PRICE', h: 'RESTING' })).to.deep.equal([['hide', [], 'NO_PRICE']]);
  });
});

describe('differ: a good that is held', () => {
  for (const l of ['none', 'live', 'hidden', 'deleted'] as const)
    it(`is not touched while it is ${l}`, () => {
      expect(diff({ l, s: all('B'), h: 'RESTING' })).to.deep.equal([]);
    });
});

describe('differ: a good that comes back after it was deleted', () => {
  it('is restored hidden, gets everything there is to say, and its album', () => {
    const known = { s: 0, e: all('A'), v: all('A', { name: 'C' }) } as const;
    for (const before of [{ s: null }, known])
      expect(diff({ l: 'deleted', ...before })).to.deep.equal([
        ['restore', [], 'RETURNED'],
        ['unhide', but(), 'RETURNED'],
        ['album_add', ['album'], 'RETURNED'],
      ]);
  });

  it('gets no stock nobody knows and no album nobody wants', () => {
    expect(diff({ l: 'deleted', s: null, w: all('A', { stock: '-', album: '-' }) })).to.deep.equal([
      ['restore', [], 'RETURNED'],
      ['unhide', but('stock'), 'RETURNED'],
    ]);
  });
});

describe('differ: a good under another sku', () => {
  it('gets its key, behind what else there is to write and before its album', () => {
    expect(diff({ q: 1 })).to.deep.equal([['rekey', [], 'REKEYED']]);
    expect(diff({ q: 1, s: all('A', { name: 'B', album: 'B' }) })).to.deep.equal([
      ['update', ['name'], 'CHANGED'],
      ['rekey', [], 'REKEYED'],
      ['album_add', ['album'], 'CHANGED'],
    ]);
    expect(diff({ q: 1, l: 'hidden' })).to.deep.equal([
      ['unhide', [], 'RETURNED'],
      ['rekey', [], 'REKEYED'],
    ]);
  });
});
