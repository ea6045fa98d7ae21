import { expect } from 'chai';
import fc from 'fast-check';
import { overrideFault } from '../../../src/domain/listing/override-fault.js';
import { DESCRIPTION_FIELDS, templateFault } from '../../../src/domain/listing/description-fields.js';
import { leavesNoPrice, priceRuleFault } from '../../../src/domain/listing/price-rule.js';
import { MAX_SHOP_PRICE, shopPrice } from '../../../src/domain/listing/price.js';
import { kopecks } from '../../../src/domain/money.js';
import { milli } from '../../../src/domain/quantity.js';
import type { PriceRule } from '../../../src/domain/settings.js';
import { DEFAULT_PRICE_RULE } from '../../../src/domain/settings.js';
import { listed, member, refused } from './build-till.js';

/** What other tools get wrong, and what till catalogues hold (facts on peers, §1.3, §1.5 and §5). */
describe('traps of peers', () => {
  it('a short name is completed with words, never padded with signs', () => {
    for (const name of ['Чай', 'А', '7', 'ёж', 'Coca'])
      expect(listed([member({ name })]).name, name)
        .to.match(/[А-Яа-яA-Za-z0-9]{3,}/u)
        .and.not.match(/[_*.]{2,}|_/u);
  });

  it('a good without a photo is published, with a card of its name', () => {
    const { photo } = listed([member({ name: 'Чашка', description: null })]);
    expect(photo).to.deep.equal({ source: 'name_card', title: 'Чашка', subtitle: 'Белый чай' });
  });

  it('a name of 211 signs ends with a whole word', () => {
    const name = 'Кабель силовой медный круглый '.repeat(8).slice(0, 211);
    const made = listed([member({ name })]).name;
    expect(made.length).to.be.within(50, 100);
    expect(name.startsWith(made)).to.equal(true);
    expect(name.charAt(made.length)).to.equal(' ');
  });

  it('100 grams in a name say nothing of the unit: only the till’s unit does', () => {
    const settings = { weightUnit: '1kg' } as const;
    const deli = listed([member({ name: 'Салат столичный 100гр', measureName: 'шт', price: kopecks(9900) })], {
      settings,
    });
    expect(deli.price).to.equal(9900);
    expect(deli.description).to.contain('цена за 1 шт.');
    const cheese = listed([member({ name: 'Сыр', measureName: 'г', price: kopecks(99) })], { settings });
    expect(cheese.price).to.equal(99_000);
    const weighed = listed([member({ name: 'Сыр', measureName: 'кг', price: kopecks(99_000) })], {
      settings: { weightUnit: '100g' },
    });
    expect(weighed.price).to.equal(9900);
    expect(weighed.description).to.contain('цена за 100 г.');
  });

  it('letters of two alphabets in one word hide no restricted good', () => {
    for (const name of ['Bодка', 'ВOДКА', 'Cигареты', 'KOНЬЯК', 'Пивo светлое', 'Beйп'])
      expect(refused(member({ name }))?.code, name).to.equal('RESTRICTED_WORD');
    for (const name of ['Виноград', 'Ромашка', 'Пивоваренный набор', 'Бокал для вина', 'Вода «Родничок»'])
      expect(refused(member({ name }))?.code ?? null, name).to.equal(null);
  });

  it('a type nobody has judged is not published, whatever the name', () => {
    for (const type of ['VAPES_MARKED', 'ANTISEPTIC_MARKED', 'SOMETHING_NEW', 'normal?', '0'])
      expect(refused(member({ type }))?.code, type).to.equal('UNKNOWN_TYPE');
    expect(refused(member({ type: ' normal ' }))).to.equal(null);
  });

  it('a sold-out good is shown as sold out, and one taken off sale not at all', () => {
    const settings = { stockMode: 'exact' } as const;
    expect(listed([member({ quantity: milli(0) })], { settings }).stock).to.equal(0);
    expect(listed([member({ quantity: milli(-3000) })], { settings }).stock).to.equal(0);
    expect(listed([member({ quantity: null })], { settings }).stock).to.equal(null);
    expect(refused(member({ allowToSell: false }))?.code).to.equal('NOT_FOR_SALE');
  });

  it('sizes and colours are goods of their own, told apart by their names', () => {
    const attributes = [{ id: 'size', name: 'Размер', choices: ['38', '39'].map(id => ({ id, name: id })) }];
    const names = ['38', '39'].map(id => {
      const variant = member({ name: 'Ботинки жен.31045', attributesChoices: { size: id } }, ['Обувь'], attributes);
      return listed([variant]).name;
    });
    expect(names).to.deep.equal(['Ботинки жен.31045, 38', 'Ботинки жен.31045, 39']);
  });

  it('a price no shop takes is a reason, not a fault', () => {
    expect(refused(member({ price: kopecks(Number.MAX_SAFE_INTEGER) }))?.code).to.equal('PRICE_TOO_HIGH');
    const rule: PriceRule = { ...DEFAULT_PRICE_RULE, multiplier: '10000' };
    const unit = { amount: 1, unit: 'шт', tillGrams: null, shownGrams: null };
    expect(shopPrice({ tillPrice: MAX_SHOP_PRICE, costPrice: null, rule, unit })).to.equal(Number.MAX_SAFE_INTEGER);
    expect(listed([member({ price: MAX_SHOP_PRICE })]).price).to.equal(MAX_SHOP_PRICE);
  });
});

