/** One column head: a link that sorts by it, or that turns the order round. */
export interface SortHead {
  readonly label: string;
  /** By which controls of the rows name themselves; empty = none does. */
  readonly id: string;
  /** `null` = the column cannot be sorted by. */
  readonly href: string | null;
  /** For `aria-sort`; `null` = it is not the one. */
  readonly order: 'ascending' | 'descending' | null;
  readonly isNumber: boolean;
}

/** A column as a page knows it; without `sort` it cannot be sorted by. */
export interface Column<Sort extends string> {
  readonly label: string;
  readonly sort?: Sort;
  readonly isNumber?: boolean;
  readonly id?: string;
}

/** One way to sort, for the list a phone shows instead of the heads. */
export interface SortOption {
  readonly value: string;
  readonly label: string;
  readonly isCurrent: boolean;
}

/** `-price` → by price, the highest first. */
export const isDescending = (sort: string): boolean => sort.startsWith('-');
export const sortColumn = <Sort extends string>(sort: Sort | `-${Sort}`): Sort => sort.replace(/^-/u, '') as Sort;

/** The words a query may sort by. */
export const sortWords = <Sort extends string>(columns: readonly Sort[]): readonly (Sort | `-${Sort}`)[] =>
  columns.flatMap(column => [column, `-${column}`] as const);

export function sortHeads<Sort extends string>(
  columns: readonly Column<Sort>[],
  current: string,
  hrefOf: (sort: string) => string,
): SortHead[] {
  return columns.map(({ label, sort, isNumber = false, id = '' }) => {
    if (sort === undefined) return { label, id, href: null, order: null, isNumber };
    if (sortColumn(current) !== sort) return { label, id, href: hrefOf(sort), order: null, isNumber };
    return isDescending(current)
      ? { label, id, href: hrefOf(sort), order: 'descending', isNumber }
      : { label, id, href: hrefOf(`-${sort}`), order: 'ascending', isNumber };
  });
}

export function sortOptions<Sort extends string>(columns: readonly Column<Sort>[], current: string): SortOption[] {
  return columns.flatMap(({ label, sort }) =>
    sort === undefined
      ? []
      : [
          { value: sort, label: `${label}: по возрастанию`, isCurrent: current === sort },
          { value: `-${sort}`, label: `${label}: по убыванию`, isCurrent: current === `-${sort}` },
        ],
  );
}
