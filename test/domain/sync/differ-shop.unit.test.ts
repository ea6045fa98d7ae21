import { expect } from 'chai';
import fc from 'fast-check';
import { FIELDS } from '../../../src/domain/sync/compact.js';
import { diffPage } from '../../../src/domain/sync/differ.js';
import { driftedFields } from '../../../src/domain/sync/drift.js';
import { doChange, goods, read, recordOf, vkForm, type Good } from './vk-model.js';

const diff = (all: readonly Good[]) => diffPage(all.map(recordOf)).changes;

function run(all: readonly Good[]): readonly Good[] {
  const changes = diff(all);
  return all.map(one => changes.filter(({ k }) => k === one.k).reduce(doChange, one));
}

const drifted = (one: Good) => {
  const { e, v } = recordOf(one);
  return driftedFields(e, v);
};

const RUNS = { numRuns: 1000 };

describe('differ: against a shop that normalises and is edited by hand', () => {
  it('leaves nothing to do, whether the shop was read again or not, however often', () => {
    fc.assert(
      fc.property(goods, all => {
        const done = run(all);
        expect(diff(done)).to.deep.equal([]);
        const seen = done.map(read);
        expect(diff(seen)).to.deep.equal([]);
        expect(diff(run(seen).map(read))).to.deep.equal([]);
      }),
      RUNS,
    );
  });

  it('makes the shop show what is wanted, but for the merchant’s own fields and what is held', () => {
    fc.assert(
      fc.property(goods, all => {
        const after = new Map(run(all).map(one => [one.k, one]));
        for (const before of all) {
          const one = after.get(before.k) as Good;
          if (before.wanted === null || before.hold !== null || before.l === 'detached') continue;
          expect(one.l).to.equal('live');
          const kept = before.vk === null ? [] : drifted(before).filter(field => !['price', 'stock'].includes(field));
          for (const field of FIELDS) {
            if (before.l !== 'none' && (before.locks as readonly string[]).includes(field)) continue;
            if (kept.includes(field) || (field === 'stock' && before.wanted.stock === null)) continue;
            // An adopted good stays in the album it lies in; and a field whose echo is unknown may hide a hand's change.
            if (field === 'album' && before.wanted.album === null) continue;
            if (before.sent !== null && before.echo[field] === undefined && before.sent[field] !== undefined) continue;
            expect(one.vk?.[field], field).to.equal(vkForm(field, before.wanted[field]));
          }
        }
      }),
      RUNS,
    );
  });

  it('never writes a locked field of what stands in VK, nor one changed there and not answered', () => {
    fc.assert(
      fc.property(goods, all => {
        const byKey = new Map(all.map(one => [one.k, one]));
        for (const { k, f, op } of diff(all)) {
          const before = byKey.get(k) as Good;
          if (before.l === 'none') continue;
          for (const field of f) {
            expect(before.locks, `${op} ${field}`).not.to.include(field);
            if (before.l === 'deleted' || field === 'price' || field === 'stock') continue;
            expect(drifted(before), `${op} ${field}`).not.to.include(field);
          }
        }
      }),
      RUNS,
    );
  });

  it('overwrites a price and a stock changed in VK, and says so when that is all', () => {
    fc.assert(
      fc.property(goods, all => {
        const changes = diff(all);
        for (const one of all) {
          if (one.l !== 'live' || one.wanted === null || one.hold !== null) continue;
          const odd = drifted(one).filter(
            field => field === 'stock' || (field === 'price' && !one.locks.includes(field)),
          );
          const update = changes.find(({ k, op }) => k === one.k && op === 'update');
          for (const field of odd) expect(update?.f).to.include(field);
          if (update?.c === 'DRIFT') expect(update.f.every(field => odd.includes(field))).to.equal(true);
        }
      }),
      RUNS,
    );
  });

  it('touches neither what is detached nor, but to create it, what has no link; and nothing at all that is held', () => {
    fc.assert(
      fc.property(goods, all => {
        const byKey = new Map(all.map(one => [one.k, one]));
        for (const { k, op } of diff(all)) {
          const { l, hold } = byKey.get(k) as Good;
          expect(l).not.to.equal('detached');
          if (l === 'none') expect(['create', 'album_add']).to.include(op);
          if (hold !== null) expect(['hide', 'delete']).to.include(op);
        }
      }),
      RUNS,
    );
  });

  it('hides what is not wanted at once, and deletes only what is hidden and has waited', () => {
    fc.assert(
      fc.property(goods, all => {
        const changes = diff(all);
        for (const { k, l, wanted, isOverdue } of all) {
          const ops = changes.filter(change => change.k === k).map(({ op }) => op);
          if (wanted !== null) expect(ops).not.to.include.members(['hide']);
          else expect(ops).to.deep.equal(l === 'live' ? ['hide'] : l === 'hidden' && isOverdue ? ['delete'] : []);
        }
      }),
      RUNS,
    );
  });

  it('does not care for the order of the listings', () => {
    fc.assert(
      fc.property(
        goods.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
        ([all, shuffled]) => {
          const sorted = (changes: readonly { k: string; op: string }[]) =>
            [...changes].sort((a, b) => (a.k + a.op < b.k + b.op ? -1 : 1));
          expect(sorted(diff(shuffled))).to.deep.equal(sorted(diff(all)));
        },
      ),
    );
  });
});
