import { expect } from 'chai';
import fc from 'fast-check';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.js';
import { isRestriction, judge, type BrakeContext, type BrakeFact } from '../../../src/domain/sync/brakes.js';
import { NOTHING } from './brake-facts.js';

const BRAKES = DEFAULT_SETTINGS.brakes;
const SHOP: BrakeContext = { published: 100, knownStocks: 20, isAllByTill: true };

const many = (count: number, over: (index: number) => Partial<BrakeFact>): readonly BrakeFact[] =>
  Array.from({ length: count }, (_, index) => ({ ...NOTHING, id: index + 1, ...over(index) }));
const hides = (count: number, reason = 'GONE_FROM_TILL') => many(count, () => ({ kind: 'hide', reason }));
const prices = (count: number, from: number, to: number, till: Partial<BrakeFact> = {}) =>
  many(count, () => ({ priceBefore: from, priceAfter: to, ...till }));
const soldOut = (count: number) => many(count, () => ({ stockBefore: 3, stockAfter: 0, tillQuantityNow: 0 }));
const codes = (facts: readonly BrakeFact[], context = SHOP) =>
  judge(facts, BRAKES, context).fired.map(({ code }) => code);

const anyFact: fc.Arbitrary<BrakeFact> = fc.record({
  id: fc.nat(),
  kind: fc.constantFrom('hide', 'delete', 'update', 'unhide', 'create', 'album_add', 'twin_delete'),
  reason: fc.constantFrom('GONE_FROM_TILL', 'NOT_SELECTED', 'NO_PRICE', 'RESTRICTED_TYPE', 'UNKNOWN_TYPE', 'CHANGED'),
  priceBefore: fc.option(fc.nat(1000)),
  priceAfter: fc.option(fc.nat(5000)),
  stockBefore: fc.option(fc.nat(5)),
  stockAfter: fc.option(fc.nat(1)),
  tillPriceBefore: fc.option(fc.nat(3)),
  tillPriceNow: fc.option(fc.nat(3)),
  tillQuantityBefore: fc.option(fc.nat(3)),
  tillQuantityNow: fc.option(fc.nat(3)),
  isStoreEmptied: fc.boolean(),
});
const anyFacts = fc.uniqueArray(anyFact, { selector: fact => fact.id, maxLength: 60 });
const anyContext: fc.Arbitrary<BrakeContext> = fc.record({
  published: fc.nat(200),
  knownStocks: fc.nat(60),
  isAllByTill: fc.boolean(),
});

