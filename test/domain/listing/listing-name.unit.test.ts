import { expect } from 'chai';
import fc from 'fast-check';
import { listingName } from '../../../src/domain/listing/listing-name.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.js';
import { isCp1251 } from '../../../src/domain/text/cp1251.js';
import type { TillAttribute } from '../../../src/domain/till.js';
import { listed, member } from './build-till.js';

const named = (name: string, group: readonly string[] = ['Белый чай']) => listed(member({ name }, group)).name;
const quiet = (name: string) => listed(member({ name }), { settings: { lowerShouting: true, serviceWords: [] } }).name;
const full = (name: string) => listed(member({ name }), { settings: { expandAbbreviations: true } }).name;

const jeans: readonly TillAttribute[] = [
  {
    id: 'colour',
    name: 'Цвет',
    choices: [
      { id: 'red', name: 'Красный' },
      { id: 'blue', name: 'Синий' },
      { id: 'dark', name: 'Тёмный синий' },
      { id: 'odd', name: 'Цвет '.repeat(15) },
    ],
  },
  {
    id: 'size',
    name: 'Размер',
    choices: [
      { id: 's', name: 'S' },
      { id: 'xl', name: 'XL' },
    ],
  },
];

describe('listingName', () => {
  describe('always', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['  Тетрадь 48л   клетка  ', 'Тетрадь 48л клетка'],
      ['Чай 🍵 зелёный', 'Чай зелёный'],
      ['ВОДА МИНЕРАЛЬНАЯ "РОДНИЧОК" 1,5Л ГАЗ  1/6', 'ВОДА МИНЕРАЛЬНАЯ "РОДНИЧОК" 1,5Л ГАЗ 1/6'],
      ['Ботинки жен.31045 р.38 нат.кожа,чер.Вектра', 'Ботинки жен.31045 р.38 нат.кожа,чер.Вектра'],
      ['<b>Чай</b>', '<b>Чай</b>'],
    ];
    for (const [till, shop] of cases) it(`${till} → ${shop}`, () => expect(named(till)).to.equal(shop));

    it('completes a name too short with its group, never with signs', () => {
      expect(named('Чай', ['Напитки', 'Горячее'])).to.equal('Горячее: Чай');
      expect(named('Чай', [])).to.equal('Товар: Чай');
      expect(named('S', ['s'])).to.equal('Товар: S');
      expect(named('7', ['🍵'])).to.equal('Товар: 7');
      expect(named('Сок', ['Очень длинная группа '.repeat(6)])).to.match(/^Очень длинная группа .*: Сок$/u);
    });

    it('quietens the group’s name as well', () => {
      const settings = { lowerShouting: true };
      expect(listed(member({ name: 'Чай' }, ['НАПИТКИ']), { settings }).name).to.equal('Напитки: Чай');
    });

    it('cuts a name too long at a word', () => {
      const long = 'Лампа светодиодная '.repeat(11);
      expect(named(long)).to.equal(`${'Лампа светодиодная '.repeat(5)}Лампа`);
      expect(named(`${'Лампа светодиодная, '.repeat(5)}для`)).to.equal('Лампа светодиодная, '.repeat(5).slice(0, -2));
    });

    it('has 4–100 characters of windows-1251 whatever the till says, and is the same when made twice', () => {
      const anyName = fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 150 }),
        fc.string({ unit: fc.constantFrom('Ч', 'а', ' ', 'R', '"', '(', '🍵'), maxLength: 130 }),
      );
      const switches = fc.record({ lowerShouting: fc.boolean(), expandAbbreviations: fc.constant(false) });
      fc.assert(
        fc.property(anyName, anyName, switches, (name, group, on) => {
          const settings = { ...DEFAULT_SETTINGS, ...on };
          const made = listingName(member({ name }, [group]), settings, null);
          if (made === null) {
            expect(/[A-Za-zА-яЁё0-9]/u.test(name)).to.equal(false);
            return;
          }
          expect(made.length).to.be.within(4, 100);
          expect([...made].every(sign => isCp1251(sign.codePointAt(0) ?? 0))).to.equal(true);
          // A name cut after 100 characters may have lost the small word that kept it from shouting.
          if (on.lowerShouting && Math.max(name.length, group.length) > 90) return;
          expect(listingName(member({ name: made }, [group]), settings, null)).to.equal(made);
        }),
        { numRuns: 500 },
      );
    });
  });

  describe('lowering shouting', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['ВОДА МИНЕРАЛЬНАЯ "РОДНИЧОК" 1,5Л ГАЗ  1/6', 'Вода минеральная "Родничок" 1,5л газ 1/6'],
      ['НЕКТАР "САДКО" ПЕРСИК 1Л Т/ПАК', 'Нектар "Садко" персик 1л т/пак'],
      ['КРЕМ Д/РУК РОМАШКА 75МЛ', 'Крем д/рук ромашка 75мл'],
      ['ХЛЕБ С ТМИНОМ', 'Хлеб с тмином'],
      ['ВИТАМИН С ДЕТСКИЙ', 'Витамин С детский'],
      ['КАБЕЛЬ ВВГ 3*1,5 (М)', 'Кабель ВВГ 3*1,5 (М)'],
      ['ЛАМПА LED 11ВТ PHILIPS Е27', 'Лампа LED 11Вт Philips Е27'],
      ['СЫР «ДОМИК В ДЕРЕВНЕ 200Г', 'Сыр «Домик в деревне 200г'],
      ['КОЛБАСА ВАР. ГОСТ 300 ГР.', 'Колбаса вар. ГОСТ 300 гр.'],
      ['ПОЛКА ЛДСП БЕЛАЯ', 'Полка ЛДСП белая'],
      ['КАБЕЛЬ usb ЧЁРНЫЙ', 'Кабель usb чёрный'],
      ['ВОДА 5 Л ШТ', 'Вода 5 л шт'],
      ['ОБЛОЖКА ТИП Л БОЛЬШАЯ', 'Обложка тип Л большая'],
      ['ЛАМПА СОРТ А', 'Лампа сорт А'],
      ['КОФЕ чай', 'КОФЕ чай'],
      ['Кабель ВВГ', 'Кабель ВВГ'],
      ['Вода "РОДНИЧОК"', 'Вода "РОДНИЧОК"'],
      ['USB HUB', 'USB HUB'],
    ];
    for (const [till, shop] of cases) it(`${till} → ${shop}`, () => expect(quiet(till)).to.equal(shop));
  });

  describe('expanding abbreviations', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['Ботинки жен.31045 р.38 нат.кожа', 'Ботинки для женщин 31045 размер 38 натуральная кожа'],
      ['КРЕМ Д/РУК', 'КРЕМ для РУК'],
      ['Д/рук крем', 'Для рук крем'],
      ['Салат столичный 100гр', 'Салат столичный 100 г'],
      ['Горошек ж/б 400 гр.', 'Горошек жестяная банка 400 г'],
      ['Мука гр/кг и гр-кг', 'Мука гр/кг и гр-кг'],
      ['Группа крови', 'Группа крови'],
      ['Дир. картины', 'Дир. картины'],
      ['Мужская рубашка', 'Мужская рубашка'],
    ];
    for (const [till, shop] of cases) it(`${till} → ${shop}`, () => expect(full(till)).to.equal(shop));

    it('uses the merchant’s own list', () => {
      const settings = { expandAbbreviations: true, abbreviations: [['охл', 'охлаждённое'] as const] };
      expect(listed(member({ name: 'Бедро ЦБ охл.(пакет)' }), { settings }).name).to.equal(
        'Бедро ЦБ охлаждённое(пакет)',
      );
    });

    it('passes over empty lines of the list', () => {
      const settings = { expandAbbreviations: true, abbreviations: [['', 'что-то'] as const, ['чай', ' '] as const] };
      expect(listed(member({ name: 'Чай  улун' }), { settings }).name).to.equal('Чай улун');
    });

    it('keeps the till’s word when the list would leave nothing', () => {
      const settings = { expandAbbreviations: true, abbreviations: [['чай', '🍵'] as const] };
      expect(listed(member({ name: 'Чай' }), { settings }).name).to.equal('Белый чай: Чай');
    });

    it('does both, quieting first', () => {
      const settings = { expandAbbreviations: true, lowerShouting: true };
      expect(listed(member({ name: 'КРЕМ Д/РУК 75ГР' }), { settings }).name).to.equal('Крем для рук 75 г');
    });
  });

  describe('variants', () => {
    const variant = (name: string, choices: Record<string, string>) =>
      listed(member({ name, attributesChoices: choices }, ['Одежда', 'Джинсы'], jeans)).name;

    it('appends the choices the name does not tell', () => {
      expect(variant('Джинсы', { size: 's', colour: 'red' })).to.equal('Джинсы, Красный, S');
      expect(variant('Джинсы красные', { size: 'xl', colour: 'red' })).to.equal('Джинсы красные, XL');
      expect(variant('Джинсы Синие S', { size: 's', colour: 'blue' })).to.equal('Джинсы Синие S');
      expect(variant('Джинсы синие', { colour: 'dark' })).to.equal('Джинсы синие, Тёмный синий');
      expect(variant('Джинсы', { size: 'unknown', gone: 'x' })).to.equal('Джинсы');
    });

    it('keeps the choices when the name is too long', () => {
      const name = variant('Джинсы зауженные '.repeat(9), { size: 'xl', colour: 'red' });
      expect(name).to.match(/^Джинсы зауженные .*, Красный, XL$/u);
      expect(name.length).to.be.at.most(100);
      const odd = variant('Джинсы зауженные '.repeat(3), { colour: 'odd' });
      expect(odd).to.match(/^Джинсы зауженные Джинсы зауженные Джинсы зауженные, Цвет (?:Цвет )*Цвет$/u);
      expect(odd.length).to.be.within(90, 100);
    });
  });

  it('takes a name written by hand, cleaned and fitted only', () => {
    const overrides = { name: '  МОЙ чай 🍵 гр ' };
    const settings = { lowerShouting: true, expandAbbreviations: true };
    expect(listed(member(), { overrides, settings }).name).to.equal('МОЙ чай гр');
    expect(listed(member(), { overrides: { name: ' 🍵 ' } }).name).to.equal('Бай Му Дань');
  });
});
