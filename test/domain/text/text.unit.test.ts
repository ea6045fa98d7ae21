import { expect } from 'chai';
import fc from 'fast-check';
import { kopecks } from '../../../src/domain/money.js';
import { milli } from '../../../src/domain/quantity.js';
import { cleanParagraphs, cleanText } from '../../../src/domain/text/clean-text.js';
import { isCp1251 } from '../../../src/domain/text/cp1251.js';
import { cutAtWord } from '../../../src/domain/text/cut-at-word.js';
import { formatMultiplier } from '../../../src/domain/text/format-multiplier.js';
import { formatQuantity } from '../../../src/domain/text/format-quantity.js';
import { formatRub } from '../../../src/domain/text/format-rub.js';
import { pluralRu } from '../../../src/domain/text/plural-ru.js';
import { shortHash } from '../../../src/domain/text/short-hash.js';
import { words } from '../../../src/domain/text/words.js';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('Ч', 'а', 'й', ' ', '  ', '\t', '\n', '"', '(', '-', '.', '🍵', 'и\u0306', '₽', '1'),
  }),
);

describe('windows-1251', () => {
  it('is the code page of the platform, without control characters', () => {
    const decoder = new TextDecoder('windows-1251');
    const all = [...decoder.decode(Uint8Array.from({ length: 256 }, (_, i) => i))].map(
      sign => sign.codePointAt(0) ?? 0,
    );
    const printable = new Set(all.filter(code => code >= 0x20 && !(code >= 0x7f && code <= 0x9f)));
    for (let code = 0; code <= 0xffff; code += 1)
      expect(isCp1251(code), code.toString(16)).to.equal(printable.has(code));
    expect(isCp1251(0x1f375)).to.equal(false);
  });
});

describe('cleanText', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['  Тетрадь 48л   клетка ', 'Тетрадь 48л клетка'],
    ['Чай 🍵 зелёный', 'Чай зелёный'],
    ['Семья 👨‍👩‍👧 рядом', 'Семья рядом'],
    ['Кабель 3×1,5 м²', 'Кабель 3x1,5 м2'],
    ['Йогурт'.normalize('NFD'), 'Йогурт'],
    ['Nescafé Crème', 'Nescafe Creme'],
    ['Набор\r\nиз\tдвух\u00a0чашек', 'Набор из двух чашек'],
    ['мягкий\u00adперенос\u200b', 'мягкийперенос'],
    ['Карта 100₽', 'Карта 100 руб.'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['日本茶', ''],
    ['«Ёлочка» № 5 — 20 °C', '«Ёлочка» № 5 — 20 °C'],
  ];
  for (const [dirty, clean] of cases)
    it(`${JSON.stringify(dirty)} → ${clean}`, () => expect(cleanText(dirty)).to.equal(clean));

  it('keeps only windows-1251, single spaces and no ends, and is the same when done twice', () => {
    fc.assert(
      fc.property(anyText, text => {
        const clean = cleanText(text);
        expect([...clean].every(sign => isCp1251(sign.codePointAt(0) ?? 0))).to.equal(true);
        expect(clean)
          .to.equal(clean.trim())
          .and.not.match(/\s{2}|[\n\t\u00a0]/u);
        expect(cleanText(clean)).to.equal(clean);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps paragraphs when asked, with at most one empty line', () => {
    expect(cleanParagraphs('\n\n Первый  абзац 🍵\r\n\n\n\nвторой\n')).to.equal('Первый абзац\n\nвторой');
    fc.assert(fc.property(anyText, text => cleanParagraphs(cleanParagraphs(text)) === cleanParagraphs(text)));
  });
});

describe('cutAtWord', () => {
  it('cuts before the word that does not fit, without loose ends', () => {
    expect(cutAtWord('Чай белый', 9)).to.equal('Чай белый');
    expect(cutAtWord('Чай белый листовой', 14)).to.equal('Чай белый');
    expect(cutAtWord('Ботинки женские, чёрные', 17)).to.equal('Ботинки женские');
    expect(cutAtWord('Крем для рук и ног', 14)).to.equal('Крем для рук');
    expect(cutAtWord('Набор «Радость» (большой)', 17)).to.equal('Набор «Радость»');
    expect(cutAtWord('Превысокомногорассмотрительствующий', 10)).to.equal('Превысоком');
    expect(cutAtWord('А Превысокомногорассмотрительствующий', 10)).to.equal('А Превысок');
  });

  it('never gives more than asked for, nor nothing for something', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, max) => {
        const clean = cleanText(text);
        expect(cutAtWord(clean, max).length).to.be.within(clean === '' ? 0 : 1, max);
        expect(clean.startsWith(cutAtWord(clean, max))).to.equal(true);
      }),
    );
  });
});

describe('Russian numbers and forms', () => {
  it('chooses the plural form', () => {
    const form = (n: number) => pluralRu(n, 'товар', 'товара', 'товаров');
    expect([1, 21, 101, -1].map(form)).to.deep.equal(Array(4).fill('товар'));
    expect([2, 4, 22, 104].map(form)).to.deep.equal(Array(4).fill('товара'));
    expect([0, 5, 11, 12, 14, 20, 111, 112, 1014].map(form)).to.deep.equal(Array(9).fill('товаров'));
  });

  it('writes money', () => {
    const written = [0, 5, 35000, 123450, -123456789].map(amount => plain(formatRub(kopecks(amount))));
    expect(written).to.deep.equal(['0 ₽', '0,05 ₽', '350 ₽', '1 234,50 ₽', '−1 234 567,89 ₽']);
    expect(formatRub(kopecks(123450))).to.not.contain(' ');
  });

  it('writes quantities', () => {
    const written = [milli(500), milli(12_000), milli(-3250), milli(1_234_000)].map(q =>
      plain(formatQuantity(q, 'кг')),
    );
    expect(written).to.deep.equal(['0,5 кг', '12 кг', '−3,25 кг', '1 234 кг']);
    expect([formatQuantity(milli(1000), null), formatQuantity(milli(1), '')]).to.deep.equal(['1', '0,001']);
  });

  it('writes multipliers', () => {
    expect(['1.10', '1', '0.9500', '1,15', '010'].map(m => plain(formatMultiplier(m)))).to.deep.equal([
      '× 1,1',
      '× 1',
      '× 0,95',
      '× 1,15',
      '× 10',
    ]);
  });
});

describe('words and hashes', () => {
  it('folds case, ё and look-alike letters, keeps hyphens, marks brackets', () => {
    expect(words('ВOДKА "Ёлка" (пакет) Джин-тоник 1,5л Vodka')).to.deep.equal([
      { text: 'водка', bracketed: false },
      { text: 'елка', bracketed: false },
      { text: 'пакет', bracketed: true },
      { text: 'джин-тоник', bracketed: false },
      { text: '1', bracketed: false },
      { text: '5л', bracketed: false },
      { text: 'vodka', bracketed: false },
    ]);
  });

  it('closes brackets as they were opened', () => {
    const inside = words('Чай) чёрный (1 [2] 3) тест').filter(word => word.bracketed);
    expect(inside.map(word => word.text)).to.deep.equal(['1', '2', '3']);
  });

  it('hashes the same text the same way for ever', () => {
    // FNV-1a 64 of "a" is af63dc4c8601ec8c.
    expect(shortHash('a')).to.equal(0xaf63dc4c8601ec8cn.toString(36).slice(-11).padStart(11, '0'));
    expect(shortHash('art:1'))
      .to.match(/^[0-9a-z]{11}$/u)
      .and.not.equal(shortHash('art:2'));
  });
});
