import type { CompactRecord, Field, PlannedChange, PlanPage } from './compact.js';
import { FIELDS } from './compact.js';
import { digestOf, NO_VALUE } from './digests.js';
import { driftedFields, isOverwritten } from './drift.js';

/** Fields whose wanted value differs from what was last sent; all of them when nothing is known to have been sent. */
export function changedFields(wanted: string, sent: string | 0 | null): readonly Field[] {
  if (sent === 0) return [];
  return FIELDS.filter(field => {
    const want = digestOf(wanted, field);
    // An unknown stock is no wish: a published item keeps what it has.
    if (field === 'stock' && want === NO_VALUE) return false;
    return sent === null || want !== digestOf(sent, field);
  });
}

/** What is to be written for a wanted good that stands in VK, and what is left as it is there. */
interface Writing {
  /** Fields that differ from what was sent. */
  readonly changed: readonly Field[];
  /** Fields changed in VK that are overwritten although nothing new is wanted for them. */
  readonly mended: readonly Field[];
}

function writingOf(record: CompactRecord, wanted: string): Writing {
  const locked = (record.x ?? '').split(',');
  const drifted = driftedFields(record.e, record.v);
  // A drift the merchant has not answered is kept, whatever the till says meanwhile.
  const isOurs = (field: Field) => !locked.includes(field) && (!drifted.includes(field) || isOverwritten(field));
  const changed = changedFields(wanted, record.s).filter(isOurs);
  return { changed, mended: drifted.filter(field => isOurs(field) && !changed.includes(field)) };
}

function albumChange(record: CompactRecord, wanted: string, { changed }: Writing): readonly PlannedChange[] {
  if (!changed.includes('album')) return [];
  const op = digestOf(wanted, 'album') === NO_VALUE ? 'album_remove' : 'album_add';
  // An adopted item whose album nobody knows stays where it is until an album is wanted for it.
  if (op === 'album_remove' && record.s === null) return [];
  return [{ op, k: record.k, f: ['album'], c: 'CHANGED' }];
}

function changesOf(record: CompactRecord): readonly PlannedChange[] {
  const { k, l, w } = record;
  if (w === null) {
    if (l === 'live') return [{ op: 'hide', k, f: [], c: record.c ?? 'NOT_LISTED' }];
    return l === 'hidden' && record.o === 1 ? [{ op: 'delete', k, f: [], c: 'OVERDUE' }] : [];
  }
  if (record.h !== undefined) return [];
  switch (l) {
    case 'detached':
      return [];
    case 'none':
      return [{ op: 'create', k, f: [], c: 'NEW' }, ...firstAlbum(record, w, 'NEW')];
    case 'deleted': {
      // Of what was taken away nothing is known any more: it comes back hidden, then with everything.
      const f = writingOf({ ...record, s: null, e: '', v: '' }, w).changed.filter(field => field !== 'album');
      const back = [
        { op: 'restore', k, f: [], c: 'RETURNED' },
        { op: 'unhide', k, f, c: 'RETURNED' },
      ] as const;
      return [...back, ...firstAlbum(record, w, 'RETURNED')];
    }
    default:
      return inShopChanges(record, w);
  }
}

/** The album of a good that lies in none. A lock counts from the time there is something to lock. */
function firstAlbum({ k, l, x = '' }: CompactRecord, wanted: string, c: string): readonly PlannedChange[] {
  const isLocked = l !== 'none' && x.split(',').includes('album');
  return digestOf(wanted, 'album') === NO_VALUE || isLocked ? [] : [{ op: 'album_add', k, f: ['album'], c }];
}

function inShopChanges(record: CompactRecord, wanted: string): readonly PlannedChange[] {
  const { k, l } = record;
  const writing = writingOf(record, wanted);
  const f = FIELDS.filter(
    field => field !== 'album' && (writing.changed.includes(field) || writing.mended.includes(field)),
  );
  const changes: PlannedChange[] = [];
  if (l === 'hidden') changes.push({ op: 'unhide', k, f, c: 'RETURNED' });
  else if (f.length > 0)
    changes.push({ op: 'update', k, f, c: f.every(field => writing.mended.includes(field)) ? 'DRIFT' : 'CHANGED' });
  if (record.q === 1) changes.push({ op: 'rekey', k, f: [], c: 'REKEYED' });
  return [...changes, ...albumChange(record, wanted, writing)];
}

/**
 * What has to be done in VK for one page of listings. Pure: equal records give equal changes.
 * It compares what is wanted with what was last *sent*, and VK with its *echo*, never one with the other, so that what VK
 * normalises is no change; and it never yields anything for an item that has no link.
 */
export function diffPage(records: readonly CompactRecord[]): PlanPage {
  const changes: PlannedChange[] = [];
  let unchanged = 0;
  for (const record of records) {
    const found = changesOf(record);
    if (found.length === 0 && record.w !== null && record.l === 'live') unchanged++;
    changes.push(...found);
  }
  return { changes, unchanged };
}
