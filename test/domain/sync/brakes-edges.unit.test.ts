import { expect } from 'chai';
import fc from 'fast-check';
import type { BrakeContext, BrakeFact } from '../../../src/domain/sync/brakes.js';
import { isRestriction, judge } from '../../../src/domain/sync/brakes.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.js';
import { NOTHING } from './brake-facts.js';

const { brakes } = DEFAULT_SETTINGS;
const CONTEXT: BrakeContext = { published: 100, knownStocks: 20, isAllByTill: true };
const GONE: Partial<BrakeFact> = { kind: 'hide', reason: 'GONE_FROM_TILL' };
const LEAP: Partial<BrakeFact> = { priceBefore: 1000, priceAfter: 10 };
const SOLD_OUT: Partial<BrakeFact> = { stockBefore: 3, stockAfter: 0, tillQuantityNow: 0 };

const many = (count: number, change: Partial<BrakeFact>, from = 1): BrakeFact[] =>
  Array.from({ length: count }, (_, index) => ({ ...NOTHING, ...change, id: from + index }));
const fired = (facts: readonly BrakeFact[], change: Partial<BrakeContext> = {}) =>
  judge(facts, brakes, { ...CONTEXT, ...change }).fired;
const codes = (facts: readonly BrakeFact[], change: Partial<BrakeContext> = {}) =>
  fired(facts, change).map(({ code }) => code);

describe('the brake on hides', () => {
  it('lets a fifth of the published goods go, and holds all when there is one more', () => {
    expect(codes(many(20, GONE))).to.deep.equal([]);
    const { fired: list, held } = judge(many(21, GONE), brakes, CONTEXT);
    expect(list).to.deep.equal([{ code: 'BRAKE.HIDES', count: 21, of: 100, allowed: 20 }]);
    expect([held.size, held.get(1), held.get(21)]).to.deep.equal([21, 'BRAKE.HIDES', 'BRAKE.HIDES']);
  });

  it('lets five go from a small shop, and no part of a good from any', () => {
    expect(codes(many(5, GONE), { published: 10 })).to.deep.equal([]);
    expect(codes(many(6, GONE), { published: 10 })).to.deep.equal(['BRAKE.HIDES']);
    expect(fired(many(7, GONE), { published: 34 })).to.deep.include({
      code: 'BRAKE.HIDES',
      count: 7,
      of: 34,
      allowed: 6,
    });
  });

  it('counts deletes with hides, and nothing else with them', () => {
    const gone = [...many(11, GONE), ...many(10, { ...GONE, kind: 'delete' }, 12)];
    expect(fired(gone)[0]?.count).to.equal(21);
    expect(codes(many(50, { kind: 'create', reason: 'NEW' }))).to.deep.equal([]);
  });

  it('never holds a good that must not stand in VK', () => {
    for (const reason of ['RESTRICTED_TYPE', 'RESTRICTED_WORD', 'RESTRICTED_MARK', 'UNKNOWN_TYPE'])
      expect(codes(many(50, { ...GONE, reason, isStoreEmptied: true })), reason).to.deep.equal([]);
    expect([
      isRestriction('RESTRICTED_MARK'),
      isRestriction('NOT_RESTRICTED_'),
      isRestriction('NO_PRICE'),
    ]).to.deep.equal([true, false, false]);
  });

  it('leaves out what a rule just confirmed says, but not what the till did meanwhile', () => {
    for (const reason of ['NOT_SELECTED', 'SERVICE_ROW', 'MERGED']) {
      expect(codes(many(50, { ...GONE, reason }), { isAllByTill: false }), reason).to.deep.equal([]);
      expect(codes(many(50, { ...GONE, reason })), reason).to.deep.equal(['BRAKE.HIDES']);
    }
    expect(codes(many(50, GONE), { isAllByTill: false })).to.deep.equal(['BRAKE.HIDES']);
  });
});

describe('the brake on an emptied store', () => {
  it('fires at the first good that went with its store', () => {
    expect(fired(many(1, { ...GONE, isStoreEmptied: true }))).to.deep.equal([
      { code: 'BRAKE.STORE_EMPTY', count: 1, of: 100, allowed: 0 },
    ]);
    expect(codes(many(1, { ...GONE, kind: 'delete', isStoreEmptied: true }))).to.deep.equal(['BRAKE.STORE_EMPTY']);
  });

  it('does not mean goods that are out for another reason, nor other changes', () => {
    expect(codes(many(1, { ...GONE, reason: 'NO_PRICE', isStoreEmptied: true }))).to.deep.equal([]);
    expect(codes(many(1, { reason: 'GONE_FROM_TILL', isStoreEmptied: true }))).to.deep.equal([]);
  });

  it('comes before the brake on hides for the goods both hold', () => {
    const facts = [...many(2, { ...GONE, isStoreEmptied: true }), ...many(20, GONE, 3)];
    const { fired: list, held } = judge(facts, brakes, CONTEXT);
    expect(list.map(({ code, count }) => [code, count])).to.deep.equal([
      ['BRAKE.STORE_EMPTY', 2],
      ['BRAKE.HIDES', 22],
    ]);
    expect([held.get(1), held.get(2), held.get(3)]).to.deep.equal([
      'BRAKE.STORE_EMPTY',
      'BRAKE.STORE_EMPTY',
      'BRAKE.HIDES',
    ]);
  });
});

