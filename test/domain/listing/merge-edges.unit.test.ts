import { expect } from 'chai';
import type { ListingKey, StoreId, VkItemId } from '../../../src/domain/brand.js';
import type { AlikeGood } from '../../../src/domain/listing/alike-share.js';
import { alikeShare, ASK_OVER_SHARE } from '../../../src/domain/listing/alike-share.js';
import { movedKeys } from '../../../src/domain/listing/moved-keys.js';
import type { KeyedLink } from '../../../src/domain/listing/moved-links.js';
import { movedLinks } from '../../../src/domain/listing/moved-links.js';
import { tillFacts } from '../../../src/domain/listing/till-facts.js';
import { kopecks } from '../../../src/domain/money.js';
import { milli } from '../../../src/domain/quantity.js';
import { product } from './build-till.js';

const good = (storeId: string, key: string, change: Partial<AlikeGood> = {}): AlikeGood => ({
  storeId: storeId as StoreId,
  key: key as ListingKey,
  name: `Товар ${key}`,
  barcodes: [],
  ...change,
});

describe('goods of two stores that look alike', () => {
  it('share a barcode or a name, whatever the case and the spaces', () => {
    const byCode = [good('S1', 'a', { barcodes: ['1', ' 2 '] }), good('S2', 'b', { barcodes: ['2'] })];
    expect(alikeShare(byCode)).to.equal(1);
    const byName = [good('S1', 'a', { name: ' Чай  белый' }), good('S2', 'b', { name: 'чай БЕЛЫЙ' })];
    expect(alikeShare(byName)).to.equal(1);
    expect(alikeShare([...byCode, good('S1', 'c'), good('S2', 'd')])).to.equal(0.5);
    expect(ASK_OVER_SHARE).to.equal(0.2);
  });

  it('are not those that will be one listing, nor those of one store', () => {
    const same = { barcodes: ['1'], name: 'Чай' };
    expect(alikeShare([good('S1', 'a', same), good('S2', 'a', same)])).to.equal(0);
    expect(alikeShare([good('S1', 'a', same), good('S1', 'b', same)])).to.equal(0);
    expect(alikeShare([])).to.equal(0);
  });

  it('are found behind many of the same mark', () => {
    const same = { name: 'Чай' };
    const many = ['a', 'b', 'c', 'a'].map(key => good('S1', key, same));
    expect(alikeShare([...many, good('S2', 'a', same)])).to.equal(3 / 5);
    expect(alikeShare([...many, good('S2', 'x', same)])).to.equal(1);
    expect(
      alikeShare([good('S1', 'a', same), good('S1', 'a', same), good('S1', 'b', same), good('S2', 'a', same)]),
    ).to.equal(0.5);
  });

  it('are not those with two barcodes, or with names of which one lacks the space', () => {
    expect(alikeShare([good('S1', 'a', { barcodes: ['1'] }), good('S2', 'b', { barcodes: ['2'] })])).to.equal(0);
    expect(alikeShare([good('S1', 'a', { name: 'Чай белый' }), good('S2', 'b', { name: 'Чайбелый' })])).to.equal(0);
  });

  it('do not share an empty mark, nor a barcode with a name', () => {
    const blank = { name: ' ', barcodes: [' ', ''] };
    expect(alikeShare([good('S1', 'a', blank), good('S2', 'b', blank)])).to.equal(0);
    expect(alikeShare([good('S1', 'a', { name: '1' }), good('S2', 'b', { barcodes: ['1'] })])).to.equal(0);
  });
});

describe('keys that moved', () => {
  const keyed = (oldKey: string | null, newKey: string, wasSelected = true) => ({
    oldKey: oldKey as ListingKey | null,
    newKey: newKey as ListingKey,
    wasSelected,
  });
  const moved = (...goods: ReturnType<typeof keyed>[]) => [...movedKeys(goods)];

  it('follow their first selected good, else their first one', () => {
    expect(moved(keyed('a', 'bc:1', false), keyed('a', 'bc:2'), keyed('a', 'bc:3'))).to.deep.equal([['a', 'bc:2']]);
    expect(moved(keyed('a', 'bc:1', false), keyed('a', 'bc:2', false))).to.deep.equal([['a', 'bc:1']]);
  });

  it('are none where a good still stands under the key, or stood under none', () => {
    expect(moved(keyed('a', 'a'), keyed('a', 'bc:2'))).to.deep.equal([]);
    expect(moved(keyed(null, 'bc:1'))).to.deep.equal([]);
  });
});

describe('links that follow their keys', () => {
  const link = (key: string, itemId: number, state: KeyedLink['state'] = 'live'): KeyedLink => ({
    key: key as ListingKey,
    itemId: itemId as VkItemId,
    state,
  });
  const moves = (links: readonly KeyedLink[], ...moved: (readonly [string, string])[]) =>
    movedLinks(links, new Map(moved.map(([from, to]) => [from as ListingKey, to as ListingKey]))).map(
      ({ itemId, from, to }) => `${itemId}: ${from} → ${to}`,
    );

  it('take the new key, and leave the others alone', () => {
    expect(moves([link('a', 1), link('z', 9)], ['a', 'bc:1'])).to.deep.equal(['1: a → bc:1']);
  });

  it('compete for it: live before hidden, detached and deleted, then the older', () => {
    const both = [['a', 'n'] as const, ['b', 'n'] as const];
    expect(moves([link('a', 5), link('b', 4)], ...both)).to.deep.equal(['4: b → n']);
    const order: KeyedLink['state'][] = ['live', 'hidden', 'detached', 'deleted'];
    for (const [index, state] of order.slice(0, -1).entries())
      expect(moves([link('a', 9, state), link('b', 1, order[index + 1])], ...both)).to.deep.equal(['9: a → n']);
  });

  it('change places with a worse one that stands under the key', () => {
    expect(moves([link('n', 1, 'deleted'), link('a', 2)], ['a', 'n'])).to.deep.equal(['1: n → a', '2: a → n']);
    expect(moves([link('n', 1), link('a', 2)], ['a', 'n'])).to.deep.equal([]);
  });
});

describe('the till’s own numbers behind a listing', () => {
  const S2 = 'S2' as StoreId;

  it('are the price of the first good and the sum of those in sale', () => {
    const goods = [
      product({ quantity: milli(1500) }),
      product({ storeId: S2, price: kopecks(1), quantity: milli(500) }),
      product({ storeId: S2, quantity: milli(9000), allowToSell: false }),
    ];
    expect(tillFacts(goods)).to.deep.equal({ storeId: 'S1', price: 35_000, quantity: 2000 });
  });

  it('are unknown when one in sale is unknown, or none is in sale', () => {
    const unknown = product({ storeId: S2, quantity: null });
    expect(tillFacts([product(), unknown]).quantity).to.equal(null);
    expect(tillFacts([product(), { ...unknown, allowToSell: false }]).quantity).to.equal(5000);
    expect(tillFacts([product({ allowToSell: false })]).quantity).to.equal(null);
    expect(tillFacts([])).to.deep.equal({ storeId: null, price: null, quantity: null });
  });
});
