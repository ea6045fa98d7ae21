import type { StoreRow } from '../../services/web-services.js';
import type { ProductState } from '../links.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count, counted } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { RuleChoice, Switch } from './rule-controls.js';
import { ruleChoices, switchOf } from './rule-controls.js';
import { STATE_FILTERS } from './state-filters.js';
import { readChip, ruleChip, ruleNote } from './state-words.js';

export interface StoreLine {
  readonly rowId: string;
  readonly name: string;
  readonly address: string;
  readonly href: string;
  readonly productsHref: string;
  readonly products: string;
  readonly groups: string;
  readonly rule: Chip;
  readonly note: string;
  readonly read: Chip | null;
  readonly problem: ProblemCard | null;
  readonly switch: Switch;
  readonly choices: readonly RuleChoice[];
  readonly isGone: boolean;
}

export interface StoresModel {
  readonly rows: readonly StoreLine[];
  readonly lastReadAt: Moment | null;
  readonly total: string;
  /** Shown when somebody came here for goods in one state and has several stores. */
  readonly looksFor: string | null;
  readonly back: string;
  readonly isConnected: boolean;
}

interface StoresInput {
  readonly rows: readonly StoreRow[];
  readonly lastReadAt: Date | null;
  readonly state: ProductState;
  readonly isConnected: boolean;
}

export function storesPage(
  { rows, lastReadAt, state, isConnected }: StoresInput,
  now: Date,
): Page & { model: StoresModel } {
  return {
    view: 'catalogue/stores',
    title: 'Каталог',
    section: 'catalogue',
    model: {
      rows: rows.map(row => storeLine(row, state)),
      lastReadAt: lastReadAt === null ? null : momentOf(lastReadAt, now),
      total: counted(rows.length, 'магазин', 'магазина', 'магазинов'),
      looksFor: state === 'all' ? null : (STATE_FILTERS.find(filter => filter.state === state)?.label ?? null),
      back: links.stores(state),
      isConnected,
    },
  };
}

const storeLine = (row: StoreRow, state: ProductState): StoreLine => ({
  rowId: `store-${row.id}`,
  name: row.name,
  address: row.address ?? '',
  href: links.groups(row.id),
  productsHref: links.products(row.id, { state }),
  products: count(row.products),
  groups: count(row.groups),
  rule: ruleChip(row),
  note: ruleNote(row),
  read: readChip(row),
  problem: row.readCode === null ? null : problemCard(row.readCode, { store: row.name }),
  switch: switchOf(row, links.toggleStore(row.id), `Магазин «${row.name}»`),
  choices: ruleChoices('store', row.id, row),
  isGone: row.isMissing,
});
