import type { Word } from '../text/words.js';
import { words } from '../text/words.js';

/** What goods are packed in: behind the noun it only describes it («молоко пакет 1 л»). */
const PACKING: ReadonlySet<string> = new Set([
  'пакет',
  'пакеты',
  'бутылка',
  'банка',
  'коробка',
  'ящик',
  'тара',
  'упаковка',
]);
/** Things whose purpose makes them goods: «пакет для мусора», «тест на беременность». */
const NAMED_BY_PURPOSE: ReadonlySet<string> = new Set([...PACKING, 'тест']);
const PURPOSE: ReadonlySet<string> = new Set(['для', 'на']);
const PREPOSITION: ReadonlySet<string> = new Set(['в', 'во', 'с', 'со', 'без', 'из', 'для', 'под', 'на', 'к', 'от']);
const ADJECTIVE = /(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)$/u;

/**
 * First entry of the list found in a name, as it stands in the list; `null` = none. A phrase counts wherever it stands.
 * A single word counts whole («тест» is not in «тесто»), outside brackets, not after a preposition, and a packing only
 * when it is what the row is about («фирменный пакет», not «чай пакет 20 шт»).
 */
export function serviceWordFinder(list: readonly string[]): (name: string) => string | null {
  const entries = list
    .map(listed => ({ shown: listed.trim(), phrase: words(listed).map(word => word.text) }))
    .filter(entry => entry.phrase.length > 0);
  return name => {
    const text = words(name);
    const found = entries.find(({ phrase }) =>
      text.some(
        (_, at) => phrase.every((word, i) => text[at + i]?.text === word) && (phrase.length > 1 || counts(text, at)),
      ),
    );
    return found?.shown ?? null;
  };
}

function counts(text: readonly Word[], at: number): boolean {
  const word = text[at];
  if (word === undefined || word.bracketed) return false;
  if (PREPOSITION.has(text[at - 1]?.text ?? '')) return false;
  if (NAMED_BY_PURPOSE.has(word.text) && PURPOSE.has(text[at + 1]?.text ?? '')) return false;
  return !PACKING.has(word.text) || text.slice(0, at).every(before => ADJECTIVE.test(before.text));
}
