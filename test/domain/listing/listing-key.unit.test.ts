import { expect } from 'chai';
import fc from 'fast-check';
import type { ProductId, StoreId } from '../../../src/domain/brand.js';
import { duplicateKey } from '../../../src/domain/listing/duplicate-key.js';
import { groupMembers } from '../../../src/domain/listing/group-members.js';
import { listingKey } from '../../../src/domain/listing/listing-key.js';
import { product } from './build-till.js';

const coded = product({ barcodes: [' ', ' 4800000000000 ', 'V0032548'], articleNumber: ' 10-05 ' });

describe('listingKey', () => {
  it('is the id, the first barcode or the article', () => {
    expect(listingKey(coded, 'id')).to.equal('p1');
    expect(listingKey(coded, 'barcode')).to.equal('bc:4800000000000');
    expect(listingKey(coded, 'article')).to.equal('art:10-05');
  });

  it('falls back to the id', () => {
    expect(listingKey(product({ barcodes: [] }), 'barcode')).to.equal('p1');
    expect(listingKey(product({ articleNumber: ' ' }), 'article')).to.equal('p1');
  });

  it('fits VK’s sku and stays distinct', () => {
    const long = (end: string) => listingKey(product({ articleNumber: `${'А'.repeat(80)}${end}` }), 'article');
    expect(long('1'))
      .to.have.length(50)
      .and.match(/^art:А+~[0-9a-z]{11}$/u);
    expect(long('1')).to.not.equal(long('2'));
    const whole = 'А'.repeat(46);
    expect(listingKey(product({ articleNumber: whole }), 'article')).to.equal(`art:${whole}`);
    const emoji = (sign: string) => listingKey(product({ articleNumber: `чай ${sign}` }), 'article');
    expect(emoji('🍵'))
      .to.match(/^art:чай~/u)
      .and.not.equal(emoji('🫖'));
  });

  it('is short, clean and the same every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('barcode', 'article', 'id'), (text, mergeBy) => {
        const good = product({ id: (text || 'x') as ProductId, barcodes: [text], articleNumber: text });
        const key = listingKey(good, mergeBy);
        expect(key.length).to.be.within(1, 50);
        expect(listingKey({ ...good }, mergeBy)).to.equal(key);
      }),
    );
  });
});

describe('groupMembers', () => {
  const inStore = (storeId: string, id: string, barcode: string) =>
    product({ storeId: storeId as StoreId, id: id as ProductId, barcodes: [barcode] });

  it('joins goods of several stores in the order given', () => {
    const goods = [inStore('S2', 'b', '1'), inStore('S1', 'a', '1'), inStore('S1', 'c', '2')];
    const byKey = groupMembers(goods, 'barcode');
    expect([...byKey].map(([key, members]) => [key, members.map(({ id }) => id)])).to.deep.equal([
      ['bc:1', ['b', 'a']],
      ['bc:2', ['c']],
    ]);
    expect([...byKey].map(([key, members]) => duplicateKey(key, members))).to.deep.equal([null, null]);
  });

  it('refuses a key two goods of one store share', () => {
    const goods = [inStore('S1', 'a', '1'), inStore('S1', 'b', '1'), inStore('S2', 'c', '1')];
    const [[key, members] = []] = groupMembers(goods, 'barcode');
    expect(duplicateKey(key!, members!)?.code).to.equal('DUPLICATE_KEY');
    expect([...groupMembers(goods, 'id').keys()]).to.deep.equal(['a', 'b', 'c']);
  });
});
