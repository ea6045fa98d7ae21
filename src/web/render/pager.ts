import { count } from '../texts/numbers.js';

/** Paging with totals: «51–100 из 420». */
export interface Pager {
  readonly range: string;
  readonly previous: string | null;
  readonly next: string | null;
}

/** `null` when everything stands on one page. */
export function pagerOf(
  at: { page: number; pageSize: number; total: number },
  hrefOf: (page: number) => string,
): Pager | null {
  const last = Math.max(1, Math.ceil(at.total / at.pageSize));
  if (last === 1) return null;
  const page = Math.min(at.page, last);
  const from = (page - 1) * at.pageSize + 1;
  return {
    range: `${count(from)}–${count(Math.min(at.total, page * at.pageSize))} из ${count(at.total)}`,
    previous: page > 1 ? hrefOf(page - 1) : null,
    next: page < last ? hrefOf(page + 1) : null,
  };
}
