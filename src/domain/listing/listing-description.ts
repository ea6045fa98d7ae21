import { cleanParagraphs, cleanText } from '../text/clean-text.js';
import { cutAtWord } from '../text/cut-at-word.js';
import type { DescriptionField } from './description-fields.js';
import type { ShownUnit } from './shown-unit.js';

/** VK takes no description under 10 characters (schema of `market.add`). */
export const MIN_DESCRIPTION = 10;
/** VK publishes no upper limit; a till text longer than this is no description. */
export const MAX_DESCRIPTION = 4000;
/** Said when there is nothing else to say: natural, and long enough behind any name. */
const CLOSING = 'Подробности уточните у продавца.';

export interface DescriptionInput {
  /** Final name of the listing. */
  readonly name: string;
  readonly tillText: string | null;
  readonly articleNumber: string | null;
  readonly groupName: string;
  readonly unit: ShownUnit;
  /** `null` or blank = the built-in text. */
  readonly template: string | null;
  /** Written by hand for this good; takes the place of everything else. */
  readonly ownText: string | null;
}

/**
 * Description in VK: plain text of windows-1251, at least 10 characters. Built-in: the till's text and, for goods with a
 * measure, a last paragraph «Name (цена за N unit.)»; without a text just that sentence, or the name.
 */
export function listingDescription(input: DescriptionInput): string {
  const own = cleanParagraphs(input.ownText ?? '');
  const template = (input.template ?? '').trim();
  const text = own !== '' ? own : template === '' ? builtIn(input) : fromTemplate(template, input);
  return longEnough(cutAtWord(text, MAX_DESCRIPTION), input.name);
}

/** Where a description comes from: the merchant's own text, the template, the till's text, or there was none at all. */
export type DescriptionSource = 'own' | 'template' | 'till' | 'name';

/** The source of what {@link listingDescription} makes of the same input. */
export function descriptionSource({ ownText, template, tillText }: DescriptionInput): DescriptionSource {
  if (cleanParagraphs(ownText ?? '') !== '') return 'own';
  if ((template ?? '').trim() !== '') return 'template';
  return cleanParagraphs(tillText ?? '') === '' ? 'name' : 'till';
}

/** «цена за 100 г.»; empty when the till gave no measure. */
export function priceUnitText({ amount, unit }: ShownUnit): string {
  const clean = cleanText(unit);
  return clean === '' ? '' : `цена за ${amount} ${clean}.`;
}

function builtIn(input: DescriptionInput): string {
  const unit = priceUnitText(input.unit);
  const sentence = unit === '' ? input.name : `${input.name} (${unit})`;
  const text = cleanParagraphs(input.tillText ?? '');
  if (text === '') return sentence;
  if (unit === '') return text;
  return `${cutAtWord(text, MAX_DESCRIPTION - sentence.length - 2)}\n\n${sentence}`;
}

function fromTemplate(template: string, input: DescriptionInput): string {
  const values: Readonly<Record<DescriptionField, string>> = {
    name: input.name,
    description: cleanParagraphs(input.tillText ?? ''),
    price_unit: priceUnitText(input.unit),
    article: cleanText(input.articleNumber ?? ''),
    group: cleanText(input.groupName),
  };
  const fields = new Map(Object.entries(values));
  const lines = template.split(/\r\n?|\n/u).flatMap(line => {
    const used = [...line.matchAll(/\{(\w+)\}/gu)]
      .map(([, field = '']) => fields.get(field))
      .filter(value => value !== undefined);
    // «Артикул: {article}» says nothing without an article.
    if (used.length > 0 && used.every(value => value === '')) return [];
    const bare = line.replace(/\(\s*\{(\w+)\}\s*\)/gu, (whole, field: string) =>
      fields.get(field) === '' ? '' : whole,
    );
    return [bare.replace(/\{(\w+)\}/gu, (whole, field: string) => fields.get(field) ?? whole)];
  });
  return cleanParagraphs(lines.join('\n'));
}

function longEnough(text: string, name: string): string {
  if (text.length >= MIN_DESCRIPTION) return text;
  const named = text === '' ? name : text.includes(name) ? text : `${text}\n\n${name}`;
  if (named.length >= MIN_DESCRIPTION) return named;
  return `${named}${/[.!?…]$/u.test(named) ? '' : '.'} ${CLOSING}`;
}
