import { cleanText } from '../text/clean-text.js';
import { words } from '../text/words.js';
import type { ListingMember } from './types.js';

const ADJECTIVE_ENDING = /(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)$/u;

/** Choices of a variant («Красный», «S») the name does not tell yet, in the order of the group's attributes. */
export function missingChoices(member: ListingMember, name: string): readonly string[] {
  const chosen = member.product.attributesChoices;
  const said = words(name).map(word => word.text);
  return member.attributes
    .map(attribute => attribute.choices.find(choice => choice.id === chosen[attribute.id])?.name ?? '')
    .map(cleanText)
    .filter(choice => choice !== '' && !saysAll(said, choice));
}

function saysAll(said: readonly string[], choice: string): boolean {
  const wanted = words(choice).map(word => word.text);
  return wanted.length > 0 && wanted.every(word => said.some(known => sameWord(known, word)));
}

/** Adjectives are the same in any gender: «Красный» is in «джинсы красные». */
function sameWord(a: string, b: string): boolean {
  return a === b || (ADJECTIVE_ENDING.test(a) && ADJECTIVE_ENDING.test(b) && stem(a) === stem(b));
}

function stem(word: string): string {
  return word.replace(ADJECTIVE_ENDING, '');
}
