import type { CatalogueService, TillReadView } from '../../services/catalogue/catalogue-contracts.js';
import type { StoreRow } from '../../services/web-services.js';
import type { ExportLinks } from '../exports/export-links.js';
import { exportLinks } from '../exports/export-links.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import type { NumberTile } from '../sync/numbers.page.js';
import { numberTiles } from '../sync/numbers.page.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count, counted } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { BulkBar } from './bulk-bar.js';
import { bulkBar } from './bulk-bar.js';
import type { PlacesQuery } from './place-list.js';
import { placeList } from './place-list.js';
import type { ReadingModel } from './reading.page.js';
import { readingModel } from './reading.page.js';
import type { RuleChoice, Switch } from './rule-controls.js';
import { ruleChoices, switchOf } from './rule-controls.js';
import type { SearchForm } from './search-form.js';
import type { Column, SortHead } from './sort-headers.js';
import { sortHeads, sortOptions } from './sort-headers.js';
import { readChip, ruleChip, ruleNote } from './state-words.js';

export interface StoreLine {
  readonly rowId: string;
  readonly id: string;
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
}

export interface StoresModel {
  readonly rows: readonly StoreLine[];
  readonly lastReadAt: Moment | null;
  readonly total: string;
  readonly numbers: readonly NumberTile[];
  /** `null` = the stores are few enough to be seen at once. */
  readonly searchForm: SearchForm | null;
  readonly isNarrowed: boolean;
  readonly heads: readonly SortHead[];
  readonly bulk: BulkBar;
  readonly pager: Pager | null;
  readonly back: string;
  readonly isConnected: boolean;
  readonly reading: ReadingModel | null;
  /** Goods may be looked at without regard to stores. */
  readonly allHref: string;
  /** Rules whose entity is gone from the till; 0 = none. */
  readonly vanished: string;
  readonly exports: ExportLinks;
}

interface StoresInput {
  readonly stores: Awaited<ReturnType<CatalogueService['stores']>>;
  readonly reading: TillReadView | null;
  readonly isConnected: boolean;
  readonly vanished: number;
}

/** Fewer stores than this are seen at a glance. */
const SEARCH_FROM = 6;

const COLUMNS: readonly Column<'name' | 'address' | 'products'>[] = [
  { label: 'Название', sort: 'name' },
  { label: 'Адрес', sort: 'address' },
  { label: 'Товары', sort: 'products', isNumber: true, id: 'col-goods' },
  { label: 'Фильтр', id: 'col-rule' },
  { label: 'В VK' },
];

export function storesPage(
  { stores, reading, isConnected, vanished }: StoresInput,
  query: PlacesQuery,
  now: Date,
): Page & { model: StoresModel } {
  const { rows, total, page, pageSize } = placeList(stores.rows, query, (row, column) =>
    column === 'products' ? row.products : column === 'address' ? (row.address ?? '') : row.name,
  );
  const hrefOf = (change: object): string => links.stores({ ...query, page: 1, ...change });
  const model = isConnected ? readingModel(reading, now) : null;
  return {
    view: 'catalogue/stores',
    title: 'Каталог',
    section: 'catalogue',
    isLive: model?.isActive ?? false,
    ...(model?.isActive === true ? { refreshSeconds: REFRESH_SECONDS } : {}),
    model: {
      rows: rows.map(storeLine),
      lastReadAt: stores.lastReadAt === null ? null : momentOf(stores.lastReadAt, now),
      total: counted(total, 'магазин', 'магазина', 'магазинов'),
      numbers: stores.numbers.onTill === 0 ? [] : numberTiles(stores.numbers),
      searchForm:
        stores.rows.length < SEARCH_FROM
          ? null
          : {
              action: links.stores(),
              value: query.search,
              label: 'Поиск магазина по названию',
              placeholder: 'Название магазина',
              kept: [],
              sorts: [
                { value: '', label: 'В вашем порядке', isCurrent: query.sort === '' },
                ...sortOptions(COLUMNS, query.sort),
              ],
            },
      isNarrowed: query.search !== '',
      heads: sortHeads(COLUMNS, query.sort, sort => hrefOf({ sort })),
      bulk: bulkBar({
        fields: [['type', 'store'], ...(query.search === '' ? [] : [['q', query.search] as const])],
        shown: rows.length,
        total,
      }),
      pager: pagerOf({ page, pageSize, total }, next => hrefOf({ page: next })),
      back: hrefOf({ page }),
      isConnected,
      reading: model,
      allHref: links.allProducts(),
      vanished: vanished === 0 ? '' : counted(vanished, 'правило', 'правила', 'правил'),
      exports: exportLinks('stores'),
    },
  };
}

/** Without scripts the page asks again by itself while the till is read. */
const REFRESH_SECONDS = 5;

const storeLine = (row: StoreRow): StoreLine => ({
  rowId: `store-${row.id}`,
  id: row.id,
  name: row.name,
  address: row.address ?? '',
  href: links.groups(row.id),
  productsHref: links.products(row.id),
  products: count(row.products),
  groups: count(row.groups),
  rule: ruleChip(row),
  note: ruleNote(row),
  read: readChip(row),
  problem: row.readCode === null ? null : problemCard(row.readCode, { store: row.name }),
  switch: switchOf(row, links.toggleStore(row.id), `Магазин «${row.name}»`),
  choices: ruleChoices('store', row.id, row),
});
