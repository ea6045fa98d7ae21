import { expect } from 'chai';
import { templateFault } from '../../../src/domain/listing/description-fields.js';
import { MAX_DESCRIPTION } from '../../../src/domain/listing/listing-description.js';
import { overrideFault } from '../../../src/domain/listing/override-fault.js';
import { isMultiplier, leavesNoPrice, priceRuleFault } from '../../../src/domain/listing/price-rule.js';
import { MAX_SHOP_PRICE, shopPrice } from '../../../src/domain/listing/price.js';
import { shownUnit } from '../../../src/domain/listing/shown-unit.js';
import { kopecks } from '../../../src/domain/money.js';
import type { PriceRounding } from '../../../src/domain/settings.js';
import { DEFAULT_PRICE_RULE } from '../../../src/domain/settings.js';
import { listed, member, refused } from './build-till.js';

describe('a template of the merchant', () => {
  it('may hold every field there is, and none twice forbidden', () => {
    expect(templateFault('{name} {description} {price_unit} {article} {group} {name}')).to.equal(null);
    expect(templateFault('без полей')).to.equal(null);
  });

  const faults: readonly (readonly [string, string])[] = [
    ['{name} {colour}', '{colour}'],
    ['{}', '{}'],
    ['{ name }', '{ name }'],
    ['{name} }', '}'],
    ['{name', '{'],
    ['{{name}}', '{'],
  ];
  for (const [template, fault] of faults)
    it(`${template} is faulty at ${fault}`, () => {
      expect(templateFault(template)).to.equal(fault);
    });
});

describe('own values of a good', () => {
  it('are refused when VK would not take the name as it is', () => {
    for (const name of ['Чай', '', '....', 'Ч'.repeat(101), 'Чай🍵🍵'])
      expect(overrideFault({ name }), name).to.equal('name');
    for (const name of ['Чаёк', '1234', 'Ч'.repeat(100), null]) expect(overrideFault({ name })).to.equal(null);
  });

  it('are refused when the description is empty or endless', () => {
    for (const description of ['', ' 🍵 ', 'а'.repeat(MAX_DESCRIPTION + 1)])
      expect(overrideFault({ description })).to.equal('description');
    for (const description of ['а', 'а'.repeat(MAX_DESCRIPTION), null])
      expect(overrideFault({ description })).to.equal(null);
  });

  it('are refused when the price is no sum of money', () => {
    for (const priceKopecks of [0, -1, 1.5, Number.NaN, MAX_SHOP_PRICE + 1])
      expect(overrideFault({ priceKopecks }), String(priceKopecks)).to.equal('priceKopecks');
    for (const priceKopecks of [1, MAX_SHOP_PRICE, null]) expect(overrideFault({ priceKopecks })).to.equal(null);
  });

  it('are judged in the order they stand on the page', () => {
    expect(overrideFault({ name: '', description: '', priceKopecks: 0 })).to.equal('name');
    expect(overrideFault({ description: '', priceKopecks: 0 })).to.equal('description');
    expect(overrideFault({})).to.equal(null);
  });
});

describe('a price rule of the merchant', () => {
  it('has a multiplier from 0.0001 to 10000 with four decimals at most', () => {
    for (const text of ['1', '0.0001', '10000', '1.15', '10000.0000']) expect(isMultiplier(text), text).to.equal(true);
    const wrong = ['0', '0.00001', '10000.0001', '10001', '-1', '1,5', '1.', '.5', ' 1', '1e3', '1.15x', '', '100000'];
    for (const text of wrong) expect(isMultiplier(text), text).to.equal(false);
  });

  const fault = (change: object) => priceRuleFault({ ...DEFAULT_PRICE_RULE, ...change });

  it('names the part that is out of range', () => {
    expect(fault({})).to.equal(null);
    expect(fault({ multiplier: '0', addend: 0.5 })).to.equal('multiplier');
    for (const addend of [0.5, 100_000_001, -100_000_001]) expect(fault({ addend })).to.equal('addend');
    for (const addend of [100_000_000, -100_000_000]) expect(fault({ addend })).to.equal(null);
    expect(fault({ rounding: '7' as PriceRounding })).to.equal('rounding');
    for (const rounding of ['none', '1', '5', '10', 'x9']) expect(fault({ rounding })).to.equal(null);
    for (const floorMarginPercent of [-1, 1001, 2.5])
      expect(fault({ floorMarginPercent })).to.equal('floorMarginPercent');
    for (const floorMarginPercent of [0, 1000, null]) expect(fault({ floorMarginPercent })).to.equal(null);
  });

  it('leaves no price when it takes away what the dearest good costs', () => {
    const leaves = (multiplier: string, addend: number, highest: number) =>
      leavesNoPrice({ multiplier, addend: kopecks(addend) }, kopecks(highest));
    expect(leaves('0.5', -500, 1000)).to.equal(true);
    expect(leaves('0.5', -500, 1002)).to.equal(false);
    expect(leaves('1', -2000, 1000)).to.equal(true);
    expect(leaves('2', -1500, 1000)).to.equal(false);
    expect(leaves('1', -500, 0)).to.equal(false);
  });
});

describe('a price beyond what VK takes', () => {
  it('is a reason, not a listing', () => {
    expect(refused(member({ price: kopecks(MAX_SHOP_PRICE + 1) }))?.code).to.equal('PRICE_TOO_HIGH');
    expect(listed(member({ price: MAX_SHOP_PRICE })).price).to.equal(99_999_999_999_900);
  });

  it('stays a number when it is beyond every number', () => {
    const rule = { ...DEFAULT_PRICE_RULE, multiplier: '10000' };
    const tillPrice = kopecks(Number.MAX_SAFE_INTEGER);
    const unit = shownUnit('шт', 'as_is');
    expect(shopPrice({ tillPrice, costPrice: null, rule, unit })).to.equal(Number.MAX_SAFE_INTEGER);
  });
});
