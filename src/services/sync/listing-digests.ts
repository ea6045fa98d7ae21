import { createHash } from 'node:crypto';
import { photoDigest } from '../../domain/listing/photo-digest.js';
import type { Listing } from '../../domain/listing/types.js';
import { DIGEST_CHARS, FIELDS, type Field } from '../../domain/sync/compact.js';
import { NO_VALUE } from '../../domain/sync/digests.js';

/** What one field's digest is made of; `null` = no value (no album, unknown stock). */
export type DigestSource = Readonly<Record<Field, string | number | null>>;

/** Digest of the value of one field. */
export function digestOfValue(value: string | number | null): string {
  if (value === null) return NO_VALUE;
  return createHash('sha256').update(String(value)).digest('base64url').slice(0, DIGEST_CHARS);
}

/** Digests of all fields, joined in the order of `FIELDS`: 42 characters. */
export function digestsOf(source: DigestSource): string {
  return FIELDS.map(field => digestOfValue(source[field])).join('');
}

/** The values of a listing that its digests are made of. */
export function listingSource(listing: Listing): DigestSource {
  return {
    name: listing.name,
    description: listing.description,
    price: listing.price,
    stock: listing.stock,
    category: listing.categoryId,
    photo: photoDigest(listing.photo),
    album: listing.album,
  };
}

/** Puts the digests of some fields from `wanted` into `base`: what is known to have been sent after a partial edit. */
export function mergeDigests(base: string, wanted: string, fields: readonly Field[]): string {
  return FIELDS.map((field, index) => {
    const from = fields.includes(field) ? wanted : base;
    return from.slice(index * DIGEST_CHARS, (index + 1) * DIGEST_CHARS);
  }).join('');
}