describe('bad wishes', () => {
  it('a template may hold the known fields and nothing else in braces', () => {
    expect(templateFault(`Арт. ${DESCRIPTION_FIELDS.map(field => `{${field}}`).join(' ')}`)).to.equal(null);
    expect(templateFault('просто текст')).to.equal(null);
    expect(templateFault('{name} {foo} {bar}')).to.equal('{foo}');
    for (const template of ['{', '}', '{name', 'name}', '{{name}}', '{}', '{ name }', '{NAME}', '{constructor}'])
      expect(templateFault(template), template).to.be.a('string');
  });

  it('a price rule is refused by the first part that is out of range', () => {
    expect(priceRuleFault(DEFAULT_PRICE_RULE)).to.equal(null);
    const edges: readonly (readonly [keyof PriceRule | null, Partial<PriceRule>])[] = [
      [null, { multiplier: '10000', addend: kopecks(100_000_000), floorMarginPercent: 1000 }],
      [null, { multiplier: '0.0001', addend: kopecks(-100_000_000), floorMarginPercent: 0 }],
      ['multiplier', { multiplier: '0' }],
      ['multiplier', { multiplier: '1e9' }],
      ['multiplier', { multiplier: '1000000000' }],
      ['multiplier', { multiplier: '10000.0001' }],
      ['multiplier', { multiplier: '1.12345' }],
      ['multiplier', { multiplier: '0', addend: kopecks(100_000_001) }],
      ['addend', { addend: kopecks(100_000_001) }],
      ['addend', { addend: kopecks(-100_000_001) }],
      ['rounding', { rounding: '2' as never }],
      ['floorMarginPercent', { floorMarginPercent: 1001 }],
      ['floorMarginPercent', { floorMarginPercent: -1 }],
      ['floorMarginPercent', { floorMarginPercent: 0.5 }],
    ];
    for (const [fault, change] of edges)
      expect(priceRuleFault({ ...DEFAULT_PRICE_RULE, ...change }), JSON.stringify(change)).to.equal(fault);
  });

  it('an addend may not eat the dearest price of the till', () => {
    expect(leavesNoPrice({ multiplier: '1', addend: kopecks(-10_000) }, kopecks(10_000))).to.equal(true);
    expect(leavesNoPrice({ multiplier: '1', addend: kopecks(-9999) }, kopecks(10_000))).to.equal(false);
    expect(leavesNoPrice({ multiplier: '0.5', addend: kopecks(-5001) }, kopecks(10_000))).to.equal(true);
    expect(leavesNoPrice({ multiplier: '1', addend: kopecks(-10_000) }, kopecks(0))).to.equal(false);
  });

  it('own values that pass stand in the listing as they were written', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(texts, fc.integer({ min: -5, max: 100_000 }), (name, priceKopecks) => {
        const fault = overrideFault({ name, priceKopecks });
        if (fault !== null) return;
        const made = listed([member()], { overrides: { name, price: kopecks(priceKopecks) } });
        expect(made.price).to.equal(priceKopecks);
        expect(made.name.length).to.be.within(4, 100);
      }),
    );
    expect(overrideFault({ name: 'а'.repeat(100), description: 'б'.repeat(4000), priceKopecks: 1 })).to.equal(null);
    expect(overrideFault({ name: null, description: null, priceKopecks: null })).to.equal(null);
    expect(overrideFault({ name: 'абв' })).to.equal('name');
    expect(overrideFault({ name: 'а'.repeat(101) })).to.equal('name');
    expect(overrideFault({ name: '----' })).to.equal('name');
    expect(overrideFault({ description: ' \n ' })).to.equal('description');
    expect(overrideFault({ description: 'б'.repeat(4001) })).to.equal('description');
    for (const priceKopecks of [0, -1, 0.5, MAX_SHOP_PRICE + 1])
      expect(overrideFault({ priceKopecks })).to.equal('priceKopecks');
  });
});
