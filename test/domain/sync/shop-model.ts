import { FIELDS, type CompactRecord, type PlannedChange } from '../../../src/domain/sync/compact.js';
import { NO_VALUE } from '../../../src/domain/sync/digests.js';
import { digestOf, withDigest } from './arbitrary-records.js';

/** Stock sent when nobody knows it. */
const FIXED_STOCK = 'FFFFFF';

function resolved(wanted: string, stockIfUnknown: string): string {
  return digestOf(wanted, 'stock') === NO_VALUE ? withDigest(wanted, 'stock', stockIfUnknown) : wanted;
}

/** A record after VK has done one change: what the apply phase writes into its link. */
function after(record: CompactRecord, change: PlannedChange): CompactRecord {
  const { w } = record;
  const sent = record.s === 0 ? w : record.s;
  switch (change.op) {
    case 'hide':
      return { ...record, l: 'hidden', s: sent === null ? null : withDigest(sent, 'stock', 'ZEROES') };
    case 'delete':
      return { ...record, l: 'deleted', s: sent === null ? null : withDigest(sent, 'album', NO_VALUE) };
    case 'restore':
      if (record.l !== 'deleted') throw new Error('restored what is not deleted');
      return { ...record, l: 'hidden', s: null };
    case 'rekey': {
      const { q: _old, ...rest } = record;
      return rest;
    }
    case 'create': {
      if (record.l !== 'none' || w === null) throw new Error('created what is there or is not wanted');
      return { ...record, l: 'live', s: withDigest(resolved(w, FIXED_STOCK), 'album', NO_VALUE) };
    }
    case 'unhide':
    case 'update':
    case 'album_add':
    case 'album_remove': {
      if (w === null || record.l === 'none') throw new Error(`${change.op} of what is not wanted or not there`);
      const wanted = resolved(w, sent === null ? FIXED_STOCK : digestOf(sent, 'stock'));
      const base = sent ?? withDigest(wanted, 'album', NO_VALUE);
      const next = change.f.reduce((all, field) => withDigest(all, field, digestOf(wanted, field)), base);
      return { ...record, l: change.op === 'album_add' || change.op === 'album_remove' ? record.l : 'live', s: next };
    }
    default:
      throw new Error(`the differ does not yield ${change.op}`);
  }
}

/** The records once all changes are done, in their order. */
export function applied(
  records: readonly CompactRecord[],
  changes: readonly PlannedChange[],
): readonly CompactRecord[] {
  return records.map(record => {
    const done = changes.filter(change => change.k === record.k).reduce(after, record);
    return { ...done, s: done.s === done.w ? 0 : done.s };
  });
}

/** Fields in which what stands in VK differs from the wish; an unknown stock differs from nothing. */
export function differences(record: CompactRecord): readonly string[] {
  const { w } = record;
  const sent = record.s === 0 ? w : record.s;
  if (w === null || sent === null) return [];
  return FIELDS.filter(
    field => !(field === 'stock' && digestOf(w, field) === NO_VALUE) && digestOf(w, field) !== digestOf(sent, field),
  );
}
