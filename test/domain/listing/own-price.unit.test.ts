import { expect } from 'chai';
import fc from 'fast-check';
import { parseOwnPrice } from '../../../src/domain/listing/own-price.js';

describe('an own price', () => {
  const cases: readonly (readonly [string, number | null])[] = [
    ['350', 35_000],
    ['350.5', 35_050],
    ['350,50', 35_050],
    ['1 234,50', 123_450],
    ['1\u00a0234\u202f567,05', 123_456_705],
    [' 0,05 ₽ ', 5],
    ['1234.50 руб.', 123_450],
    ['10р', 1000],
    ['0', 0],
    ['', null],
    ['-5', null],
    ['+5', null],
    ['1,234.50', null],
    ['1.234,50', null],
    ['10,505', null],
    ['1 23', null],
    ['12 34 567', null],
    ['1234 567', null],
    ['1e3', null],
    ['0x10', null],
    ['٣', null],
    ['5$', null],
    [',5', null],
    ['5,', null],
    ['1234567890123', null],
  ];
  for (const [text, kopecks] of cases)
    it(`${JSON.stringify(text)} is ${kopecks === null ? 'none' : `${kopecks} kopecks`}`, () => {
      expect(parseOwnPrice(text)).to.equal(kopecks);
    });

  it('is read back whatever way it is written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999_999 }),
        fc.constantFrom('.', ','),
        fc.constantFrom('', ' ', '\u00a0', '\u202f'),
        fc.constantFrom('', ' ₽', 'руб', ' р.'),
        (amount, sign, space, unit) => {
          const whole = String(Math.floor(amount / 100)).replace(/\B(?=(?:\d{3})+$)/gu, space);
          const text = `${whole}${sign}${String(amount % 100).padStart(2, '0')}${unit}`;
          expect(parseOwnPrice(text)).to.equal(amount);
        },
      ),
    );
  });
});
