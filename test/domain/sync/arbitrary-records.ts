import fc from 'fast-check';
import type { ListingKey } from '../../../src/domain/brand.js';
import { DIGEST_CHARS, FIELDS, type CompactRecord, type Field } from '../../../src/domain/sync/compact.js';
import { NO_VALUE } from '../../../src/domain/sync/digests.js';

/** One digest of a field; few letters, so that equal values are common. */
const digest = fc.constantFrom(...['A', 'B', 'C'].map(letter => letter.repeat(DIGEST_CHARS)));
/** A field that may have no value: stock nobody knows, no album. */
const maybeNone = fc.oneof({ weight: 3, arbitrary: digest }, { weight: 2, arbitrary: fc.constant(NO_VALUE) });

/** Digests of all fields, as a listing has them. */
export const digests: fc.Arbitrary<string> = fc
  .tuple(...FIELDS.map(field => (field === 'stock' || field === 'album' ? maybeNone : digest)))
  .map(parts => parts.join(''));

/** Digests of what was sent: the stock that went out is always a number. */
export const sentDigests: fc.Arbitrary<string> = fc
  .tuple(...FIELDS.map(field => (field === 'album' ? maybeNone : digest)))
  .map(parts => parts.join(''));

const state = fc.constantFrom('none', 'live', 'hidden', 'deleted', 'detached');

export const record: fc.Arbitrary<Omit<CompactRecord, 'k'>> = fc
  .record({
    l: state,
    w: fc.option(digests, { freq: 4 }),
    s: fc.option(sentDigests, { freq: 5 }),
  })
  .map(({ l, w, s }) => ({ l, w, s: l === 'none' ? null : s === w && s !== null ? (0 as const) : s }));

/** A page of records with keys of their own. */
export const page: fc.Arbitrary<readonly CompactRecord[]> = fc
  .array(record, { maxLength: 12 })
  .map(records => records.map((one, index) => ({ ...one, k: `key-${index}` as ListingKey })));

export function digestOf(all: string, field: Field): string {
  const at = FIELDS.indexOf(field) * DIGEST_CHARS;
  return all.slice(at, at + DIGEST_CHARS);
}

/** The same digests with one field replaced. */
export function withDigest(all: string, field: Field, value: string): string {
  return FIELDS.map(one => (one === field ? value : digestOf(all, one))).join('');
}
