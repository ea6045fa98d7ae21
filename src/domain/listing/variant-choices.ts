import { cleanText } from '../text/clean-text.js';
import { foldWord, words } from '../text/words.js';
import type { ListingMember } from './types.js';

/** Letters of a word compared with the name: «Красный» is in «Джинсы красные». Shorter words must be equal. */
const COMPARED_STEM = 5;

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

function sameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [foldWord(a).slice(0, COMPARED_STEM), foldWord(b).slice(0, COMPARED_STEM)];
  return first.length === COMPARED_STEM && /^[а-я]+$/u.test(first) && first === second;
}
