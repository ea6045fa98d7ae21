import { kopecks } from '../../domain/money.js';
import { milli } from '../../domain/quantity.js';
import { formatQuantity } from '../../domain/text/format-quantity.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type { GoodsFound } from '../../services/catalogue/catalogue-contracts.js';
import type { ProductRow } from '../../services/web-services.js';
import type { ExportLinks } from '../exports/export-links.js';
import { exportLinks } from '../exports/export-links.js';
import type { ProductState } from '../links.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { goods } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { BulkBar } from './bulk-bar.js';
import { bulkBar } from './bulk-bar.js';
import { GOODS_COLUMNS } from './goods-columns.js';
import type { RuleChoice } from './rule-controls.js';
import { ruleChoices } from './rule-controls.js';
import type { SearchForm } from './search-form.js';
import { keptFields } from './search-form.js';
import type { SortHead } from './sort-headers.js';
import { sortHeads, sortOptions } from './sort-headers.js';
import type { FilterChip } from './state-filters.js';
import { reasonChips, stateChips } from './state-filters.js';
import { DRIFT_CHIP, VK_CHIPS, ruleChip, ruleNote } from './state-words.js';

export interface ProductLine {
  readonly rowId: string;
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly article: string;
  readonly price: string;
  readonly quantity: string;
  readonly measure: string;
  readonly isForSale: boolean;
  readonly group: string;
  readonly store: string;
  readonly rule: Chip;
  readonly note: string;
  readonly vk: Chip;
  /** Somebody changed its card in VK: leads to the answer. */
  readonly drift: { readonly chip: Chip; readonly href: string } | null;
  /** Taken out of VK by hand: the key that brings it back. */
  readonly bringBackKey: string | null;
  readonly reason: ProblemCard | null;
  readonly choices: readonly RuleChoice[];
}

export interface ProductsModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly total: string;
  readonly searchForm: SearchForm;
  readonly filters: readonly FilterChip[];
  readonly reasons: readonly FilterChip[];
  readonly heads: readonly SortHead[];
  readonly showsGroup: boolean;
  readonly showsStore: boolean;
  readonly rows: readonly ProductLine[];
  readonly bulk: BulkBar;
  readonly pager: Pager | null;
  readonly back: string;
  /** Whether search or a filter hides goods: the empty state then offers to drop them. */
  readonly isNarrowed: boolean;
  readonly allHref: string;
  readonly exports: ExportLinks;
}

interface Query {
  readonly search: string;
  readonly state: ProductState;
  readonly reason: string;
  /** Column, with `-` before it when descending. */
  readonly sort: string;
}

const BY_NAME = 'name';

/** Goods of a store, of one group of it, or of all stores. */
export function productsPage(found: GoodsFound, query: Query): Page & { model: ProductsModel } {
  const { store, group, rows, total, page, pageSize } = found;
  const name = group?.name ?? 'Все товары';
  const sort = query.sort === BY_NAME ? '' : query.sort;
  const here = { groupId: group?.id ?? null, ...query, sort };
  const hrefOf = (change: object): string => {
    const wish = { ...here, ...change };
    return store === null ? links.allProducts(wish) : links.products(store.id, wish);
  };
  const shown = { showsGroup: group === null, showsStore: store === null && found.storeNames.size > 1 };
  const columns = GOODS_COLUMNS.filter(
    ({ label }) => (label !== 'Группа' || shown.showsGroup) && (label !== 'Магазин' || shown.showsStore),
  );
  const kept = { group_id: here.groupId ?? '', state: query.state === 'all' ? '' : query.state, reason: query.reason };
  return {
    view: 'catalogue/products',
    title: store === null ? 'Товары всех магазинов' : `${name} — ${store.name}`,
    section: 'catalogue',
    model: {
      crumbs: [
        CATALOGUE_CRUMB,
        ...(store === null ? [] : [{ label: store.name, href: links.groups(store.id) }]),
        ...(group === null || store === null
          ? []
          : [{ label: group.name, href: links.products(store.id, { groupId: group.id }) }]),
        { label: group === null ? 'Все товары' : 'Товары', href: null },
      ],
      heading: name,
      total: goods(total),
      searchForm: {
        action: store === null ? links.allProducts() : links.products(store.id),
        value: query.search,
        label: 'Поиск по названию, артикулу или штрихкоду',
        placeholder: 'Название, артикул, штрихкод',
        kept: keptFields(kept),
        sorts: sortOptions(GOODS_COLUMNS, query.sort),
      },
      filters: stateChips(found.counts, query.state, state => hrefOf({ state, reason: '' })),
      reasons: reasonChips(found, query, reason =>
        hrefOf({ reason, state: reason === '' && query.state !== 'all' ? query.state : 'with_reason' }),
      ),
      heads: sortHeads(columns, query.sort, next => hrefOf({ sort: next === BY_NAME ? '' : next })),
      ...shown,
      rows: rows.map(row => productLine(row, found)),
      bulk: bulkBar({
        fields: keptFields({ type: 'product', store_id: store?.id ?? '', q: query.search, ...kept }),
        shown: rows.length,
        total,
        mayBringBack: rows.some(({ vkState }) => vkState === 'detached'),
      }),
      pager: pagerOf({ page, pageSize, total }, next => hrefOf({ page: next })),
      back: hrefOf({ page }),
      isNarrowed: query.search !== '' || query.state !== 'all' || query.reason !== '',
      allHref: hrefOf({ search: '', state: 'all', reason: '' }),
      exports: exportLinks('products', { storeId: store?.id ?? null, groupId: here.groupId }),
    },
  };
}

const productLine = (row: ProductRow, { storeNames }: GoodsFound): ProductLine => ({
  rowId: `product-${row.id}`,
  id: row.id,
  name: row.name,
  href: links.product(row.id),
  article: row.articleNumber ?? '',
  price: row.priceKopecks === null ? '' : formatRub(kopecks(row.priceKopecks)),
  quantity: row.quantityMilli === null ? '' : formatQuantity(milli(row.quantityMilli), null),
  measure: row.measureName ?? '',
  isForSale: row.allowToSell,
  group: row.groupName ?? 'Без группы',
  store: storeNames.get(row.storeId) ?? '',
  rule: ruleChip(row),
  note: ruleNote(row),
  vk: VK_CHIPS[row.vkState],
  drift: row.isDrifted ? { chip: DRIFT_CHIP, href: links.drift() } : null,
  bringBackKey: row.vkState === 'detached' ? row.listingKey : null,
  reason: reasonOf(row),
  choices: ruleChoices('product', row.id, row),
});

/** Why a good is not in VK, or why a wanted one waits. The rule's column says already why one is not selected. */
function reasonOf({ reason, holdCode, effective, vkState }: ProductRow): ProblemCard | null {
  if (!effective.selected) return null;
  if (reason !== null) return problemCard(reason.code, reason.params);
  return holdCode === null || vkState === 'detached' ? null : problemCard(holdCode);
}
