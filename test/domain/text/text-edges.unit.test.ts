import { expect } from 'chai';
import { cleanParagraphs, cleanText } from '../../../src/domain/text/clean-text.js';
import { cutAtWord } from '../../../src/domain/text/cut-at-word.js';
import { NBSP } from '../../../src/domain/text/format-number.js';
import { formatMultiplier } from '../../../src/domain/text/format-multiplier.js';
import { shortHash } from '../../../src/domain/text/short-hash.js';
import { foldWord } from '../../../src/domain/text/words.js';

describe('signs VK does not have', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Доска 20✕30', 'Доска 20x30'],
    ['до −18°', 'до -18°'],
    ['Т‐34, Т‑35, Т‒36', 'Т-34, Т-35, Т-36'],
    ['Чай ― утро', 'Чай — утро'],
    ['1⁄2 и 3∕4', '1/2 и 3/4'],
    ['Лампа 5′ и 7″', 'Лампа 5\' и 7"'],
    ['Кар‛ер, обʼєм', "Кар'ер, об'єм"],
    ['‟Север"', '"Север"'],
    ['Труба ½, ¼ и ¾', 'Труба 1/2, 1/4 и 3/4'],
    ['Щебень 5 м³', 'Щебень 5 м3'],
    ['Уголок 45º', 'Уголок 45°'],
    ['Краска 20℃', 'Краска 20°C'],
    ['Резистор 5Ω', 'Резистор 5Ом'],
    ['Круг Ø5 и ⌀7', 'Круг D5 и D7'],
    ['Smørrebrød, Weißbier, Læsø, Wisła', 'Smorrebrod, Weissbier, Laeso, Wisla'],
  ];
  for (const [dirty, clean] of cases)
    it(`${dirty} → ${clean}`, () => {
      expect(cleanText(dirty)).to.equal(clean);
    });
});

describe('ends of a text', () => {
  it('lose every empty line at once', () => {
    expect(cleanParagraphs('\n\n\nабзац\n\n\n\n')).to.equal('абзац');
  });

  it('are left alone by the cut when the text fits, loose or not', () => {
    expect(cutAtWord('Набор для', 9)).to.equal('Набор для');
    expect(cutAtWord('Набор для', 30)).to.equal('Набор для');
  });

  it('are cut between words as long as half of the room is used', () => {
    expect(cutAtWord('Чай бананово-мятный', 6)).to.equal('Чай');
    expect(cutAtWord('Чай бананово-мятный', 7)).to.equal('Чай бан');
  });
});

describe('numbers as typed', () => {
  it('lose only leading and trailing zeros, and spaces around', () => {
    const shown = [' 1.5', '1005', '0012', '1.005', '0'].map(formatMultiplier);
    expect(shown).to.deep.equal(['1,5', '1005', '12', '1,005', '0'].map(number => `×${NBSP}${number}`));
  });
});

describe('words for comparing', () => {
  it('are Cyrillic when a till mixed Latin look-alikes into them', () => {
    const mixed = ['Xлeб', 'Mяco', 'Kвac', 'Tмин', 'Hyт', 'Pиc', 'Boдa', 'cаxаp'];
    expect(mixed.map(foldWord)).to.deep.equal(['хлеб', 'мясо', 'квас', 'тмин', 'нут', 'рис', 'вода', 'сахар']);
  });

  it('stay Latin when nothing in them is Cyrillic', () => {
    expect(foldWord('Coke')).to.equal('coke');
  });
});

describe('shortHash', () => {
  it('is filled up to its length when the number is small', () => {
    expect(shortHash('№16160')).to.equal('08xxtyqmrbj');
  });
});
