import { expect } from 'chai';
import fc from 'fast-check';
import type { ListingKey, StoreId } from '../../../src/domain/brand.js';
import { alikeShare, ASK_OVER_SHARE, type AlikeGood } from '../../../src/domain/listing/alike-share.js';
import { tillFacts } from '../../../src/domain/listing/till-facts.js';
import { kopecks } from '../../../src/domain/money.js';
import { milli } from '../../../src/domain/quantity.js';
import { product } from './build-till.js';

const good = (store: string, key: string, name: string, ...barcodes: string[]): AlikeGood => ({
  storeId: store as StoreId,
  key: key as ListingKey,
  name,
  barcodes,
});

describe('alikeShare', () => {
  it('counts goods another store has too, by a barcode or by name', () => {
    const goods = [
      good('S1', 'a', 'Чай', '46'),
      good('S2', 'b', 'Кофе', ' 46 '),
      good('S1', 'c', 'Сок  яблочный'),
      good('S2', 'd', ' сок яблочный'),
      good('S2', 'e', 'Вода', ''),
    ];
    expect(alikeShare(goods)).to.equal(4 / 5);
    expect(ASK_OVER_SHARE).to.equal(0.2);
  });

  it('does not count what is one listing already, two of one store, or empty barcodes and names', () => {
    expect(alikeShare([good('S1', 'a', 'Чай', '46'), good('S2', 'a', 'Чай', '46')])).to.equal(0);
    expect(alikeShare([good('S1', 'a', 'Чай', '46'), good('S1', 'b', 'Чай', '46')])).to.equal(0);
    expect(alikeShare([good('S1', 'a', '', ''), good('S2', 'b', ' ', ' ')])).to.equal(0);
    expect(alikeShare([])).to.equal(0);
  });

  it('agrees with comparing every good with every other', () => {
    const goods = fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }))
        .map(([store, key, name]) => good(`S${store}`, `k${key}`, `n${name}`)),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(goods, list => {
        const alike = list.filter(one =>
          list.some(other => other.storeId !== one.storeId && other.key !== one.key && other.name === one.name),
        );
        expect(alikeShare(list)).to.equal(list.length === 0 ? 0 : alike.length / list.length);
      }),
    );
  });
});

describe('tillFacts', () => {
  const S2 = { storeId: 'S2' as StoreId };

  it('are price and store of the first good, and what all in sale have', () => {
    const facts = tillFacts([product(), product({ ...S2, price: kopecks(1), quantity: milli(700) })]);
    expect(facts).to.deep.equal({ storeId: 'S1', price: 35000, quantity: 5700 });
  });

  it('say of the quantity nothing when one is unknown or none is in sale', () => {
    expect(tillFacts([product(), product({ ...S2, quantity: null })]).quantity).to.equal(null);
    expect(tillFacts([product({ allowToSell: false })]).quantity).to.equal(null);
    expect(tillFacts([product(), product({ ...S2, quantity: null, allowToSell: false })]).quantity).to.equal(5000);
    expect(tillFacts([])).to.deep.equal({ storeId: null, price: null, quantity: null });
  });
});
