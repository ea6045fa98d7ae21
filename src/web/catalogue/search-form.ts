import type { SortOption } from './sort-headers.js';

/** The search above a table; it keeps the filters that are on. */
export interface SearchForm {
  readonly action: string;
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  /** Filters that stay: name and value. */
  readonly kept: readonly (readonly [name: string, value: string])[];
  readonly sorts: readonly SortOption[];
}

/** Only what is set is sent along. */
export const keptFields = (values: Readonly<Record<string, string>>): (readonly [string, string])[] =>
  Object.entries(values).filter(([, value]) => value !== '');
