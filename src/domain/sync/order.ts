import type { Field, OperationKind } from './compact.js';

/** Order of work within a run (spec §3, Apply): what protects the merchant first, what is slow last. */
const RANK: Readonly<Record<OperationKind, number>> = {
  hide: 1,
  unhide: 2,
  update: 3,
  delete: 4,
  album_create: 5,
  album_rename: 5,
  create: 6,
  album_add: 7,
  album_remove: 7,
};

/** Rank of an operation, 1…7; an update of nothing but price and stock goes with the unhides. */
export function operationRank(kind: OperationKind, fields: readonly Field[]): number {
  const isQuick = kind === 'update' && fields.every(field => field === 'price' || field === 'stock');
  return isQuick ? RANK.unhide : RANK[kind];
}
