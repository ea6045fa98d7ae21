import type { MerchantSettings } from '../settings.js';
import { cleanText } from '../text/clean-text.js';
import { cutAtWord } from '../text/cut-at-word.js';
import { abbreviationExpander } from './expand-abbreviations.js';
import { lowerShouting } from './lower-shouting.js';
import type { ListingMember } from './types.js';
import { missingChoices } from './variant-choices.js';

/** VK: 4–100 characters, counted in windows-1251 (`market.add`). */
export const MIN_NAME = 4;
export const MAX_NAME = 100;

type NameSettings = Pick<MerchantSettings, 'lowerShouting' | 'expandAbbreviations' | 'abbreviations'>;

/** What was done to a till's name on its way to VK, in the order it was done. */
export type NameStep = 'own' | 'cleaned' | 'lowered' | 'expanded' | 'choices' | 'shortened' | 'completed';

export interface NamedListing {
  readonly name: string;
  readonly steps: readonly NameStep[];
}

/**
 * Name in VK, 4–100 characters of windows-1251; `null` when the till's name has no letter or digit.
 * `ownName` is what the merchant wrote by hand: it is cleaned and fitted, nothing else.
 */
export function listingName(member: ListingMember, settings: NameSettings, ownName: string | null): string | null {
  return nameSteps(member, settings, ownName)?.name ?? null;
}

/** The same with the steps on the way, for the page that explains the name. */
export function nameSteps(member: ListingMember, settings: NameSettings, ownName: string | null): NamedListing | null {
  const own = ownName === null ? '' : cleanText(ownName);
  const quieten = (text: string): string => (settings.lowerShouting ? lowerShouting(text) : text);
  const groupName = quieten(cleanText(member.groupPath.at(-1) ?? ''));
  if (isName(own)) return fit(own, groupName, [], ['own']);
  const clean = cleanText(member.product.name);
  if (!isName(clean)) return null;
  const quiet = quieten(clean);
  const written = settings.expandAbbreviations ? cleanText(expanderOf(settings.abbreviations)(quiet)) : quiet;
  // The merchant's list may turn a word into signs VK does not take.
  const full = isName(written) ? written : quiet;
  const steps: NameStep[] = [];
  if (clean !== member.product.name) steps.push('cleaned');
  if (quiet !== clean) steps.push('lowered');
  if (full !== quiet) steps.push('expanded');
  return fit(full, groupName, missingChoices(member, full), steps);
}

function isName(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The choices tell variants apart, so a long name gives way to them. */
function fit(name: string, groupName: string, choices: readonly string[], steps: readonly NameStep[]): NamedListing {
  const ending = choices.map(choice => `, ${choice}`).join('');
  const room = MAX_NAME - ending.length;
  const whole = room >= MAX_NAME / 2 ? cutAtWord(name, room) + ending : cutAtWord(name + ending, MAX_NAME);
  const taken: NameStep[] = [...steps];
  if (ending !== '') taken.push('choices');
  if (whole !== name + ending) taken.push('shortened');
  if (whole.length >= MIN_NAME) return { name: whole, steps: taken };
  return { name: complete(whole, groupName), steps: [...taken, 'completed'] };
}

/** «Чай» of the group «Напитки» → «Напитки: Чай»; without a usable group «Товар: Чай». */
function complete(name: string, groupName: string): string {
  const ending = `: ${name}`;
  const group = cutAtWord(groupName, MAX_NAME - ending.length);
  const inFront = isName(group) && group.toLowerCase() !== name.toLowerCase() ? group : 'Товар';
  return `${inFront}${ending}`;
}

const expanders = new WeakMap<object, (name: string) => string>();

/** A merchant's list is the same object for a whole run: prepared once, not once per good. */
function expanderOf(list: NameSettings['abbreviations']): (name: string) => string {
  const known = expanders.get(list) ?? abbreviationExpander(list);
  expanders.set(list, known);
  return known;
}
