import { expect } from 'chai';
import fc from 'fast-check';
import { shopPrice } from '../../../src/domain/listing/price.js';
import { shownUnit } from '../../../src/domain/listing/shown-unit.js';
import { kopecks } from '../../../src/domain/money.js';
import type { PriceRounding, PriceRule, WeightUnit } from '../../../src/domain/settings.js';
import { DEFAULT_PRICE_RULE } from '../../../src/domain/settings.js';
import { listed, member, refused } from './build-till.js';

interface Case {
  readonly till: number;
  readonly cost?: number | null;
  readonly rule?: Partial<PriceRule>;
  readonly measure?: string;
  readonly weight?: WeightUnit;
}
const price = ({ till, cost = null, rule = {}, measure = 'шт', weight = 'as_is' }: Case): number =>
  shopPrice({
    tillPrice: kopecks(till),
    costPrice: cost === null ? null : kopecks(cost),
    rule: { ...DEFAULT_PRICE_RULE, ...rule },
    unit: shownUnit(measure, weight),
  });

/** The same sum with everything multiplied up to whole numbers, and the step found by trying. */
function naive({ till, cost = null, rule = {}, measure = 'шт', weight = 'as_is' }: Case): number {
  const { multiplier, addend, rounding, floorMarginPercent } = { ...DEFAULT_PRICE_RULE, ...rule };
  const grams: Record<string, number> = { кг: 1000, г: 1 };
  const from = grams[measure] ?? 1;
  const to = grams[measure] === undefined || weight === 'as_is' ? from : weight === '1kg' ? 1000 : 100;
  // Everything in 1 / (10^8 · from) kopecks.
  const scale = 10n ** 8n * BigInt(from);
  const mult = BigInt(Math.round(Number(multiplier) * 10_000));
  const wanted = (BigInt(till) * mult * 10n ** 4n + BigInt(addend) * 10n ** 8n) * BigInt(to);
  const margin = floorMarginPercent === null ? null : BigInt(Math.round(floorMarginPercent * 10_000));
  const least = cost === null || margin === null ? 0n : BigInt(cost) * (1_000_000n + margin) * 100n * BigInt(to);
  const value = wanted > least ? wanted : least;
  if (rounding === 'x9') {
    // The last 9 below the value, then up by tens.
    let roubles = (value / (1000n * scale)) * 10n - 1n;
    if (roubles < 9n) roubles = 9n;
    while (roubles * 100n * scale < value) roubles += 10n;
    return Number(roubles * 100n);
  }
  const step = { none: 1n, '1': 100n, '5': 500n, '10': 1000n }[rounding] * scale;
  let rounded = 0n;
  // Half up: go on while the value is at least half-way to the next step.
  if (value > 0n) rounded = ((value - step) / step) * step;
  if (rounded < 0n) rounded = 0n;
  while (value - rounded >= rounded + step - value) rounded += step;
  while (rounded <= 0n || rounded < least) rounded += step;
  return Number(rounded / scale);
}

const anyRule: fc.Arbitrary<PriceRule> = fc.record({
  multiplier: fc.integer({ min: 1, max: 40_000 }).map(tenThousandths => (tenThousandths / 10_000).toFixed(4)),
  addend: fc.integer({ min: -50_000, max: 50_000 }).map(kopecks),
  rounding: fc.constantFrom<PriceRounding>('none', '1', '5', '10', 'x9'),
  floorMarginPercent: fc.option(fc.integer({ min: 0, max: 3000 }).map(tenths => tenths / 10)),
});
const anyCase = fc.record({
  till: fc.integer({ min: 1, max: 500_000 }),
  cost: fc.option(fc.integer({ min: 1, max: 500_000 })),
  rule: anyRule,
  measure: fc.constantFrom('шт', 'кг', 'г'),
  weight: fc.constantFrom<WeightUnit>('as_is', '100g', '1kg'),
});

