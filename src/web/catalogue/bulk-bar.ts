import { MOST_IN_BULK } from '../../services/catalogue/catalogue-contracts.js';
import { count } from '../texts/numbers.js';

export type BulkMode = 'include' | 'exclude' | 'none' | 'bring_back';

/** The bar under a table: what may be done with the ticked rows, or with all that were found. */
export interface BulkBar {
  /** What the form sends of the list it stands on: name and value. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** «все 312 найденных»; `null` = the page shows them all, or they are too many for one press. */
  readonly allLabel: string | null;
  readonly actions: readonly { readonly mode: BulkMode; readonly label: string }[];
}

const ACTIONS: BulkBar['actions'] = [
  { mode: 'include', label: 'Включить' },
  { mode: 'exclude', label: 'Исключить' },
  { mode: 'none', label: 'Убрать правило' },
];

export const bulkBar = (list: {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly shown: number;
  readonly total: number;
  readonly mayBringBack?: boolean;
}): BulkBar => ({
  fields: list.fields,
  allLabel:
    list.total > list.shown && list.total <= MOST_IN_BULK
      ? `Все ${count(list.total)} найденных, не только отмеченные`
      : null,
  actions: list.mayBringBack === true ? [...ACTIONS, { mode: 'bring_back', label: 'Вернуть в VK' }] : ACTIONS,
});
