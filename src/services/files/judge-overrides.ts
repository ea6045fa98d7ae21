import type { OwnValuesRow } from '../../db/repositories/override-imports.repository.js';
import { overrideFault } from '../../domain/listing/override-fault.js';
import { parseOwnPrice } from '../../domain/listing/own-price.js';
import type { LineFaultCode, OverrideField, OverrideRow, OverrideWish } from './file-contracts.js';

/** What a line of a file would do to a good. */
export type Judged =
  | { readonly kind: 'fault'; readonly code: LineFaultCode; readonly value: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'change'; readonly before: OverrideWish; readonly after: OverrideWish };

/** Own values as texts. */
export const ownTexts = ({ ownName, ownDescription, ownPriceKopecks }: OwnValuesRow): Required<OverrideWish> => ({
  price: ownPriceKopecks === null ? null : String(ownPriceKopecks),
  name: ownName,
  description: ownDescription,
});

const UNFIT: Readonly<Record<OverrideField, LineFaultCode>> = {
  price: 'price_range',
  name: 'name_unfit',
  description: 'description_unfit',
};

/**
 * Compares a line with the own values of its good. An empty cell is no own value; a field whose column the file does not
 * have stays as it is. Only what differs is judged: a value that stood there before is nobody's new fault.
 */
export function judgeOverride(row: OverrideRow, good: OwnValuesRow): Judged {
  const present = ownTexts(good);
  const before: Record<string, string | null> = {};
  const after: Record<string, string | null> = {};
  for (const [field, cell] of Object.entries(row.cells) as [OverrideField, string][]) {
    const wish = wishOf(field, cell);
    if (wish === undefined) return { kind: 'fault', code: 'price_unreadable', value: cell };
    if (isSame(wish, present[field])) continue;
    if (wish !== null && !fits(field, wish)) return { kind: 'fault', code: UNFIT[field], value: cell };
    before[field] = present[field];
    after[field] = wish;
  }
  return Object.keys(after).length === 0 ? { kind: 'unchanged' } : { kind: 'change', before, after };
}

/** The text to keep, `null` for none; `undefined` = a price that cannot be read. */
function wishOf(field: OverrideField, cell: string): string | null | undefined {
  const text = cell.trim();
  if (text === '') return null;
  if (field !== 'price') return text;
  const price = parseOwnPrice(text);
  return price === null ? undefined : String(price);
}

/** Characters kept of what was typed; what is left of it after cleaning is judged apart. */
const MAX_TYPED: Readonly<Record<OverrideField, number>> = { price: 20, name: 200, description: 15_000 };

const fits = (field: OverrideField, wish: string): boolean =>
  wish.length <= MAX_TYPED[field] &&
  overrideFault(field === 'price' ? { priceKopecks: Number(wish) } : { [field]: wish }) === null;

/** Tables write line ends their own way: that is no change. */
const isSame = (wish: string | null, present: string | null): boolean => plain(wish) === plain(present);

const plain = (text: string | null): string => (text ?? '').replace(/\r\n?/gu, '\n').trim();