describe('brakes', () => {
  it('let the fifth part of the shop go, and hold one more', () => {
    expect(codes(hides(20))).to.deep.equal([]);
    expect(codes(hides(21))).to.deep.equal(['BRAKE.HIDES']);
    expect(judge(hides(21), BRAKES, SHOP).fired[0]).to.deep.equal({
      code: 'BRAKE.HIDES',
      count: 21,
      of: 100,
      allowed: 20,
    });
    expect(judge(hides(21), BRAKES, SHOP).held.size).to.equal(21);
  });

  it('let five goods of a small shop go, whatever part of it they are', () => {
    const small = { ...SHOP, published: 6 };
    expect(codes(hides(5), small)).to.deep.equal([]);
    expect(codes(hides(6), small)).to.deep.equal(['BRAKE.HIDES']);
  });

  it('count deletes with the hides', () => {
    const mixed = [...hides(15), ...many(6, index => ({ id: 100 + index, kind: 'delete', reason: 'GONE_FROM_TILL' }))];
    expect(codes(mixed)).to.deep.equal(['BRAKE.HIDES']);
    expect(codes(many(50, () => ({ kind: 'twin_delete', reason: 'TWIN' })))).to.deep.equal([]);
  });

  it('call a price crashed beyond half and run away beyond three times', () => {
    expect(codes(prices(6, 1000, 500))).to.deep.equal([]);
    expect(codes(prices(6, 1000, 499))).to.deep.equal(['BRAKE.PRICES']);
    expect(codes(prices(6, 1000, 3000))).to.deep.equal([]);
    expect(codes(prices(6, 1000, 3001))).to.deep.equal(['BRAKE.PRICES']);
    expect(codes(prices(5, 1000, 1))).to.deep.equal([]);
    expect(codes(prices(50, 0, 5000))).to.deep.equal([]);
    const small = { ...SHOP, published: 10 };
    expect(codes(prices(3, 1000, 1), small)).to.deep.equal([]);
    expect(codes(prices(4, 1000, 1), small)).to.deep.equal(['BRAKE.PRICES']);
  });

  it('hold a store that is empty where it had goods, however small, and only what went with it', () => {
    const gone = [...many(2, () => ({ kind: 'hide', reason: 'GONE_FROM_TILL', isStoreEmptied: true })), ...hides(4)];
    const facts = gone.map((fact, index) => ({ ...fact, id: index + 1 }));
    const { fired, held } = judge(facts, BRAKES, SHOP);
    expect(fired.map(({ code }) => code)).to.deep.equal(['BRAKE.STORE_EMPTY']);
    expect([...held]).to.deep.equal([
      [1, 'BRAKE.STORE_EMPTY'],
      [2, 'BRAKE.STORE_EMPTY'],
    ]);
    expect(codes(many(3, () => ({ kind: 'hide', reason: 'NO_PRICE', isStoreEmptied: true })))).to.deep.equal([]);
  });

  it('hold known stocks turning zero when over half of at least ten do', () => {
    expect(codes(soldOut(10))).to.deep.equal([]);
    expect(codes(soldOut(11))).to.deep.equal(['BRAKE.STOCKS']);
    expect(codes(soldOut(9), { ...SHOP, knownStocks: 9 })).to.deep.equal([]);
    expect(codes(soldOut(6), { ...SHOP, knownStocks: 10 })).to.deep.equal(['BRAKE.STOCKS']);
    const unknown = many(20, () => ({ stockBefore: 3, stockAfter: 0 }));
    expect(codes(unknown)).to.deep.equal([]);
    expect(codes(many(20, () => ({ stockBefore: 0, stockAfter: 0, tillQuantityNow: 0 })))).to.deep.equal([]);
    expect(codes(many(20, () => ({ stockBefore: 5, stockAfter: 1, tillQuantityNow: 1 })))).to.deep.equal([]);
  });

  it('count for a wish what the till has nothing to do with, once a wish has changed', () => {
    const changed = { ...SHOP, isAllByTill: false };
    expect(codes(hides(50, 'NOT_SELECTED'), changed)).to.deep.equal([]);
    expect(codes(hides(50, 'SERVICE_ROW'), changed)).to.deep.equal([]);
    expect(codes(hides(50, 'NOT_SELECTED'))).to.deep.equal(['BRAKE.HIDES']);
    expect(codes(hides(50), changed)).to.deep.equal(['BRAKE.HIDES']);
    const sameTill = { tillPriceBefore: 700, tillPriceNow: 700 };
    expect(codes(prices(50, 1000, 1, sameTill), changed)).to.deep.equal([]);
    expect(codes(prices(50, 1000, 1, sameTill))).to.deep.equal(['BRAKE.PRICES']);
    expect(codes(prices(50, 1000, 1, { tillPriceBefore: 700, tillPriceNow: 1 }), changed)).to.deep.equal([
      'BRAKE.PRICES',
    ]);
    expect(codes(prices(50, 1000, 1), changed)).to.deep.equal(['BRAKE.PRICES']);
    const buffered = soldOut(20).map(fact => ({ ...fact, tillQuantityBefore: 2000, tillQuantityNow: 2000 }));
    expect(codes(buffered, changed)).to.deep.equal([]);
    expect(codes(buffered)).to.deep.equal(['BRAKE.STOCKS']);
  });

  it('never hold or count a good that must not stand in VK', () => {
    expect(codes(hides(90, 'RESTRICTED_WORD'))).to.deep.equal([]);
    fc.assert(
      fc.property(anyFacts, anyContext, (facts, context) => {
        const { held, fired } = judge(facts, BRAKES, context);
        for (const fact of facts)
          if (fact.kind === 'hide' && isRestriction(fact.reason) && fact.priceBefore === null)
            expect(held.get(fact.id) ?? 'free').to.not.equal('BRAKE.HIDES');
        const without = facts.filter(({ kind, reason }) => kind !== 'hide' || !isRestriction(reason));
        const hidesFired = (all: typeof fired) => all.filter(({ code }) => code === 'BRAKE.HIDES');
        expect(hidesFired(judge(without, BRAKES, context).fired)).to.deep.equal(hidesFired(fired));
      }),
    );
  });

  it('hold only operations of the plan, each for a brake that fired, and none without one', () => {
    fc.assert(
      fc.property(anyFacts, anyContext, (facts, context) => {
        const { held, fired } = judge(facts, BRAKES, context);
        const firedCodes = fired.map(({ code }) => code);
        const ids = new Set(facts.map(({ id }) => id));
        for (const [id, code] of held) {
          expect(ids.has(id)).to.equal(true);
          expect(firedCodes).to.include(code);
        }
        if (fired.length === 0) expect(held.size).to.equal(0);
      }),
    );
  });

  it('are monotone: one more change never frees another, and stricter settings never free one', () => {
    fc.assert(
      fc.property(anyFacts, anyFact, anyContext, (facts, extra, context) => {
        fc.pre(!facts.some(({ id }) => id === extra.id));
        const before = judge(facts, BRAKES, context).held;
        const after = judge([...facts, extra], BRAKES, context).held;
        for (const id of before.keys()) expect(after.has(id)).to.equal(true);
        const strict = { ...BRAKES, hideCount: 0, hidePercent: 0, priceCount: 0, pricePercent: 0, stockPercent: 0 };
        const stricter = judge(facts, strict, context).held;
        for (const id of before.keys()) expect(stricter.has(id)).to.equal(true);
      }),
    );
  });

  it('do not care in which order a plan stands', () => {
    fc.assert(
      fc.property(anyFacts, anyContext, (facts, context) => {
        const sorted = (all: ReadonlyMap<number, string>) => [...all].sort(([a], [b]) => a - b);
        const back = judge([...facts].reverse(), BRAKES, context);
        expect(sorted(back.held)).to.deep.equal(sorted(judge(facts, BRAKES, context).held));
        expect(back.fired).to.deep.equal(judge(facts, BRAKES, context).fired);
      }),
    );
  });
});
