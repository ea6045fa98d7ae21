import { expect } from 'chai';
import { abbreviationExpander } from '../../../src/domain/listing/expand-abbreviations.js';
import { lowerShouting } from '../../../src/domain/listing/lower-shouting.js';
import type { TillAttribute } from '../../../src/domain/till.js';
import { listed, member } from './build-till.js';

const oneChoice = (name: string): readonly TillAttribute[] => [{ id: 'a', name: 'Вид', choices: [{ id: 'c', name }] }];
const variant = (name: string, choice: string) =>
  listed(member({ name, attributesChoices: { a: 'c' } }, ['Разное'], oneChoice(choice))).name;

describe('lowering shouting, word by word', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['3 ПОРОСЁНКА КНИГА', '3 поросёнка книга'],
    ['(НОВЫЙ) ЧАЙ', '(Новый) чай'],
    ['ХЛЕБ с ТМИНОМ', 'Хлеб с тмином'],
    ['ЧАЙ СОК', 'ЧАЙ СОК'],
    ['КАБЕЛЬ Philips ЧЁРНЫЙ', 'Кабель Philips чёрный'],
    ['ФИЛЬТР АБ12 ЧЁРНЫЙ', 'Фильтр АБ12 чёрный'],
    ['ВОДА « РОДНИК»', 'Вода « Родник»'],
    ['КРЕМ Д/СПА', 'Крем д/спа'],
    ['ХЛЕБ С. ПЕТРОВ БЕЛЫЙ', 'Хлеб С. петров белый'],
    ['ШАРИК ПШШШШ', 'Шарик пшшшш'],
    ['ПЕСОК И КАМЕНЬ', 'Песок и камень'],
    ['СЛОВО О ПОЛКУ', 'Слово о полку'],
    ['ДОРОГА К ДОМУ', 'Дорога к дому'],
    ['ДОМ У МОРЯ', 'Дом у моря'],
    ['МОРЕ И Я ВМЕСТЕ', 'Море и я вместе'],
    ['НЕ САХАР А МЁД', 'Не сахар а мёд'],
    ['ВИТАМИН ДЕТСКИЙ С ЖЕЛЕЗОМ', 'Витамин детский с железом'],
    ['КАТЕГОРИЯ С ЛАМПА', 'Категория С лампа'],
    // Latin signs inside a Russian word: К and А are Cyrillic here.
    ['НАПИТОК КOLА', 'Напиток кolа'],
    ['ЧЕХОЛ miniК', 'Чехол miniК'],
    ['ЧЕХОЛ Кmini', 'Чехол Кmini'],
  ];
  for (const [till, shop] of cases)
    it(`${till} → ${shop}`, () => {
      expect(lowerShouting(till)).to.equal(shop);
    });
});

describe('expanding abbreviations, sign by sign', () => {
  const expand = (list: readonly (readonly [string, string])[], name: string) => abbreviationExpander(list)(name);

  it('takes the longest of several that fit, wherever it stands in the list', () => {
    const list = [['нат.', 'натуральный'] as const, ['нат. кожа', 'натуральная кожа'] as const];
    expect(expand(list, 'Сапоги нат. кожа')).to.equal('Сапоги натуральная кожа');
  });

  it('does not mind spaces around an entry', () => {
    expect(expand([[' охл ', ' охлаждённое ']], 'Бедро охл.')).to.equal('Бедро охлаждённое');
  });

  it('passes over an entry without a short form, even between two signs', () => {
    expect(expand([['', 'что-то']], 'Чай, улун')).to.equal('Чай, улун');
  });

  it('puts a space only where a number or a full stop stands right before', () => {
    expect(expand([['р.', 'размер']], 'Сапоги 5 (р.38)')).to.equal('Сапоги 5 (размер 38)');
  });

  it('keeps a full stop of the name behind a short form that ends in one', () => {
    expect(expand([['гр.', 'г']], 'Чай 100 гр..')).to.equal('Чай 100 г.');
  });

  it('needs the whole word when the dot or slash stands inside the short form', () => {
    expect(expand([['т/пак', 'тетрапак']], 'Сок т/пакетик')).to.equal('Сок т/пакетик');
  });
});

describe('choices of a variant in its name', () => {
  it('stand when only a noun looks like the stem of a word said', () => {
    expect(variant('Ключ домой', 'Дом')).to.equal('Ключ домой, Дом');
    expect(variant('Ключ дом', 'Домой')).to.equal('Ключ дом, Домой');
  });

  it('stand when they are signs only', () => {
    expect(variant('Линзы', '+')).to.equal('Линзы, +');
  });

  it('stay whole while they take no more than half of the room', () => {
    const choice = 'Ц'.repeat(48);
    expect(variant('Джинсы зауженные '.repeat(4), choice)).to.equal(
      `${'Джинсы зауженные '.repeat(3).trim()}, ${choice}`,
    );
  });
});

describe('a name completed by its group', () => {
  it('is never longer than VK takes', () => {
    const { name } = listed(member({ name: 'Сок' }, ['а'.repeat(130)]));
    expect(name).to.equal(`${'а'.repeat(95)}: Сок`);
  });
});
