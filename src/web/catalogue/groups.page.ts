import type { GroupRow, StoreRow } from '../../services/web-services.js';
import type { ExportLinks } from '../exports/export-links.js';
import { exportLinks } from '../exports/export-links.js';
import { groupSettingsLinks } from '../group-settings/group-settings-links.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { count, counted } from '../texts/numbers.js';
import type { BulkBar } from './bulk-bar.js';
import { bulkBar } from './bulk-bar.js';
import type { PlacesQuery } from './place-list.js';
import { placeList } from './place-list.js';
import type { RuleChoice, Switch } from './rule-controls.js';
import { ruleChoices, switchOf } from './rule-controls.js';
import type { SearchForm } from './search-form.js';
import type { Column, SortHead } from './sort-headers.js';
import { sortHeads, sortOptions } from './sort-headers.js';
import { GONE_CHIP, ruleChip, ruleNote } from './state-words.js';

export interface GroupLine {
  readonly rowId: string;
  readonly id: string;
  readonly name: string;
  /** 0–6: deeper groups stand no further in; 0 in a list that is searched or sorted. */
  readonly indent: number;
  readonly href: string;
  /** Its price rule, category and picture; `null` = it is gone from the till. */
  readonly settingsHref: string | null;
  readonly products: string;
  readonly listed: string;
  readonly rule: Chip;
  readonly note: string;
  readonly gone: Chip | null;
  readonly isPseudo: boolean;
  readonly switch: Switch;
  readonly choices: readonly RuleChoice[];
}

export interface GroupsModel {
  readonly crumbs: readonly Crumb[];
  readonly store: string;
  readonly allHref: string;
  readonly total: string;
  readonly searchForm: SearchForm;
  readonly isNarrowed: boolean;
  readonly everyHref: string;
  readonly heads: readonly SortHead[];
  readonly rows: readonly GroupLine[];
  readonly bulk: BulkBar;
  readonly pager: Pager | null;
  readonly back: string;
  /** The store is out: nothing below it can be in. */
  readonly isStoreOff: boolean;
  readonly exports: ExportLinks;
}

const DEEPEST_INDENT = 6;

const COLUMNS: readonly Column<'name' | 'products' | 'listed'>[] = [
  { label: 'Название', sort: 'name' },
  { label: 'Кол-во товаров', sort: 'products', isNumber: true },
  { label: 'В витрине', sort: 'listed', isNumber: true },
  { label: 'Фильтр', id: 'col-rule' },
  { label: 'В VK' },
];

/** The groups of a store: as a tree, or as a list when they are searched or sorted. */
export function groupsPage(
  store: StoreRow,
  all: readonly GroupRow[],
  query: PlacesQuery,
): Page & { model: GroupsModel } {
  const { rows, total, page, pageSize } = placeList(all, query, (row, column) =>
    column === 'products' ? row.products : column === 'listed' ? row.listed : row.name,
  );
  const isTree = query.search === '' && query.sort === '';
  const hrefOf = (change: object): string => links.groups(store.id, { ...query, page: 1, ...change });
  return {
    view: 'catalogue/groups',
    title: `${store.name}: группы`,
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, { label: store.name, href: links.products(store.id) }, { label: 'Группы', href: null }],
      store: store.name,
      allHref: links.products(store.id),
      total: `${counted(total, 'группа', 'группы', 'групп')}, ${counted(store.products, 'товар', 'товара', 'товаров')}`,
      searchForm: {
        action: links.groups(store.id),
        value: query.search,
        label: 'Поиск группы по названию',
        placeholder: 'Название группы',
        kept: [],
        sorts: [
          { value: '', label: 'Как на кассе', isCurrent: query.sort === '' },
          ...sortOptions(COLUMNS, query.sort),
        ],
      },
      isNarrowed: query.search !== '',
      everyHref: links.groups(store.id),
      heads: sortHeads(COLUMNS, query.sort, sort => hrefOf({ sort })),
      rows: rows.map(row => groupLine(store, row, isTree)),
      bulk: bulkBar({
        fields: [
          ['type', 'group'],
          ['store_id', store.id],
          ...(query.search === '' ? [] : [['q', query.search] as const]),
        ],
        shown: rows.length,
        total,
      }),
      pager: pagerOf({ page, pageSize, total }, next => hrefOf({ page: next })),
      back: hrefOf({ page }),
      isStoreOff: !store.effective.selected,
      exports: exportLinks('groups', { storeId: store.id }),
    },
  };
}

const groupLine = (store: StoreRow, row: GroupRow, isTree: boolean): GroupLine => ({
  rowId: `group-${row.id}`,
  id: row.id,
  name: row.name,
  indent: isTree ? Math.min(row.depth, DEEPEST_INDENT) : 0,
  href: links.products(store.id, { groupId: row.id }),
  products: count(row.products),
  listed: count(row.listed),
  rule: ruleChip(row),
  note: ruleNote(row),
  gone: row.isMissing ? GONE_CHIP : null,
  isPseudo: row.isPseudo,
  settingsHref: row.isMissing ? null : groupSettingsLinks.view(store.id, row.id),
  switch: switchOf(row, links.toggleGroup(store.id, row.id), `Группа «${row.name}»`),
  choices: ruleChoices('group', row.id, row),
});
