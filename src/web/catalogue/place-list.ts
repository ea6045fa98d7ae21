import { matches } from '../../services/catalogue/name-search.js';

/** Rows of stores or groups on one page. */
const PAGE_SIZE = 50;

export interface PlacesQuery {
  readonly search: string;
  /** Column, with `-` before it when descending; empty = in the merchant's order. */
  readonly sort: string;
  readonly page: number;
}

/** What of a list is shown, and how much there is. */
export interface ShownPlaces<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

type Value = string | number;

/** Searches, sorts and turns a list that is small enough to be read whole. Equal rows stay in their order. */
export function placeList<Row extends { readonly name: string }>(
  rows: readonly Row[],
  { search, sort, page }: PlacesQuery,
  valueOf: (row: Row, column: string) => Value,
): ShownPlaces<Row> {
  const found = search === '' ? [...rows] : rows.filter(({ name }) => matches(name, search));
  const column = sort.replace(/^-/u, '');
  const way = sort.startsWith('-') ? -1 : 1;
  if (column !== '') found.sort((a, b) => way * compare(valueOf(a, column), valueOf(b, column)));
  const last = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const shown = Math.min(page, last);
  return {
    rows: found.slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE),
    total: found.length,
    page: shown,
    pageSize: PAGE_SIZE,
  };
}

const ORDER = new Intl.Collator('ru', { numeric: true });

function compare(a: Value, b: Value): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : ORDER.compare(String(a), String(b));
}