describe('shopPrice', () => {
  const cases: readonly (readonly [string, Case, number])[] = [
    ['the till’s price as it is', { till: 35050 }, 35050],
    ['multiplied', { till: 35000, rule: { multiplier: '1.1' } }, 38500],
    ['half a kopeck up', { till: 105, rule: { multiplier: '1.1' } }, 116],
    ['1.005 × 1.00 without a float’s slip', { till: 100, rule: { multiplier: '1.005' } }, 101],
    ['with a comma as the merchant types it', { till: 1000, rule: { multiplier: '0,5' } }, 500],
    ['with an amount on top', { till: 35000, rule: { multiplier: '2', addend: kopecks(-150) } }, 69850],
    ['per 100 g of a kilogram', { till: 123456, measure: 'кг', weight: '100g' }, 12346],
    ['per kilogram of a gram', { till: 35, measure: 'г', weight: '1kg' }, 35000],
    ['kept for pieces under a weight rule', { till: 35000, weight: '100g' }, 35000],
    ['to the rouble, half up', { till: 35050, rule: { rounding: '1' } }, 35100],
    ['to 5 roubles', { till: 35249, rule: { rounding: '5' } }, 35000],
    ['to 5 roubles, half up', { till: 35250, rule: { rounding: '5' } }, 35500],
    ['to 10 roubles', { till: 34500, rule: { rounding: '10' } }, 35000],
    ['to the next 9', { till: 35000, rule: { rounding: 'x9' } }, 35900],
    ['staying on a 9', { till: 35900, rule: { rounding: 'x9' } }, 35900],
    ['over a 9 by a kopeck', { till: 35901, rule: { rounding: 'x9' } }, 36900],
    ['at least the floor', { till: 10000, cost: 10000, rule: { floorMarginPercent: 20 } }, 12000],
    [
      'a step up when rounding falls under the floor',
      { till: 100, cost: 10040, rule: { floorMarginPercent: 0, rounding: '5' } },
      10500,
    ],
    ['no floor without a cost', { till: 100, cost: 0, rule: { floorMarginPercent: 50 } }, 100],
    [
      'the floor in the shown unit',
      { till: 100, cost: 100000, measure: 'кг', weight: '100g', rule: { floorMarginPercent: 10 } },
      11000,
    ],
    ['a step up from 0', { till: 40, rule: { rounding: '1' } }, 100],
    ['a step up from below 0', { till: 100, rule: { addend: kopecks(-500) } }, 1],
    ['9 roubles from below 0', { till: 100, rule: { addend: kopecks(-500), rounding: 'x9' } }, 900],
  ];
  for (const [what, input, expected] of cases) it(what, () => expect(price(input)).to.equal(expected));

  it('agrees with a plain model', () => {
    fc.assert(
      fc.property(anyCase, input => {
        expect(price(input)).to.equal(naive(input));
      }),
      { numRuns: 2000 },
    );
  });

  it('never falls when the till’s price rises', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 1, max: 10_000 }), (input, more) => {
        expect(price({ ...input, till: input.till + more })).to.be.at.least(price(input));
      }),
    );
  });

  it('is on the step, above 0 and never under cost plus margin', () => {
    fc.assert(
      fc.property(anyCase, input => {
        const result = price({ ...input, measure: 'шт' });
        const { rounding, floorMarginPercent } = input.rule;
        expect(result).to.be.greaterThan(0);
        if (rounding === 'x9') expect(result % 1000).to.equal(900);
        else expect(result % { none: 1, '1': 100, '5': 500, '10': 1000 }[rounding]).to.equal(0);
        if (input.cost !== null && floorMarginPercent !== null) {
          expect(result * 1000).to.be.at.least(input.cost * (1000 + Math.round(floorMarginPercent * 10)));
        }
      }),
    );
  });

  it('refuses a multiplier that is no decimal', () => {
    expect(() => price({ till: 1, rule: { multiplier: '1e3' } })).to.throw(RangeError);
  });
});

describe('price of a listing', () => {
  it('takes a group’s rule instead of the merchant’s', () => {
    const settings = { price: { ...DEFAULT_PRICE_RULE, multiplier: '2' } };
    expect(listed(member(), { settings }).price).to.equal(70000);
    const group = { price: { ...DEFAULT_PRICE_RULE, multiplier: '3' } };
    expect(listed(member(), { settings, group }).price).to.equal(105000);
  });

  it('takes a price set by hand as it is, for the shown unit', () => {
    const settings = { weightUnit: '100g' as const, price: { ...DEFAULT_PRICE_RULE, multiplier: '2' } };
    const overrides = { price: kopecks(12345) };
    expect(listed(member({ measureName: 'кг' }), { settings, overrides }).price).to.equal(12345);
    expect(listed(member({ price: null }), { overrides }).price).to.equal(12345);
    expect(refused(member(), { overrides: { price: kopecks(0) } })?.code).to.equal('NO_PRICE');
  });

  it('has a reason for no price and for price zero', () => {
    expect(refused(member({ price: null }))?.code).to.equal('NO_PRICE');
    expect(refused(member({ price: kopecks(0) }))?.code).to.equal('NO_PRICE');
  });
});
