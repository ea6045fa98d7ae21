import { expect } from 'chai';
import fc from 'fast-check';
import type { Field } from '../../../src/domain/sync/compact.js';
import { FIELDS, UNKNOWN_DIGEST } from '../../../src/domain/sync/compact.js';
import { ALL_UNKNOWN, digestOf, forgetDigests, withDigests } from '../../../src/domain/sync/digests.js';
import { driftedFields, isOverwritten } from '../../../src/domain/sync/drift.js';
import type { EchoFacts } from '../../../src/domain/sync/echo.js';
import { nextEcho, NOT_OURS } from '../../../src/domain/sync/echo.js';

type Digests = Partial<Record<Field, string>>;
/** Digests of all fields: those given (one letter, repeated), the others as `rest`. */
const all = (rest: string, some: Digests = {}) =>
  FIELDS.map(field => (some[field] ?? rest).repeat(UNKNOWN_DIGEST.length)).join('');
const anyDigests = fc
  .array(fc.constantFrom('A', 'B', '?', '-'), { minLength: FIELDS.length, maxLength: FIELDS.length })
  .map(letters => letters.map(letter => letter.repeat(UNKNOWN_DIGEST.length)).join(''));

describe('digests of a good', () => {
  it('are found by field, and replaced one by one', () => {
    const letters = [...'ABCDEFG'];
    const digests = letters.map(letter => letter.repeat(6)).join('');
    expect(FIELDS.map(field => digestOf(digests, field)[0])).to.deep.equal(letters);
    expect(withDigests(all('A'), field => (field === 'price' ? 'BBBBBB' : undefined))).to.equal(
      all('A', { price: 'B' }),
    );
    expect(forgetDigests(all('A'), ['name', 'album'])).to.equal(all('A', { name: '?', album: '?' }));
    expect(ALL_UNKNOWN).to.equal(all('?'));
  });
});

describe('drift', () => {
  it('is what VK shows now and did not show after sending', () => {
    expect(driftedFields(all('A'), all('A', { name: 'B', stock: 'C' }))).to.deep.equal(['name', 'stock']);
    expect(driftedFields(all('A'), all('A'))).to.deep.equal([]);
  });

  it('is not told without an echo or without a reading', () => {
    for (const nothing of [null, undefined, '']) {
      expect(driftedFields(nothing, all('A'))).to.deep.equal([]);
      expect(driftedFields(all('A'), nothing)).to.deep.equal([]);
    }
    expect(driftedFields(all('A', { name: '?' }), all('B', { price: '?' }))).to.deep.equal(
      FIELDS.filter(field => field !== 'name' && field !== 'price'),
    );
  });

  it('is overwritten unasked for price and stock only', () => {
    expect(FIELDS.filter(isOverwritten)).to.deep.equal(['price', 'stock']);
  });
});

describe('the echo after a full read', () => {
  const facts = (change: Partial<EchoFacts> = {}): EchoFacts => ({
    sent: all('S'),
    plain: [],
    stubborn: [],
    isSettled: false,
    ...change,
  });

  it('is nothing when nothing was sent', () => {
    expect(nextEcho(all('A'), all('B'), facts({ sent: null, plain: FIELDS, isSettled: true }))).to.equal(ALL_UNKNOWN);
  });

  it('is taken once: what is known stays until the next sending', () => {
    expect(nextEcho(all('A'), all('B'), facts({ plain: FIELDS, isSettled: true }))).to.equal(all('A'));
  });

  it('is what VK shows where that plainly is what was sent', () => {
    expect(nextEcho(null, all('V'), facts({ plain: ['name', 'price'] }))).to.equal(
      all('?', { name: 'V', price: 'V', stock: '!' }),
    );
  });

  it('is VK’s own way with a price it shows the same after every overwriting', () => {
    expect(digestOf(nextEcho(null, all('V'), facts({ stubborn: ['price'] })), 'price')).to.equal('VVVVVV');
  });

  it('waits for a text that may still be the former one, until lists cannot lag any more', () => {
    expect(digestOf(nextEcho(ALL_UNKNOWN, all('V'), facts()), 'name')).to.equal(UNKNOWN_DIGEST);
    expect(digestOf(nextEcho(ALL_UNKNOWN, all('V'), facts({ isSettled: true })), 'name')).to.equal('VVVVVV');
  });

  it('never is a price or stock that is not ours, however long ago it was sent: that is a drift', () => {
    const echo = nextEcho(null, all('V'), facts({ isSettled: true }));
    expect([digestOf(echo, 'price'), digestOf(echo, 'stock')]).to.deep.equal([NOT_OURS, NOT_OURS]);
    expect(driftedFields(echo, all('V'))).to.deep.equal(['price', 'stock']);
  });

  it('stays unknown for a field that was not read or never sent', () => {
    const unread = nextEcho(null, all('V', { name: '?' }), facts({ plain: FIELDS }));
    expect(unread).to.equal(all('V', { name: '?' }));
    const unsent = nextEcho(null, all('V'), facts({ sent: all('S', { price: '?' }), plain: FIELDS, isSettled: true }));
    expect(unsent).to.equal(all('V', { price: '?' }));
  });

  it('does not change at a second read that shows the same', () => {
    fc.assert(
      fc.property(
        anyDigests,
        anyDigests,
        anyDigests,
        fc.boolean(),
        fc.subarray([...FIELDS]),
        (e, v, sent, settled, plain) => {
          const known = facts({ sent, plain, isSettled: settled });
          const once = nextEcho(e, v, known);
          expect(nextEcho(once, v, known)).to.equal(once);
        },
      ),
    );
  });
});
