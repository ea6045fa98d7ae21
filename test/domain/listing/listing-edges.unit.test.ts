import { expect } from 'chai';
import type { ListingKey, ProductId, StoreId } from '../../../src/domain/brand.js';
import { albumTitle } from '../../../src/domain/listing/album-title.js';
import { buildListing } from '../../../src/domain/listing/build-listing.js';
import { duplicateKey } from '../../../src/domain/listing/duplicate-key.js';
import { listingKey } from '../../../src/domain/listing/listing-key.js';
import { notSelected } from '../../../src/domain/listing/not-selected.js';
import { NAME_CARD_VERSION, photoDigest } from '../../../src/domain/listing/photo-digest.js';
import { shopPrice } from '../../../src/domain/listing/price.js';
import { parseDecimal } from '../../../src/domain/listing/rational.js';
import { reasonText } from '../../../src/domain/listing/reason-text.js';
import { shownUnit } from '../../../src/domain/listing/shown-unit.js';
import { stockOf } from '../../../src/domain/listing/stock.js';
import { kopecks } from '../../../src/domain/money.js';
import { DEFAULT_PRICE_RULE } from '../../../src/domain/settings.js';
import { context, KEY, listed, member, product, refused } from './build-till.js';

describe('an album title', () => {
  it('passes over a folder in the middle that has no name VK could hold', () => {
    expect(albumTitle(['Чай', '🍵', 'Белый'], 'path')).to.equal('Чай / Белый');
  });
});

describe('a listing key', () => {
  it('is the id for a good the till gives no article at all', () => {
    expect(listingKey(product({ articleNumber: null }), 'article')).to.equal('p1');
  });

  it('has no space before the hash', () => {
    const articleNumber = `${'А'.repeat(33)} ${'Б'.repeat(40)}`;
    expect(listingKey(product({ articleNumber }), 'article')).to.match(/^art:А{33}~[0-9a-z]{11}$/u);
  });

  it('loses its sign of kind, and nothing else, where the merchant reads it', () => {
    const twins = [product({ id: 'abc:1' as ProductId }), product({ id: 'abc:1' as ProductId })];
    expect(duplicateKey('abc:1' as ListingKey, twins)?.params).to.deep.equal({ key: 'abc:1' });
    expect(duplicateKey('art:7' as ListingKey, twins)?.params).to.deep.equal({ key: '7' });
  });
});

describe('a good that is not listed', () => {
  it('says so of one left out by a rule', () => {
    const effective = { selected: false, reason: { level: 'store', because: 'excluded', name: 'Ларёк' } } as const;
    expect(notSelected(KEY, effective)).to.deep.equal({
      kind: 'not_listed',
      key: KEY,
      code: 'NOT_SELECTED',
      params: { why: 'исключён магазин «Ларёк»' },
    });
  });

  it('says so of one selected nowhere', () => {
    const nobody = buildListing(KEY, [], context());
    expect(nobody.kind === 'not_listed' ? reasonText(nobody).why : null).to.equal(
      'Товар не отобран ни в одном магазине.',
    );
  });

  it('is a service row when any of its members is one', () => {
    const second = member({ storeId: 'S2' as StoreId, name: 'Фирменный пакет' });
    expect(refused([member(), second])).to.deep.include({ code: 'SERVICE_ROW', params: { word: 'пакет' } });
  });

  it('is named by its mark', () => {
    expect(refused(member({ isExcisable: true }))?.params).to.deep.equal({ mark: 'подакцизный товар' });
    expect(refused(member({ isAgeLimited: true }))?.params).to.deep.equal({ mark: 'ограничение по возрасту' });
    expect(refused(member({ type: 'NOT_ALCOHOL_BEER_MARKED' }))?.params).to.deep.equal({ mark: 'безалкогольное пиво' });
  });

  const types: readonly (readonly [string, string])[] = [
    ['BEER_MARKED', 'пиво'],
    ['ALCOHOL_NOT_MARKED', 'алкоголь'],
    ['TOBACCO_PRODUCTS_MARKED', 'табак'],
    ['NICOTINE_LIQUID', 'никотин'],
    ['MEDICINE_MARKED', 'лекарства'],
    ['DIETARY_SUPPLEMENTS_MARKED', 'БАД'],
  ];
  for (const [type, word] of types)
    it(`of the type ${type} is called «${word}»`, () => {
      expect(refused(member({ type }))?.params).to.deep.equal({ type: `${word} (${type})` });
    });

  it('ends its sentence with a full stop although there is one inside', () => {
    const why = 'исключена группа «Лампы 1.5 Вт»';
    expect(reasonText({ code: 'NOT_SELECTED', params: { why } }).why).to.equal('Исключена группа «Лампы 1.5 Вт».');
  });
});

