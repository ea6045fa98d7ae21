/** One word of a text, folded for comparing. */
export interface Word {
  /** Small letters, «ё» as «е», Latin twins inside a Cyrillic word as Cyrillic. */
  readonly text: string;
  /** Inside round or square brackets. */
  readonly bracketed: boolean;
}

/** Latin letters that look like Cyrillic ones: 0.5 % of till names mix both alphabets inside one word. */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
};

/** A word for comparing with others: case, «ё» and look-alike letters no longer matter. */
export function foldWord(word: string): string {
  const small = word.toLowerCase().replaceAll('ё', 'е');
  return /[а-я]/u.test(small) ? small.replace(/[abcehkmoptxy]/gu, letter => LOOK_ALIKE[letter] ?? letter) : small;
}

/** Words of a text in order: runs of letters and digits; a hyphen inside holds a word together («джин-тоник»). */
export function words(text: string): readonly Word[] {
  const found: Word[] = [];
  let depth = 0;
  for (const [part] of text.matchAll(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*|[()[\]]/gu)) {
    if (part === '(' || part === '[') depth += 1;
    else if (part === ')' || part === ']') depth = Math.max(0, depth - 1);
    else found.push({ text: foldWord(part), bracketed: depth > 0 });
  }
  return found;
}
