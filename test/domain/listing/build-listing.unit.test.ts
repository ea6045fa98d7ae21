import { expect } from 'chai';
import type { GroupId, ListingKey, ProductId, StoreId } from '../../../src/domain/brand.js';
import { buildListing } from '../../../src/domain/listing/build-listing.js';
import { notSelected } from '../../../src/domain/listing/not-selected.js';
import { MAX_SHOP_PRICE } from '../../../src/domain/listing/price.js';
import { photoDigest } from '../../../src/domain/listing/photo-digest.js';
import { reasonText } from '../../../src/domain/listing/reason-text.js';
import type { ReasonCode } from '../../../src/domain/listing/reasons.js';
import { REASONS } from '../../../src/domain/listing/reasons.js';
import type { NotListed } from '../../../src/domain/listing/types.js';
import { kopecks } from '../../../src/domain/money.js';
import { buildSelection } from '../../../src/domain/selection/build-selection.js';
import type { TillAttribute } from '../../../src/domain/till.js';
import { KEY, context, listed, member, refused } from './build-till.js';

const S2 = { storeId: 'S2' as StoreId };
const size: readonly TillAttribute[] = [{ id: 'size', name: 'Размер', choices: [{ id: 's', name: 'S' }] }];

describe('buildListing', () => {
  it('makes the whole listing of a plain good', () => {
    expect(listed(member({ articleNumber: '1005' }))).to.deep.equal({
      kind: 'listing',
      key: KEY,
      name: 'Бай Му Дань',
      description: 'Бай Му Дань (цена за 1 шт.)',
      price: 35000,
      stock: 1000,
      album: 'Белый чай',
      categoryId: 40932,
      photo: { source: 'name_card', title: 'Бай Му Дань', subtitle: 'Белый чай' },
    });
  });

  it('takes name, price and group from the first member', () => {
    const both = listed([
      member({ price: kopecks(100) }, ['Чай']),
      member({ ...S2, name: 'Иначе', price: kopecks(200) }, ['Кофе']),
    ]);
    expect([both.name, both.price, both.album]).to.deep.equal(['Бай Му Дань', 100, 'Чай']);
    const firstNotForSale = listed([member({ allowToSell: false }), member({ ...S2, price: kopecks(200) })]);
    expect(firstNotForSale.price).to.equal(35000);
  });

  it('names the album after the group or its path, and a variant group is no album', () => {
    const album = (path: readonly string[], albumNaming: 'leaf' | 'path' = 'leaf', attributes = [] as typeof size) =>
      listed(member({}, path, attributes), { settings: { albumNaming } }).album;
    expect(album(['Чай', ' Белый  чай 🍵'])).to.equal('Белый чай');
    expect(album(['Чай', 'Белый чай'], 'path')).to.equal('Чай / Белый чай');
    expect(album([])).to.equal(null);
    expect(album(['🍵'])).to.equal(null);
    expect(album(['Одежда', 'Джинсы'], 'leaf', size)).to.equal('Одежда');
    expect(album(['Джинсы'], 'path', size)).to.equal(null);
    const long = 'Очень длинное название группы товаров номер '.repeat(4);
    expect(album([long]))
      .to.have.length.within(100, 128)
      .and.not.match(/\s$/u);
    expect(album([long, 'Подарки', 'Чай'], 'path')).to.equal('Подарки / Чай');
    expect(album(['А'.repeat(60), 'Б'.repeat(65)], 'path')).to.have.length(128);
    expect(album([long, long], 'path')).to.have.length.within(100, 128);
  });

  it('chooses the best picture at hand', () => {
    const all = { overrides: { photoRef: 1 }, group: { photoRef: 2 }, merchantPhotoRef: 3 };
    expect(listed(member(), all).photo).to.deep.equal({ source: 'product', ref: 1 });
    expect(listed(member(), { ...all, overrides: {} }).photo).to.deep.equal({ source: 'group', ref: 2 });
    expect(listed(member(), { merchantPhotoRef: 3 }).photo).to.deep.equal({ source: 'merchant', ref: 3 });
    expect(listed(member({}, [])).photo).to.deep.equal({ source: 'name_card', title: 'Бай Му Дань', subtitle: '' });
  });

  it('takes the group’s category', () => {
    expect(listed(member(), { group: { categoryId: 7 } }).categoryId).to.equal(7);
  });

  it('gives the first reason in order', () => {
    const worst = { name: '…', type: 'BEER_MARKED', isExcisable: true, allowToSell: false, price: null };
    const codes = [
      worst,
      { ...worst, name: 'Пакет водки' },
      { ...worst, name: 'Пакет водки', type: 'NEW_MARKED' },
      { ...worst, name: 'Пакет водки', type: 'NORMAL' },
      { ...worst, name: 'Пакет водки', type: 'NORMAL', isExcisable: false },
      { ...worst, name: 'Пакет', type: 'NORMAL', isExcisable: false },
      { ...worst, name: 'Чай улун', type: 'NORMAL', isExcisable: false },
      { ...worst, name: 'Чай улун', type: 'NORMAL', isExcisable: false, allowToSell: true },
    ].map(change => refused(member(change))?.code);
    expect(codes).to.deep.equal([
      'NO_NAME',
      'RESTRICTED_TYPE',
      'UNKNOWN_TYPE',
      'RESTRICTED_MARK',
      'RESTRICTED_WORD',
      'SERVICE_ROW',
      'NOT_FOR_SALE',
      'NO_PRICE',
    ]);
  });

  it('is for sale while one member is', () => {
    expect(listed([member({ allowToSell: false }), member(S2)]).kind).to.equal('listing');
    expect(refused([member({ allowToSell: false }), member({ ...S2, allowToSell: false })])?.code).to.equal(
      'NOT_FOR_SALE',
    );
  });

  it('never merges two goods of one store', () => {
    const twins = [member(), member({ id: 'p2' as ProductId })];
    const result = buildListing('bc:4800' as ListingKey, twins, context());
    expect(result).to.deep.equal({
      kind: 'not_listed',
      key: 'bc:4800',
      code: 'DUPLICATE_KEY',
      params: { key: '4800' },
    });
  });
});

