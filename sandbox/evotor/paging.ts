import type { FaultEffect } from '../world/fault-rules.js';
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
  switch (effect?.kind) {
    case 'cursorLoop':
      next = makeCursor(effect.same === true ? at : { ...at, page: at.page + 1 });
      break;
    case 'missingItem': {
      const { id, count = 1 } = effect;
      items = items.filter((row, index) => (id === undefined ? index >= count : row.id !== id));
      break;
    }
    case 'emptyList':
      return { items: [], paging: {} };
    case 'cutList':
      items = items.slice(0, Math.floor(items.length / 2));
      next = undefined;
      break;
    case 'repeatPage':
      items = rows.slice(Math.max(0, at.offset - size), Math.max(0, at.offset - size) + size);
      break;
    case 'lostPage':
      items = [];
      break;
    case 'duplicateItem': {
      const repeated = rows[at.offset - 1] ?? items[0];
      // A page never exceeds its size: the repeated row pushes the last one out only when the page is full.
      if (repeated !== undefined) items = [repeated, ...items].slice(0, 1000);
      break;
    }
    default:
      break;
  }
  return { items, paging: next === undefined ? {} : { next_cursor: next } };
}

/** Lays odd fields over the rows of a list that is ready to be sent (or over a single good); null takes a field away. */
export function spoil(body: unknown, effect: FaultEffect | undefined): unknown {
  if (effect?.kind !== 'alterItems') return body;
  const { set, ids } = effect;
  const alter = (row: object): object => {
    if (ids !== undefined && !ids.includes(String((row as { id?: unknown }).id))) return row;
    return Object.fromEntries(Object.entries({ ...row, ...set }).filter(([, value]) => value !== null));
  };
  const list = body as { items?: object[] };
  return list.items === undefined ? alter(list) : { ...list, items: list.items.map(alter) };
}

function makeCursor(at: Position): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}
