import type { FaultEffect } from '../world/faults.js';
import { invalid } from './evotor-failure.js';

/** One page of rows; `next_cursor` is absent on the last one. */
export interface Page<T> {
  items: T[];
  paging: { next_cursor?: string };
}

export interface Position {
  /** Path the cursor was made for. */
  list: string;
  offset: number;
  page: number;
  /** Epoch ms of the first page's `since`; it is sent only there and remembered in the cursor. */
  since: number | null;
}

/** Where an opaque cursor points; one of another list or of somebody's invention is a 400. */
export function readCursor(query: URLSearchParams, list: string): Position {
  const since = readSince(query);
  const cursor = query.get('cursor');
  if (cursor === null) return { list, offset: 0, page: 1, since };
  const at = decode(cursor);
  if (at === undefined || at.list !== list) throw invalid('cursor', 'invalid value');
  return at;
}

/** Page number a call asks for, 1 for a wrong cursor too; faults may be aimed at one page. */
export function pageNumber(query: URLSearchParams): number {
  return decode(query.get('cursor') ?? '')?.page ?? 1;
}

function decode(cursor: string): Position | undefined {
  try {
    const at = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Position;
    return Number.isInteger(at.offset) && Number.isInteger(at.page) ? at : undefined;
  } catch {
    return undefined;
  }
}

function readSince(query: URLSearchParams): number | null {
  const text = query.get('since');
  if (text === null) return null;
  if (!/^\d+$/.test(text)) throw invalid('since', 'invalid value');
  if (query.has('cursor')) throw invalid('since', 'only on the first page');
  return Number(text);
}

/** Cuts one page; paging is over the living list and no snapshot, as with the real cloud. */
export function cutPage<T extends { id: string }>(
  rows: readonly T[],
  at: Position,
  size: number,
  effect: FaultEffect | undefined,
): Page<T> {
  let items = rows.slice(at.offset, at.offset + size);
  const end = at.offset + items.length;
  let next = end < rows.length ? makeCursor({ ...at, offset: end, page: at.page + 1 }) : undefined;
  if (effect?.kind === 'cursorLoop') next = makeCursor({ ...at, page: at.page + 1 });
  if (effect?.kind === 'missingItem')
    items = items.filter((row, index) => (effect.id === undefined ? index > 0 : row.id !== effect.id));
  if (effect?.kind === 'emptyList') return { items: [], paging: {} };
  const repeated = effect?.kind === 'duplicateItem' ? (rows[at.offset - 1] ?? items[0]) : undefined;
  // A page never exceeds its size: the repeated row pushes the last one out only when the page is full.
  if (repeated !== undefined) items = [repeated, ...items].slice(0, 1000);
  return { items, paging: next === undefined ? {} : { next_cursor: next } };
}

function makeCursor(at: Position): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}