describe('a unit of the till', () => {
  it('is a weight however it is spelt', () => {
    const kilograms = ['кг', 'Кг.', ' кг ', 'килограмм', 'kg', 'кг..'].map(name => shownUnit(name, '100g'));
    for (const unit of kilograms) expect([unit.tillGrams, unit.shownGrams, unit.unit]).to.deep.equal([1000, 100, 'г']);
    const grams = ['г', 'гр.', 'грамм', 'g', 'G'].map(name => shownUnit(name, '1kg'));
    for (const unit of grams) expect([unit.tillGrams, unit.shownGrams, unit.unit]).to.deep.equal([1, 1000, 'кг']);
  });

  it('keeps a dot inside', () => {
    expect(shownUnit('усл.ед.', '1kg')).to.deep.equal({ amount: 1, unit: 'усл.ед', tillGrams: null, shownGrams: null });
  });
});

describe('a fixed stock', () => {
  it('may be −1, VK’s word for unlimited, and nothing below', () => {
    const rule = { mode: 'fixed', buffer: 0, cap: null } as const;
    const unit = shownUnit('шт', 'as_is');
    expect([-1, -7, 0, 5.9].map(fixed => stockOf([member()], unit, { ...rule, fixed }))).to.deep.equal([-1, -1, 0, 5]);
  });
});

describe('a price', () => {
  it('is above 0 although the till’s cost is below', () => {
    const rule = { ...DEFAULT_PRICE_RULE, addend: kopecks(-50_000), floorMarginPercent: 10, rounding: 'x9' } as const;
    const unit = shownUnit('шт', 'as_is');
    expect(shopPrice({ tillPrice: kopecks(100), costPrice: kopecks(-900_000), rule, unit })).to.equal(900);
  });

  it('is multiplied by a decimal, and by nothing that only looks like one', () => {
    expect(parseDecimal('-0,5')).to.deep.equal({ numerator: -5n, denominator: 10n });
    expect(() => parseDecimal('5%')).to.throw(RangeError, '5%');
  });
});

describe('a photo digest', () => {
  it('never changes by itself, for it is kept with what was sent', () => {
    expect(photoDigest({ source: 'default' })).to.equal('default');
    expect(photoDigest({ source: 'merchant', ref: 7 })).to.equal('photo:7');
    const card = photoDigest({ source: 'name_card', title: 'Чай', subtitle: 'Чаи' });
    expect(card).to.equal(`name_card@${NAME_CARD_VERSION}:Чай\nЧаи`);
  });
});

describe('a description', () => {
  const text = (template: string | null, change: Parameters<typeof member>[0] = {}) =>
    listed(member(change), { settings: { descriptionTemplate: template } }).description;

  it('keeps the sentence of the price whole behind the longest text', () => {
    const long = text(null, { description: 'я '.repeat(3000) });
    expect(long.length).to.be.within(3990, 4000);
    expect(long.endsWith('я\n\nБай Му Дань (цена за 1 шт.)')).to.equal(true);
  });

  it('counts lines however they end', () => {
    expect(text('Артикул: {article}\r{name}')).to.equal('Бай Му Дань');
  });

  it('leaves out a line whose only known field is empty', () => {
    expect(text('{unknown} {article}\nНаш {name}')).to.equal('Наш Бай Му Дань');
  });

  it('leaves out empty brackets only', () => {
    expect(text('{name} ( {price_unit} )', { measureName: null })).to.equal('Бай Му Дань');
    expect(text('{name} ({price_unit})')).to.equal('Бай Му Дань (цена за 1 шт.)');
  });

  it('needs nothing more from 10 characters on', () => {
    expect(text(null, { name: 'Хлеб', measureName: null, description: '1234567890' })).to.equal('1234567890');
    expect(text('{article}', { name: 'Бай Му Дан' })).to.equal('Бай Му Дан');
  });

  it('is the name when the template leaves nothing', () => {
    expect(text('{article}')).to.equal('Бай Му Дань');
  });

  it('gets a full stop before the closing words unless it ends in a sign', () => {
    const bread = { name: 'Хлеб', measureName: null };
    expect(text('{name}!', bread)).to.equal('Хлеб! Подробности уточните у продавца.');
    expect(text('{name} 1.5', bread)).to.equal('Хлеб 1.5. Подробности уточните у продавца.');
  });
});
