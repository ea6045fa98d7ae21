import { z } from 'zod';
import type { CallOutcome } from '../../domain/result.js';
import type { EvotorCall } from './call.js';
import type { OnPage, ReadSummary } from './api.js';
import type { ReadRow } from './schemas.js';

/** Pages after which a list is taken for endless: a million rows of 1,000 a page, ten if pages are small. */
const MAX_PAGES = 1000;
/** Empty pages in a row that still promise more. */
const MAX_EMPTY_PAGES = 3;

/** A page as sent; some answers were seen to be a bare array, which then is the only page. */
const page = z.union([
  z.array(z.unknown()).transform(items => ({ items, next: null })),
  z
    .looseObject({
      items: z.array(z.unknown()),
      paging: z.looseObject({ next_cursor: z.string().nullish() }).nullish(),
    })
    .transform(body => ({ items: body.items, next: body.paging?.next_cursor || null })),
]);

/**
 * Follows the cursor to the end, page by page. Paging is no snapshot: an id that comes again is passed on again, for its
 * last values are the newest, and counted. Cursors are opaque: one that comes back, or a page without a single new row
 * that promises more, ends the read as incomplete.
 */
export async function readList<Row extends { readonly id: string }>(
  call: EvotorCall,
  path: string,
  readRow: ReadRow<Row>,
  onPage: OnPage<Row>,
): Promise<CallOutcome<ReadSummary>> {
  const seenIds = new Set<string>();
  const seenCursors = new Set<string>();
  let pages = 0;
  let rejected = 0;
  let repeated = 0;
  let emptyPages = 0;
  let cursor: string | null = null;

  const summary = (loop: boolean): CallOutcome<ReadSummary> => {
    const incompleteReason = loop ? 'cursor_loop' : rejected > 0 ? 'rejected_rows' : null;
    const complete = incompleteReason === null;
    return { outcome: 'ok', value: { complete, incompleteReason, pages, rows: seenIds.size, repeated, rejected } };
  };

  while (pages < MAX_PAGES) {
    const reply = await call(path, cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`);
    if (reply.outcome !== 'ok') return reply;
    const parsed = page.safeParse(reply.value);
    if (!parsed.success) return { outcome: 'unknown', cause: 'unexpected_reply' };
    const { items, next } = parsed.data;
    pages += 1;

    const known = seenIds.size;
    const rows: Row[] = [];
    for (const item of items) {
      const row = readRow(item);
      if (row === null) rejected += 1;
      else {
        if (seenIds.has(row.id)) repeated += 1;
        seenIds.add(row.id);
        rows.push(row);
      }
    }
    if (rows.length > 0) await onPage(rows);
    const fresh = seenIds.size - known;

    if (next === null) return summary(false);
    emptyPages = fresh > 0 ? 0 : emptyPages + 1;
    const isSamePage = items.length > 0 && fresh === 0;
    if (seenCursors.has(next) || isSamePage || emptyPages >= MAX_EMPTY_PAGES) return summary(true);
    seenCursors.add(next);
    cursor = next;
  }
  return summary(true);
}
