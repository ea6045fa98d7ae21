import type { Operation } from '../../../db/repositories/operations.repository.js';
import type { ItemLink } from '../../../db/repositories/links.repository.js';
import { FIELDS, type Field } from '../../../domain/sync/compact.js';
import { ALL_UNKNOWN, NO_VALUE, withDigests } from '../../../domain/sync/digests.js';
import type { SentState } from '../../../domain/sync/sent.js';
import { digestsOf, mergeDigests } from '../listing-digests.js';

/** What an operation was to send; `null` for one that carries no values (a hide). */
export function wantedOf(operation: Operation): SentState | null {
  const after = operation.after;
  return after !== null && 'name' in after ? (after as unknown as SentState) : null;
}

/** Digests of values that were sent. */
export function sentDigests(sent: SentState): string {
  return digestsOf({
    name: sent.name,
    description: sent.description,
    price: sent.price,
    stock: sent.stock,
    category: sent.categoryId,
    photo: sent.photo,
    album: sent.album,
  });
}

const SOURCE: Readonly<Record<Field, keyof SentState>> = {
  name: 'name',
  description: 'description',
  price: 'price',
  stock: 'stock',
  category: 'categoryId',
  photo: 'photo',
  album: 'album',
};

/** The link after some fields of `wanted` have been sent. */
export function withSent(link: ItemLink, wanted: SentState, fields: readonly Field[]): ItemLink {
  const base = link.sent ?? { ...wanted, album: null };
  const picked = Object.fromEntries(fields.map(field => [SOURCE[field], wanted[SOURCE[field]]]));
  const sent: SentState = { ...base, ...picked, ...tillNumbers(wanted) };
  // Of an adopted item nothing was sent yet, and in which album it lies is not asked.
  const known = link.sentDigests ?? withDigests(ALL_UNKNOWN, field => (field === 'album' ? NO_VALUE : undefined));
  return { ...link, sent, sentDigests: mergeDigests(known, sentDigests(sent), fields) };
}

/** The till's numbers behind what was sent; values of older operations have none. */
function tillNumbers({ tillPrice, tillQuantity }: SentState): Partial<SentState> {
  return tillPrice === undefined ? {} : { tillPrice, tillQuantity: tillQuantity ?? null };
}

/**
 * Fields of an edit that go out together: a changed text takes all owned texts along (spec §3, Edits), but none of `kept`,
 * which are the merchant's own: locked, or changed in VK and not answered yet.
 */
export function fieldsToSend(fields: readonly Field[], kept: readonly Field[] = []): readonly Field[] {
  const isText = (field: Field) => field === 'name' || field === 'description';
  const ours = fields.filter(field => !kept.includes(field));
  const hasText = ours.some(isText);
  return FIELDS.filter(field => ours.includes(field) || (hasText && isText(field) && !kept.includes(field)));
}