describe('reasons', () => {
  const selection = buildSelection(
    [{ entityType: 'group', entityId: 'g1', entityName: 'Чай', mode: 'exclude' }],
    [{ id: 'g1' as GroupId, storeId: 'S1' as StoreId, parentId: null, name: 'Чай', attributes: [] }],
    [],
  );
  const deselected = selection.group('S1' as StoreId, 'g1' as GroupId);
  const samples: Record<ReasonCode, NotListed | null> = {
    NOT_SELECTED: notSelected(KEY, deselected),
    NO_NAME: refused(member({ name: ' *** ' })),
    RESTRICTED_TYPE: refused(member({ type: 'BEER_MARKED' })),
    UNKNOWN_TYPE: refused(member({ type: null })),
    RESTRICTED_MARK: refused(member({ isExcisable: true })),
    RESTRICTED_WORD: refused(member({ name: 'Водка' })),
    SERVICE_ROW: refused(member({ name: 'Пакет' })),
    DUPLICATE_KEY: refused([member(), member({ id: 'p2' as ProductId })]),
    // Written where the good is missing, not by the listing rules.
    GONE_FROM_TILL: { kind: 'not_listed', key: KEY, code: 'GONE_FROM_TILL', params: {} },
    NOT_FOR_SALE: refused(member({ allowToSell: false })),
    NO_PRICE: refused(member({ price: null })),
    PRICE_TOO_HIGH: refused(member({ price: kopecks(MAX_SHOP_PRICE + 1) })),
    MERGED: { kind: 'not_listed', key: KEY, code: 'MERGED', params: {} },
  };

  for (const code of Object.keys(REASONS) as ReasonCode[]) {
    it(`${code} says what, why and what to do, with every value in place`, () => {
      const reason = samples[code];
      expect(reason?.code).to.equal(code);
      if (reason === null) return;
      const { what, why, fix } = reasonText(reason);
      for (const sentence of [what, why, fix])
        expect(sentence)
          .to.match(/^[А-ЯЁA-Z].{5,}/u)
          .and.not.match(/[{}—]/u);
      expect(why).to.match(/\.$/u);
      expect(fix).to.match(/\.$/u);
    });
  }

  it('can be overridden where a mark or a word may be wrong, and nowhere else', () => {
    const codes = (Object.keys(REASONS) as ReasonCode[]).filter(code => REASONS[code].overridable);
    expect(codes).to.have.members(['RESTRICTED_MARK', 'RESTRICTED_WORD']);
  });

  it('fill the sentence as it is read', () => {
    expect(reasonText(notSelected(KEY, deselected)).why).to.equal('Исключена группа «Чай».');
    expect(reasonText(refused(member({ type: 'BEER_MARKED' }))!).why).to.contain('пиво (BEER_MARKED)');
    expect(reasonText({ code: 'SERVICE_ROW', params: {} }).why).to.contain('«—»');
    expect(reasonText({ code: 'SERVICE_ROW', params: { word: '{word}' } }).why).to.contain('«{word}»');
  });

  it('say of nobody selected that it is not selected', () => {
    const nobody = buildListing(KEY, [], context());
    expect(nobody.kind === 'not_listed' && nobody.code).to.equal('NOT_SELECTED');
  });
});

describe('photoDigest', () => {
  it('differs exactly when the picture does', () => {
    const card = { source: 'name_card', title: 'Чай', subtitle: 'Чаи' } as const;
    const digests = [
      photoDigest(card),
      photoDigest({ ...card, title: 'Чай 2' }),
      photoDigest({ ...card, subtitle: '' }),
      photoDigest({ source: 'product', ref: 1 }),
      photoDigest({ source: 'product', ref: 2 }),
      photoDigest({ source: 'default' }),
    ];
    expect(new Set(digests).size).to.equal(digests.length);
    expect(photoDigest({ source: 'group', ref: 1 })).to.equal(photoDigest({ source: 'product', ref: 1 }));
    expect(photoDigest({ ...card })).to.equal(photoDigest(card));
  });
});
