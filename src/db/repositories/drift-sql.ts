import { DIGEST_CHARS, FIELDS, LOCKABLE, UNKNOWN_DIGEST, type Field } from '../../domain/sync/compact.js';
import { isOverwritten } from '../../domain/sync/drift.js';

/** Fields whose drift waits for the merchant. */
const ASKED_FIELDS = FIELDS.filter(field => !isOverwritten(field));

/** SQL: the digest of one field out of a column of them. */
export const digestPart = (column: string, field: Field): string =>
  `SUBSTRING(${column}, ${FIELDS.indexOf(field) * DIGEST_CHARS + 1}, ${DIGEST_CHARS})`;

/** SQL: link `l` beside its item `v` has a field changed in VK that is neither answered for nor locked. */
export const HAS_DRIFT = `(${ASKED_FIELDS.map(field => {
  const [echo, shown] = [digestPart('l.echo_digests', field), digestPart('v.digests', field)];
  const isLocked = (LOCKABLE as readonly Field[]).includes(field)
    ? ` AND NOT EXISTS (SELECT 1 FROM field_locks f WHERE f.user_id = l.user_id AND f.listing_key = l.listing_key
         AND f.field = '${field}')`
    : '';
  return `(${echo} <> ${shown} AND ${echo} <> '${UNKNOWN_DIGEST}' AND ${shown} <> '${UNKNOWN_DIGEST}'${isLocked})`;
}).join(' OR ')})`;
