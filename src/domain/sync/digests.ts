import { DIGEST_CHARS, FIELDS, UNKNOWN_DIGEST, type Field } from './compact.js';

/** Digest of "nothing": no album wanted, or a stock nobody knows. */
export const NO_VALUE = '-'.repeat(DIGEST_CHARS);

/** Digests of which none is known. */
export const ALL_UNKNOWN = UNKNOWN_DIGEST.repeat(FIELDS.length);

/** The digest of one field out of those of all. */
export function digestOf(digests: string, field: Field): string {
  const at = FIELDS.indexOf(field) * DIGEST_CHARS;
  return digests.slice(at, at + DIGEST_CHARS);
}

/** The same digests with those of some fields replaced. */
export function withDigests(digests: string, digestFor: (field: Field) => string | undefined): string {
  return FIELDS.map(field => digestFor(field) ?? digestOf(digests, field)).join('');
}

/** The same digests with some fields known no more. */
export function forgetDigests(digests: string, fields: readonly Field[]): string {
  return withDigests(digests, field => (fields.includes(field) ? UNKNOWN_DIGEST : undefined));
}
