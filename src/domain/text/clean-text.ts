import { isCp1251 } from './cp1251.js';

/** Signs outside windows-1251 that have a plain twin in it; losing them would change a size or a price («3×1,5»). */
const TWINS: ReadonlyMap<string, string> = new Map([
  ['×', 'x'],
  ['✕', 'x'],
  ['−', '-'],
  ['‐', '-'],
  ['‑', '-'],
  ['‒', '-'],
  ['―', '—'],
  ['⁄', '/'],
  ['∕', '/'],
  ['′', "'"],
  ['‛', "'"],
  ['ʼ', "'"],
  ['″', '"'],
  ['‟', '"'],
  ['½', '1/2'],
  ['¼', '1/4'],
  ['¾', '3/4'],
  ['²', '2'],
  ['³', '3'],
  ['º', '°'],
  ['℃', '°C'],
  ['₽', ' руб.'],
  ['Ω', 'Ом'],
  ['Ø', 'D'],
  ['⌀', 'D'],
  ['ø', 'o'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['ł', 'l'],
]);

// Stryker disable next-line Regex: it would write `\V`, which no regular expression with `u` may hold.
const LINE_BREAK = /\r\n?|[\n\v\f\u0085\u2028\u2029]/gu;
/** Spaces of any width; the joiners and the soft hyphen are dropped instead. */
const SPACE = /[\p{Zs}\t\n]+/gu;
const COMBINING = /\p{M}/gu;

/**
 * Text of one line as VK takes it: only windows-1251 signs, no control characters or emoji, single spaces, trimmed.
 * Cleaning twice is the same as once. `<`, `>` and `&` are signs like others: VK shows plain text.
 */
export function cleanText(text: string): string {
  return keepCp1251(text.replace(LINE_BREAK, ' ')).replace(SPACE, ' ').trim();
}

/** As `cleanText`, keeping line breaks; at most one empty line between paragraphs. */
export function cleanParagraphs(text: string): string {
  return text
    .replace(LINE_BREAK, '\n')
    .split('\n')
    .map(cleanText)
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .replace(/^\n+|\n+$/gu, '');
}

function keepCp1251(text: string): string {
  if (/^[\x20-\x7eЁА-яё]*$/u.test(text)) return text;
  let kept = '';
  // Composed first: «й» may arrive as «и» with a mark of its own.
  for (const sign of text.normalize('NFC')) kept += asCp1251(sign);
  return kept;
}

function asCp1251(sign: string): string {
  const codePoint = sign.codePointAt(0) ?? 0;
  // Soft hyphen: in the code page, but a sign nobody sees.
  if (codePoint === 0xad) return '';
  if (isCp1251(codePoint)) return sign;
  if (/[\p{Zs}\t]/u.test(sign)) return ' ';
  const twin = TWINS.get(sign);
  if (twin !== undefined) return twin;
  const base = sign.normalize('NFD').replace(COMBINING, '');
  return [...base].every(part => isCp1251(part.codePointAt(0) ?? 0)) ? base : '';
}
