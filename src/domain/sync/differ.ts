import type { CompactRecord, Field, PlannedChange, PlanPage } from './compact.js';
import { DIGEST_CHARS, FIELDS } from './compact.js';

/** Digest of "nothing": no album wanted, or a stock nobody knows. */
export const NO_VALUE = '-'.repeat(DIGEST_CHARS);

function digestOf(digests: string, field: Field): string {
  const at = FIELDS.indexOf(field) * DIGEST_CHARS;
  return digests.slice(at, at + DIGEST_CHARS);
}

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

function changesOf(record: CompactRecord): readonly PlannedChange[] {
  const { k, l, w, s } = record;
  if (w === null) return l === 'live' ? [{ op: 'hide', k, f: [], c: record.c ?? 'NOT_LISTED' }] : [];
  const wantsAlbum = digestOf(w, 'album') !== NO_VALUE;
  if (l === 'none') {
    const create: PlannedChange = { op: 'create', k, f: [], c: 'NEW' };
    return wantsAlbum ? [create, { op: 'album_add', k, f: ['album'], c: 'NEW' }] : [create];
  }
  if (l !== 'live' && l !== 'hidden') return [];
  const changed = changedFields(w, s);
  const edited = changed.filter(field => field !== 'album');
  const changes: PlannedChange[] = [];
  if (l === 'hidden') changes.push({ op: 'unhide', k, f: edited, c: 'RETURNED' });
  else if (edited.length > 0) changes.push({ op: 'update', k, f: edited, c: 'CHANGED' });
  // An adopted item whose album nobody knows stays where it is until an album is wanted for it.
  if (changed.includes('album') && (wantsAlbum || s !== null))
    changes.push({ op: wantsAlbum ? 'album_add' : 'album_remove', k, f: ['album'], c: 'CHANGED' });
  return changes;
}

/**
 * What has to be done in VK for one page of listings. Pure: equal records give equal changes.
 * It compares what is wanted with what was last *sent*, never with VK's echo, so that what VK normalises is no change;
 * and it never yields anything for an item that has no link.
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
