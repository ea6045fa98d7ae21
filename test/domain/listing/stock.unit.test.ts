import { expect } from 'chai';
import fc from 'fast-check';
import type { StoreId } from '../../../src/domain/brand.js';
import { milli } from '../../../src/domain/quantity.js';
import type { MerchantSettings } from '../../../src/domain/settings.js';
import type { TillProduct } from '../../../src/domain/till.js';
import { listed, member } from './build-till.js';

const left = (quantity: number | null, change: Partial<TillProduct> = {}): Partial<TillProduct> => ({
  quantity: quantity === null ? null : milli(quantity),
  ...change,
});
const stock = (goods: readonly Partial<TillProduct>[], settings: Partial<MerchantSettings> = {}) =>
  listed(
    goods.map((change, i) => member({ storeId: `S${i}` as StoreId, ...change })),
    { settings: { stockMode: 'exact', ...settings } },
  ).stock;

describe('stock', () => {
  it('is one number for all in fixed mode, known or not', () => {
    expect(stock([left(null)], { stockMode: 'fixed' })).to.equal(1000);
    expect(stock([left(0)], { stockMode: 'fixed' })).to.equal(1000);
  });

  it('adds up the stores in exact mode', () => {
    expect(stock([left(5000), left(7000)])).to.equal(12);
    expect(stock([left(5000), left(-2000)])).to.equal(3);
  });

  it('is floored, but 1 while something is left', () => {
    expect([stock([left(2999)]), stock([left(1)]), stock([left(0)]), stock([left(-5000)])]).to.deep.equal([2, 1, 0, 0]);
  });

  it('holds the buffer back and stops at the cap', () => {
    expect(stock([left(5000)], { stockBuffer: 2 })).to.equal(3);
    expect(stock([left(2500)], { stockBuffer: 2 })).to.equal(1);
    expect(stock([left(2000)], { stockBuffer: 2 })).to.equal(0);
    expect(stock([left(50_000)], { stockCap: 10 })).to.equal(10);
    expect(stock([left(5_000_000_000)])).to.equal(999_999);
  });

  it('is unknown as soon as one member in sale is unknown, never 0', () => {
    expect(stock([left(null)])).to.equal(null);
    expect(stock([left(5000), left(null)])).to.equal(null);
  });

  it('leaves out members that are not for sale', () => {
    expect(stock([left(5000), left(7000, { allowToSell: false })])).to.equal(5);
    expect(stock([left(5000), left(null, { allowToSell: false })])).to.equal(5);
  });

  it('counts in the unit of the price', () => {
    expect(stock([left(2550, { measureName: 'кг' })], { weightUnit: '100g' })).to.equal(25);
    expect(stock([left(2_550_000, { measureName: 'г' })], { weightUnit: '1kg' })).to.equal(2);
    expect(stock([left(2550, { measureName: 'кг' })])).to.equal(2);
    expect(stock([left(1000, { measureName: 'кг' }), left(500_000, { measureName: 'г' })])).to.equal(1);
    expect(stock([left(1000, { measureName: 'кг' }), left(2000, { measureName: 'шт' })])).to.equal(3);
    expect(stock([left(2550, { measureName: 'кг' })], { weightUnit: '100g', stockBuffer: 5 })).to.equal(20);
  });

  it('is never below 0 nor above the cap', () => {
    const any = fc.array(fc.option(fc.integer({ min: -9_000_000, max: 9_000_000 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(any, fc.nat(20), fc.option(fc.nat(50)), (quantities, stockBuffer, stockCap) => {
        const shown = stock(
          quantities.map(quantity => left(quantity)),
          { stockBuffer, stockCap },
        );
        if (quantities.includes(null)) expect(shown).to.equal(null);
        else expect(shown).to.be.within(0, stockCap ?? 999_999);
      }),
    );
  });
});
