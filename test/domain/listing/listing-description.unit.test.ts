import { expect } from 'chai';
import fc from 'fast-check';
import { isCp1251 } from '../../../src/domain/text/cp1251.js';
import type { TillProduct } from '../../../src/domain/till.js';
import type { ContextChange } from './build-till.js';
import { listed, member } from './build-till.js';

const text = (
  change: Partial<TillProduct> = {},
  context: ContextChange = {},
  group: readonly string[] = ['Белый чай'],
) => listed(member(change, group), context).description;
const template = (descriptionTemplate: string, change: Partial<TillProduct> = {}) =>
  text(change, { settings: { descriptionTemplate } });

describe('listingDescription', () => {
  it('is one sentence when the till has no text', () => {
    expect(text()).to.equal('Бай Му Дань (цена за 1 шт.)');
    expect(text({ description: '  \n ' })).to.equal('Бай Му Дань (цена за 1 шт.)');
    expect(text({ measureName: 'упак.' })).to.equal('Бай Му Дань (цена за 1 упак.)');
    expect(text({ measureName: '' })).to.equal('Бай Му Дань');
  });

  it('is the till’s text with that sentence as the last paragraph', () => {
    expect(text({ description: 'Нежный  🍵 чай.\r\nВесна 2026.' })).to.equal(
      'Нежный чай.\nВесна 2026.\n\nБай Му Дань (цена за 1 шт.)',
    );
    expect(text({ description: 'Нежный белый чай', measureName: null })).to.equal('Нежный белый чай');
  });

  it('names the unit of the price', () => {
    const per = (weightUnit: 'as_is' | '100g' | '1kg', measureName: string) =>
      text({ measureName }, { settings: { weightUnit } }).replace('Бай Му Дань ', '');
    expect(per('100g', 'кг')).to.equal('(цена за 100 г.)');
    expect(per('1kg', 'гр')).to.equal('(цена за 1 кг.)');
    expect(per('as_is', 'кг')).to.equal('(цена за 1 кг.)');
    expect(per('100g', '__proto__')).to.equal('(цена за 1 __proto__.)');
    expect(per('100g', 'шт')).to.equal('(цена за 1 шт.)');
  });

  it('fills the merchant’s template', () => {
    expect(template('{name}: {group}, арт. {article}, {price_unit}', { articleNumber: '1005' })).to.equal(
      'Бай Му Дань: Белый чай, арт. 1005, цена за 1 шт.',
    );
    expect(template('Скидки: {unknown} {name}')).to.equal('Скидки: {unknown} Бай Му Дань');
    expect(template('{constructor} {__proto__} {name}')).to.equal('{constructor} {__proto__} Бай Му Дань');
    expect(template('{name} и {description}', { description: '{name} {group}' })).to.equal(
      'Бай Му Дань и {name} {group}',
    );
    expect(template('   ')).to.equal('Бай Му Дань (цена за 1 шт.)');
  });

  it('leaves out lines and brackets that would be empty', () => {
    expect(
      template('Описание\n{description}\nАртикул: {article}\n{name} ({price_unit})', { measureName: null }),
    ).to.equal('Описание\nБай Му Дань');
  });

  it('is completed in words when too short', () => {
    expect(text({ name: 'Бай Му Дан', measureName: null })).to.equal('Бай Му Дан');
    const bread = { name: 'Хлеб', measureName: null };
    expect(text(bread)).to.equal('Хлеб. Подробности уточните у продавца.');
    expect(text({ ...bread, description: 'Свежий' })).to.equal('Свежий\n\nХлеб');
    expect(text({ ...bread, description: 'Хлеб' })).to.equal('Хлеб. Подробности уточните у продавца.');
  });

  it('is the merchant’s own text when there is one', () => {
    const overrides = { description: 'Наш лучший чай 🍵' };
    expect(text({ description: 'с кассы' }, { overrides, settings: { descriptionTemplate: '{name}!' } })).to.equal(
      'Наш лучший чай',
    );
    expect(text({}, { overrides: { description: ' ' } })).to.equal('Бай Му Дань (цена за 1 шт.)');
  });

  it('keeps the last sentence behind a text beyond measure', () => {
    const long = text({ description: 'слово '.repeat(2000) });
    expect(long.length).to.be.at.most(4000);
    expect(long).to.match(/слово\n\nБай Му Дань \(цена за 1 шт\.\)$/u);
  });

  it('has 10 characters or more of windows-1251, whatever the till says', () => {
    const any = fc.option(fc.string({ unit: 'grapheme', maxLength: 30 }));
    fc.assert(
      fc.property(any, any, any, any, (description, measureName, articleNumber, descriptionTemplate) => {
        const made = text(
          { name: 'Чай5', description, measureName, articleNumber },
          { settings: { descriptionTemplate } },
        );
        expect(made.length).to.be.at.least(10);
        expect([...made].every(sign => sign === '\n' || isCp1251(sign.codePointAt(0) ?? 0))).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });
});
