import { createHash } from 'node:crypto';
import { FIELDS, type Field, type OperationKind } from '../../domain/sync/compact.js';
import type { SentState } from '../../domain/sync/sent.js';

/** Characters of a target, as its column holds them. */
const TARGET_CHARS = 12;

/** What a new good is compared by: not its stock, which changes with every sale. */
const OF_NEW: readonly Field[] = FIELDS.filter(field => field !== 'stock');

const VALUE: Readonly<Record<Field, (wanted: SentState) => string | number | null>> = {
  name: wanted => wanted.name,
  description: wanted => wanted.description,
  price: wanted => wanted.price,
  stock: wanted => wanted.stock,
  category: wanted => wanted.categoryId,
  photo: wanted => wanted.photo,
  album: wanted => wanted.album,
};

/**
 * Digest of what an operation would make: with an equal one it is the same wish, and the merchant's answer holds. Empty
 * for what makes nothing (a hide, a delete).
 */
export function operationTarget(kind: OperationKind, fields: readonly Field[], wanted: SentState | null): string {
  if (wanted === null || kind === 'hide' || kind === 'delete' || kind === 'restore') return '';
  const named = kind === 'create' ? OF_NEW : fields;
  const values = named.map(field => [field, VALUE[field](wanted)]);
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, TARGET_CHARS);
}
