import { expect } from 'chai';
import fc from 'fast-check';
import { kopecks, kopecksFromRoubles, roublesText } from '../../src/domain/money.js';
import { milli, milliFromUnits } from '../../src/domain/quantity.js';

describe('money of the vendors', () => {
  it('becomes whole kopecks without a float’s slip, half up', () => {
    expect([350, 0.29, 1.005, 12.345, 19.99, 0].map(kopecksFromRoubles)).to.deep.equal([35000, 29, 101, 1235, 1999, 0]);
  });

  it('is refused when it is no number of kopecks', () => {
    expect(() => kopecks(1.5)).to.throw(RangeError, '1.5');
    expect(() => kopecks(2 ** 53)).to.throw(RangeError, 'kopecks');
    expect(() => kopecksFromRoubles(Number.NaN)).to.throw(RangeError);
  });

  it('is written for VK with a dot, and with two decimals or none', () => {
    const written = [35000, 34950, 5, 10, 0, -150, 123_456_789].map(amount => roublesText(kopecks(amount)));
    expect(written).to.deep.equal(['350', '349.50', '0.05', '0.10', '0', '-1.50', '1234567.89']);
  });

  it('reads back as what was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000_000 }), amount => {
        expect(kopecksFromRoubles(Number(roublesText(kopecks(amount))))).to.equal(amount);
      }),
    );
  });
});

describe('quantities of the vendors', () => {
  it('become whole thousandths, to the nearest', () => {
    expect([1, 0.5, 0.3, 1.0005, -2.25].map(milliFromUnits)).to.deep.equal([1000, 500, 300, 1001, -2250]);
  });

  it('are refused when they are no number of thousandths', () => {
    expect(() => milli(0.5)).to.throw(RangeError, 'thousandths: 0.5');
    expect(() => milliFromUnits(Number.POSITIVE_INFINITY)).to.throw(RangeError);
  });
});
