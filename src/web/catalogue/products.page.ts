import { kopecks } from '../../domain/money.js';
import { milli } from '../../domain/quantity.js';
import { formatQuantity } from '../../domain/text/format-quantity.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type { CatalogueService, ProductRow } from '../../services/web-services.js';
import type { ProductState } from '../links.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { goods } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { RuleChoice } from './rule-controls.js';
import { ruleChoices } from './rule-controls.js';
import { STATE_FILTERS } from './state-filters.js';
import { DRIFT_CHIP, NOT_SELECTED_CHIP, VK_CHIPS, ruleChip, ruleNote } from './state-words.js';

export interface ProductLine {
  readonly rowId: string;
  readonly name: string;
  readonly article: string;
  readonly price: string;
  readonly quantity: string;
  readonly measure: string;
  readonly isForSale: boolean;
  readonly group: string;
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
  readonly search: string;
  readonly state: string;
  readonly groupId: string;
  readonly action: string;
  readonly filters: readonly { readonly label: string; readonly href: string; readonly isCurrent: boolean }[];
  readonly showsGroup: boolean;
  readonly rows: readonly ProductLine[];
  readonly pager: Pager | null;
  readonly back: string;
  /** Whether search or a filter hides goods: the empty state then offers to drop them. */
  readonly isNarrowed: boolean;
  readonly allHref: string;
}

interface Query {
  readonly search: string;
  readonly state: ProductState;
  readonly page: number;
}

type Found = Awaited<ReturnType<CatalogueService['products']>>;

export function productsPage(
  { store, group, rows, total, pageSize }: Found,
  query: Query,
): Page & { model: ProductsModel } {
  const here = { groupId: group?.id ?? null, search: query.search, state: query.state };
  const name = group?.name ?? 'Все товары';
  return {
    view: 'catalogue/products',
    title: `${name} — ${store.name}`,
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, { label: store.name, href: links.groups(store.id) }, { label: name, href: null }],
      heading: name,
      total: goods(total),
      search: query.search,
      state: query.state === 'all' ? '' : query.state,
      groupId: group?.id ?? '',
      action: links.products(store.id),
      filters: STATE_FILTERS.map(({ state, label }) => ({
        label,
        href: links.products(store.id, { ...here, state }),
        isCurrent: state === query.state,
      })),
      showsGroup: group === null,
      rows: rows.map(productLine),
      pager: pagerOf({ page: query.page, pageSize, total }, page => links.products(store.id, { ...here, page })),
      back: links.products(store.id, { ...here, page: query.page }),
      isNarrowed: query.search !== '' || query.state !== 'all',
      allHref: links.products(store.id, { groupId: here.groupId }),
    },
  };
}

const productLine = (row: ProductRow): ProductLine => ({
  rowId: `product-${row.id}`,
  name: row.name,
  article: row.articleNumber ?? '',
  price: row.priceKopecks === null ? '' : formatRub(kopecks(row.priceKopecks)),
  quantity: row.quantityMilli === null ? '' : formatQuantity(milli(row.quantityMilli), null),
  measure: row.measureName ?? '',
  isForSale: row.allowToSell,
  group: row.groupName ?? 'Без группы',
  rule: ruleChip(row),
  note: ruleNote(row),
  vk: row.vkState === 'not_listed' && !row.effective.selected ? NOT_SELECTED_CHIP : VK_CHIPS[row.vkState],
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
