import type { Field, OperationKind } from './compact.js';

/** Order of work within a run (spec §3, Apply): what protects the merchant first, what is slow last. */
const RANK: Readonly<Record<OperationKind, number>> = {
  hide: 1,
  restore: 2,
  unhide: 3,
  update: 4,
  rekey: 4,
  delete: 5,
  twin_delete: 5,
  album_create: 6,
  album_rename: 6,
  create: 7,
  album_add: 8,
  album_remove: 8,
};

/** Rank of an operation, 1…8; an update of nothing but price and stock goes with the unhides. */
export function operationRank(kind: OperationKind, fields: readonly Field[]): number {
  const isQuick = kind === 'update' && fields.every(field => field === 'price' || field === 'stock');
  return isQuick ? RANK.unhide : RANK[kind];
}
