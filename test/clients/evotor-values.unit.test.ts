import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { pauseSeconds, secondsUntilReset } from '../../src/clients/evotor/rate-limit.js';
import { READ_ROW } from '../../src/clients/evotor/schemas.js';
import type { StoreId } from '../../src/domain/brand.js';

const STORE = '20180820-7052-4047-807D-E82C50000000' as StoreId;
const product = READ_ROW.product(STORE);
const bare = { id: '97f46a78-6bc4-4995-9cbc-60914b031c23', name: 'Чай' };

describe('Evotor rows', () => {
  it('reads a product that says nothing but its id and name', () => {
    expect(product(bare)).to.deep.equal({
      id: bare.id,
      storeId: STORE,
      groupId: null,
      name: 'Чай',
      type: null,
      price: null,
      costPrice: null,
      quantity: null,
      measureName: null,
      allowToSell: true,
      description: null,
      articleNumber: null,
      code: null,
      barcodes: [],
      attributesChoices: {},
      isExcisable: false,
      isAgeLimited: false,
    });
  });

  it('takes null, absent and empty alike', () => {
    const fields = ['parent_id', 'price', 'cost_price', 'quantity', 'measure_name', 'description', 'article_number'];
    const more = ['code', 'barcodes', 'attributes_choices', 'is_excisable', 'is_age_limited', 'allow_to_sell', 'type'];
    for (const nothing of [null, undefined]) {
      const row = Object.fromEntries([...fields, ...more].map(field => [field, nothing]));
      expect(product({ ...row, ...bare })).to.deep.equal(product(bare));
    }
    const blank = Object.fromEntries([...fields, 'code'].map(field => [field, '']));
    expect(product({ ...blank, ...bare })).to.deep.equal(product(bare));
  });

  it('turns roubles into kopecks half up and units into thousandths, from numbers and texts', () => {
    const read = (row: object) => product({ ...bare, ...row });
    expect(read({ price: 149.9, cost_price: 100.125, quantity: -1.5 })).to.include({
      price: 14990,
      costPrice: 10013,
      quantity: -1500,
    });
    expect(read({ price: '0.000', quantity: '0.000' })).to.include({ price: 0, quantity: 0 });
    expect(read({ price: 1.005 })?.price).to.equal(101);
  });

  it('keeps every price of whole kopecks exactly', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), amount => {
        expect(product({ ...bare, price: amount / 100 })?.price).to.equal(amount);
        expect(product({ ...bare, price: (amount / 100).toFixed(2) })?.price).to.equal(amount);
      }),
    );
  });

  it('rejects a row without an id, and one whose price, stock or flag is garbage', () => {
    const garbage = [
      { price: 'дорого' },
      { price: 1e30 },
      { quantity: {} },
      { is_excisable: 'yes' },
      { allow_to_sell: 3 },
    ];
    for (const row of garbage) expect(product({ ...bare, ...row })).to.equal(null);
    for (const row of [{ name: 'x' }, { ...bare, id: ' ' }, { ...bare, id: 7 }, null, 'x', false]) {
      expect(product(row)).to.equal(null);
    }
  });

  it('reads every example of the contract', () => {
    const file = new URL('../contracts/evotor-contract.json', import.meta.url);
    const { $defs } = JSON.parse(readFileSync(file, 'utf8')) as { $defs: Record<string, { examples?: object[] }> };
    const readers = { store: READ_ROW.store, productGroup: READ_ROW.group(STORE), product };
    for (const [name, read] of Object.entries(readers)) {
      const examples = $defs[name]?.examples ?? [];
      expect(examples).not.to.deep.equal([]);
      for (const example of examples) expect(read(example)).to.have.property('id');
    }
  });

  it('never throws, whatever the row', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (price, barcodes) => {
        product({ ...bare, price, barcodes });
        expect(READ_ROW.store(price)).to.satisfy((row: unknown) => row === null || typeof row === 'object');
      }),
    );
  });

  it('makes a missing or blank name empty and keeps unknown types, ids and letters of barcodes', () => {
    expect(product({ id: bare.id })?.name).to.equal('');
    expect(product({ ...bare, name: '  ' })?.name).to.equal('');
    const read = product({ ...bare, id: 'ABC-d', type: 'CANDLE_MARKED', barcodes: ['V0032548', 4600000000000, null] });
    expect(read).to.include({ id: 'ABC-d', type: 'CANDLE_MARKED' });
    expect(read?.barcodes).to.deep.equal(['V0032548', '4600000000000']);
    expect(product({ ...bare, barcodes: '2000000000060' })?.barcodes).to.deep.equal(['2000000000060']);
  });

  it('reads groups with their attributes, and stores without an address', () => {
    const attributes = [{ id: 'a', name: 'Цвет', choices: [{ id: 'c', name: 'Зелёный', extra: 1 }] }];
    expect(READ_ROW.group(STORE)({ id: 'g', name: 'Группа', parent_id: '', attributes })).to.deep.equal({
      id: 'g',
      storeId: STORE,
      parentId: null,
      name: 'Группа',
      attributes: [{ id: 'a', name: 'Цвет', choices: [{ id: 'c', name: 'Зелёный' }] }],
    });
    expect(READ_ROW.store({ id: STORE, name: 'Лавка' })).to.deep.equal({ id: STORE, name: 'Лавка', address: null });
  });
});

describe('Evotor rate limits', () => {
  const now = 1_790_000_000_000;

  it('reads a reset as epoch milliseconds, epoch seconds or seconds left, by size', () => {
    expect(secondsUntilReset(String(now + 5000), now)).to.equal(5);
    expect(secondsUntilReset(String(now / 1000 + 7), now)).to.equal(7);
    expect(secondsUntilReset('42', now)).to.equal(42);
    expect(secondsUntilReset(String(now - 5000), now)).to.equal(1);
    for (const header of [undefined, '', 'soon', '-4']) expect(secondsUntilReset(header, now)).to.equal(null);
  });

  it('prefers Retry-After, then the reset, then half an hour', () => {
    expect(pauseSeconds({ 'retry-after': '90', 'x-ratelimit-reset': '5' }, now)).to.equal(90);
    expect(pauseSeconds({ 'retry-after': new Date(now + 60_000).toUTCString() }, now)).to.equal(60);
    expect(pauseSeconds({ 'x-ratelimit-reset': '5' }, now)).to.equal(5);
    expect(pauseSeconds({}, now)).to.equal(1800);
    expect(pauseSeconds({ 'retry-after': '99999999' }, now)).to.equal(86_400);
  });
});