describe('the brake on prices', () => {
  it('lets a twentieth go, at least three, and holds all when there is one more', () => {
    expect(codes(many(5, LEAP))).to.deep.equal([]);
    expect(fired(many(6, LEAP))).to.deep.equal([{ code: 'BRAKE.PRICES', count: 6, of: 100, allowed: 5 }]);
    expect(codes(many(3, LEAP), { published: 20 })).to.deep.equal([]);
    expect(codes(many(4, LEAP), { published: 20 })).to.deep.equal(['BRAKE.PRICES']);
  });

  const leaps: readonly (readonly [string, number | null, number | null, boolean])[] = [
    ['half', 1000, 500, false],
    ['a kopeck under half', 1000, 499, true],
    ['three times as much', 1000, 3000, false],
    ['a kopeck over three times as much', 1000, 3001, true],
    ['a first price', null, 3001, false],
    ['a price that is not touched', 1000, null, false],
    ['a price after none', 0, 3001, false],
  ];
  for (const [what, priceBefore, priceAfter, counts] of leaps)
    it(`${counts ? 'counts' : 'does not count'} ${what}`, () => {
      expect(codes(many(10, { priceBefore, priceAfter }))).to.deep.equal(counts ? ['BRAKE.PRICES'] : []);
    });

  it('leaves out prices moved by a rule just confirmed: the till’s own stayed as it was', () => {
    const byRule = { ...LEAP, tillPriceBefore: 700, tillPriceNow: 700 };
    expect(codes(many(10, byRule), { isAllByTill: false })).to.deep.equal([]);
    expect(codes(many(10, byRule))).to.deep.equal(['BRAKE.PRICES']);
    for (const tillPriceNow of [7, null])
      expect(codes(many(10, { ...byRule, tillPriceNow }), { isAllByTill: false })).to.deep.equal(['BRAKE.PRICES']);
    expect(codes(many(10, LEAP), { isAllByTill: false })).to.deep.equal(['BRAKE.PRICES']);
  });
});

describe('the brake on stocks', () => {
  it('lets half of the known stocks turn 0, and holds all when there is one more', () => {
    expect(codes(many(10, SOLD_OUT))).to.deep.equal([]);
    expect(fired(many(11, SOLD_OUT))).to.deep.equal([{ code: 'BRAKE.STOCKS', count: 11, of: 20, allowed: 10 }]);
  });

  it('looks at ten known stocks or more', () => {
    expect(codes(many(9, SOLD_OUT), { knownStocks: 9 })).to.deep.equal([]);
    expect(codes(many(6, SOLD_OUT), { knownStocks: 10 })).to.deep.equal(['BRAKE.STOCKS']);
  });

  const others: readonly (readonly [string, Partial<BrakeFact>])[] = [
    ['a stock that was 0 before', { ...SOLD_OUT, stockBefore: 0 }],
    ['a stock nobody knew before', { ...SOLD_OUT, stockBefore: null }],
    ['a stock that is left', { ...SOLD_OUT, stockAfter: 1 }],
    ['a stock that is not touched', { ...SOLD_OUT, stockAfter: null }],
    ['a quantity the till does not tell', { ...SOLD_OUT, tillQuantityNow: null }],
    ['a good shown again', { ...SOLD_OUT, kind: 'unhide' }],
  ];
  for (const [what, change] of others)
    it(`does not mean ${what}`, () => {
      expect(codes(many(20, change))).to.deep.equal([]);
    });

  it('leaves out stocks moved by a setting just confirmed: the till’s quantity stayed as it was', () => {
    const bySetting = { ...SOLD_OUT, tillQuantityBefore: 2000, tillQuantityNow: 2000 };
    expect(codes(many(20, bySetting), { isAllByTill: false })).to.deep.equal([]);
    expect(codes(many(20, bySetting))).to.deep.equal(['BRAKE.STOCKS']);
    expect(codes(many(20, { ...bySetting, tillQuantityNow: 0 }), { isAllByTill: false })).to.deep.equal([
      'BRAKE.STOCKS',
    ]);
  });
});

describe('all brakes together', () => {
  const anyFact = fc.constantFrom<Partial<BrakeFact>>(
    {},
    GONE,
    LEAP,
    SOLD_OUT,
    { ...LEAP, ...SOLD_OUT },
    { ...GONE, isStoreEmptied: true },
    { ...GONE, reason: 'RESTRICTED_TYPE' },
  );
  const anyPlan = fc
    .array(anyFact, { maxLength: 60 })
    .map(list => list.map((change, id): BrakeFact => ({ ...NOTHING, ...change, id })));

  it('judge a plan the same in any order, hold only what fired, and name the gravest', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 0, max: 200 }), (plan, published) => {
        const context = { ...CONTEXT, published };
        const one = judge(plan, brakes, context);
        const other = judge(plan.toReversed(), brakes, context);
        expect(other.fired).to.deep.equal(one.fired);
        expect([...other.held].sort(([a], [b]) => a - b)).to.deep.equal([...one.held].sort(([a], [b]) => a - b));
        const firedCodes = one.fired.map(({ code }) => code);
        for (const code of one.held.values()) expect(firedCodes).to.include(code);
        for (const { count, allowed } of one.fired) expect(count).to.be.greaterThan(allowed);
      }),
    );
  });
});
