import { expect } from 'chai';
import fc from 'fast-check';
import type { ListingKey } from '../../../src/domain/brand.js';
import { FIELDS, type PlannedChange } from '../../../src/domain/sync/compact.js';
import { packChanges, unpackChanges } from '../../../src/domain/sync/packed-changes.js';

const changes: fc.Arbitrary<readonly PlannedChange[]> = fc.array(
  fc.record({
    op: fc.constantFrom('create', 'update', 'hide', 'album_add'),
    k: fc.string({ minLength: 1, maxLength: 5 }).map(text => text as ListingKey),
    f: fc.subarray([...FIELDS]),
    c: fc.constantFrom('NEW', 'CHANGED', 'GONE_FROM_TILL'),
  }),
);
const inOrder = (list: readonly PlannedChange[]): readonly string[] =>
  list.map(change => JSON.stringify(change)).sort();
const plain = ({ op, k, f, c }: PlannedChange): PlannedChange => ({ op, k, f, c });

describe('changes on their way through a workflow', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(changes, list => {
        expect(inOrder(unpackChanges(packChanges(list)).map(plain))).to.deep.equal(inOrder(list.map(plain)));
      }),
    );
  });

  it('keep the order of goods within what is done to them', () => {
    const list = ['c', 'a', 'b'].map((k): PlannedChange => ({ op: 'create', k: k as ListingKey, f: [], c: 'NEW' }));
    expect(packChanges(list)).to.deep.equal([{ op: 'create', f: [], c: 'NEW', k: ['c', 'a', 'b'] }]);
  });

  it('take half the room for a shop of new goods', () => {
    const list = Array.from(
      { length: 500 },
      (_, at) => `8f50ab12-923f-4375-8d84-${String(at).padStart(12, '0')}`,
    ).flatMap((k): readonly PlannedChange[] => [
      { op: 'create', k: k as ListingKey, f: [], c: 'NEW' },
      { op: 'album_add', k: k as ListingKey, f: ['album'], c: 'NEW' },
    ]);
    expect(JSON.stringify(packChanges(list)).length * 2).to.be.below(JSON.stringify(list).length * 1.05);
  });
});
