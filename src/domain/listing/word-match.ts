import { foldWord } from '../text/words.js';

/** From this length on a word counts from its start («сигарет» in «сигаретный»); a shorter one only as itself. */
const STEM_LENGTH = 5;

const ENDINGS: ReadonlySet<string> = new Set(
  (
    ' а о у е ы и я ю э ь й ой ей ом ем ам ям ами ями ах ях ов ев ый ий ая яя ое ее ые ие ' +
    'ого его ому ему ым им ых их ую юю ыми ими'
  ).split(' '),
);

/** Tells whether a word of a text (folded, see `words`) is the one looked for. */
export type WordTest = (word: string) => boolean;

/**
 * A test for one word of a word list, in any case form. Short words must match whole but for their ending, so that
 * «вино» finds «вина» and not «виноград», «ром» not «ромашка», «пиво» not «пивоваренный»; longer ones match from the start.
 */
export function wordTest(listed: string): WordTest {
  const word = foldWord(listed);
  const stem = word.replace(/[аеиоуыэюяйь]$/u, '');
  const isForm = (text: string): boolean => text.startsWith(stem) && ENDINGS.has(text.slice(stem.length));
  if (word.length < STEM_LENGTH) return isForm;
  // Every match holds the stem somewhere: nearly all words of a catalogue are done with here.
  return text =>
    text.includes(stem) &&
    (isForm(text) || text.startsWith(word) || text.split('-').some(part => part.startsWith(word)));
}
