import { expect } from 'chai';
import fc from 'fast-check';
import type { ListingKey } from '../../../src/domain/brand.js';
import { FIELDS, type CompactRecord, type LinkState } from '../../../src/domain/sync/compact.js';
import { changedFields, diffPage } from '../../../src/domain/sync/differ.js';
import { NO_VALUE } from '../../../src/domain/sync/digests.js';
import { digests, page, sentDigests, withDigest } from './arbitrary-records.js';
import { applied, differences } from './shop-model.js';

const k = 'key' as ListingKey;
const A = FIELDS.map(() => 'AAAAAA').join('');
const one = (l: LinkState, w: string | null, s: string | 0 | null, c?: string) =>
  diffPage([{ k, l, w, s, ...(c === undefined ? {} : { c }) }]);

describe('differ: properties', () => {
  it('leads to a shop for which nothing is left to do', () => {
    fc.assert(
      fc.property(page, records => {
        const after = applied(records, diffPage(records).changes);
        expect(diffPage(after).changes).to.deep.equal([]);
        for (const record of after.filter(({ l }) => l === 'live')) {
          expect(record.w).not.to.equal(null);
          // Only an adopted item that never had an album may still lie in one nobody knows of.
          expect(differences(record)).to.deep.equal([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says the same of equal records, page by page as all at once', () => {
    fc.assert(
      fc.property(page, records => {
        const whole = diffPage(records);
        expect(diffPage(structuredClone(records))).to.deep.equal(whole);
        const single = records.map(record => diffPage([record]));
        expect(single.flatMap(({ changes }) => changes)).to.deep.equal(whole.changes);
        expect(single.reduce((sum, { unchanged }) => sum + unchanged, 0)).to.equal(whole.unchanged);
      }),
    );
  });

  it('never touches what has no link, but to create it', () => {
    fc.assert(
      fc.property(page, records => {
        const unlinked = new Set(records.filter(({ l }) => l === 'none').map(record => record.k));
        for (const { k: key, op } of diffPage(records).changes)
          if (unlinked.has(key)) expect(['create', 'album_add']).to.include(op);
          else expect(op).not.to.equal('create');
      }),
    );
  });

  it('leaves the merchant’s hand alone: nothing for detached ones', () => {
    fc.assert(
      fc.property(page, records => {
        const { changes, unchanged } = diffPage(records.map(record => ({ ...record, l: 'detached' as const })));
        expect(changes).to.deep.equal([]);
        expect(unchanged).to.equal(0);
      }),
    );
  });

  it('takes an unknown stock for no change, whatever was sent', () => {
    fc.assert(
      fc.property(digests, fc.option(sentDigests), (w, s) => {
        const unknown = withDigest(w, 'stock', NO_VALUE);
        expect(changedFields(unknown, s)).not.to.include('stock');
        for (const l of ['live', 'hidden'] as const)
          for (const change of one(l, unknown, s).changes) expect(change.f).not.to.include('stock');
      }),
    );
  });

  it('hides only what is live, and deletes nothing that has not waited its days', () => {
    fc.assert(
      fc.property(page, records => {
        const live = new Set(records.filter(({ l, w }) => l === 'live' && w === null).map(record => record.k));
        const { changes } = diffPage(records);
        expect(new Set(changes.filter(({ op }) => op === 'hide').map(change => change.k))).to.deep.equal(live);
        expect(changes.filter(({ op }) => op === 'delete')).to.deep.equal([]);
      }),
    );
  });

  it('has at most one edit and one album step for an item', () => {
    fc.assert(
      fc.property(page, records => {
        const seen = new Set<string>();
        for (const { k: key, op } of diffPage(records).changes) {
          // What was deleted comes back in two steps: hidden, then with everything.
          if (op === 'restore') continue;
          const slot = `${key} ${op.startsWith('album') ? 'album' : 'item'}`;
          expect(seen.has(slot), slot).to.equal(false);
          seen.add(slot);
        }
      }),
    );
  });
});

describe('differ: each case', () => {
  it('creates a wanted good, and puts it into its album afterwards', () => {
    expect(one('none', A, null).changes).to.deep.equal([
      { op: 'create', k, f: [], c: 'NEW' },
      { op: 'album_add', k, f: ['album'], c: 'NEW' },
    ]);
    expect(one('none', withDigest(A, 'album', NO_VALUE), null).changes).to.deep.equal([
      { op: 'create', k, f: [], c: 'NEW' },
    ]);
    expect(one('none', null, null)).to.deep.equal({ changes: [], unchanged: 0 });
  });

  it('hides a live item with the reason why it is not wanted', () => {
    expect(one('live', null, A, 'NO_PRICE').changes).to.deep.equal([{ op: 'hide', k, f: [], c: 'NO_PRICE' }]);
    expect(one('live', null, A).changes).to.deep.equal([{ op: 'hide', k, f: [], c: 'NOT_LISTED' }]);
    for (const l of ['none', 'hidden', 'deleted', 'detached'] as const)
      expect(one(l, null, A).changes, l).to.deep.equal([]);
  });

  for (const field of FIELDS) {
    it(`sends ${field} alone when it alone has changed`, () => {
      const op = field === 'album' ? 'album_add' : 'update';
      expect(one('live', withDigest(A, field, 'BBBBBB'), A)).to.deep.equal({
        changes: [{ op, k, f: [field], c: 'CHANGED' }],
        unchanged: 0,
      });
    });
  }

  it('shows a hidden item again with what has changed meanwhile, even if nothing has', () => {
    expect(one('hidden', A, 0).changes).to.deep.equal([{ op: 'unhide', k, f: [], c: 'RETURNED' }]);
    expect(one('hidden', withDigest(withDigest(A, 'price', 'BBBBBB'), 'album', 'BBBBBB'), A).changes).to.deep.equal([
      { op: 'unhide', k, f: ['price'], c: 'RETURNED' },
      { op: 'album_add', k, f: ['album'], c: 'CHANGED' },
    ]);
  });

  it('takes an item out of its album when none is wanted any more', () => {
    expect(one('live', withDigest(A, 'album', NO_VALUE), A).changes).to.deep.equal([
      { op: 'album_remove', k, f: ['album'], c: 'CHANGED' },
    ]);
  });

  it('sends everything once to an adopted item, and leaves it in the album it lies in', () => {
    const all = FIELDS.filter(field => field !== 'album');
    expect(one('live', A, null).changes).to.deep.equal([
      { op: 'update', k, f: all, c: 'CHANGED' },
      { op: 'album_add', k, f: ['album'], c: 'CHANGED' },
    ]);
    expect(one('live', withDigest(A, 'album', NO_VALUE), null).changes).to.deep.equal([
      { op: 'update', k, f: all, c: 'CHANGED' },
    ]);
  });

  it('counts as unchanged the live and wanted ones with nothing to do, and no others', () => {
    const records: CompactRecord[] = [
      { k: 'same' as ListingKey, l: 'live', w: A, s: 0 },
      { k: 'same-text' as ListingKey, l: 'live', w: A, s: A },
      { k: 'detached' as ListingKey, l: 'detached', w: A, s: 0 },
      { k: 'gone' as ListingKey, l: 'hidden', w: null, s: A },
      { k: 'changed' as ListingKey, l: 'live', w: A, s: withDigest(A, 'name', 'BBBBBB') },
    ];
    const { unchanged, changes } = diffPage(records);
    expect(unchanged).to.equal(2);
    expect(changes.map(change => change.k)).to.deep.equal(['changed']);
  });
});
