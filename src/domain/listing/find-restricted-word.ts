import type { Word } from '../text/words.js';
import { words } from '../text/words.js';
import { RESTRICTED_WORDS } from './restricted-words.js';
import type { WordTest } from './word-match.js';
import { wordTest } from './word-match.js';

/** One entry of a word list, ready to look for: every word of a phrase must follow the one before. */
interface Entry {
  readonly shown: string;
  readonly tests: readonly WordTest[];
  readonly accepts: (text: readonly Word[], at: number) => boolean;
}

/** «Для», «к»…: the good goes with the drink and is not the drink. */
const GOES_WITH: ReadonlySet<string> = new Set(['для', 'под', 'к', 'из-под', 'без', 'от']);

const BUILT_IN: readonly Entry[] = RESTRICTED_WORDS.map(({ word, isDrink, notBefore }) => ({
  shown: word,
  tests: [wordTest(word)],
  accepts: (text, at) =>
    !notBefore.some(start => text[at + 1]?.text.startsWith(start) === true) &&
    // Two words back: «бокал для красного вина».
    !(isDrink && text.slice(Math.max(0, at - 2), at).some(before => GOES_WITH.has(before.text))),
}));

/**
 * First word of the built-in or the merchant's list found in one of the texts, as it stands in the list; `null` = none.
 * The merchant's words count wherever they stand.
 */
export function restrictedWordFinder(merchantWords: readonly string[]): (texts: readonly string[]) => string | null {
  const own = merchantWords.map(toEntry).filter(entry => entry.tests.length > 0);
  const entries = [...BUILT_IN, ...own];
  return texts => {
    for (const text of texts.map(words)) {
      for (let at = 0; at < text.length; at += 1) {
        const found = entries.find(entry => standsAt(entry, text, at));
        if (found !== undefined) return found.shown;
      }
    }
    return null;
  };
}

function toEntry(listed: string): Entry {
  return { shown: listed.trim(), tests: words(listed).map(word => wordTest(word.text)), accepts: () => true };
}

function standsAt(entry: Entry, text: readonly Word[], at: number): boolean {
  return (
    entry.tests.every((test, i) => {
      const word = text[at + i];
      return word !== undefined && test(word.text);
    }) && entry.accepts(text, at)
  );
}
