import { kopecks } from '../../domain/money.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type {
  AlbumPlace,
  ItemsFound,
  ShopItemFilter,
  ShopItemRow,
} from '../../services/vk-shop/vk-catalogue-contracts.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { Crumb } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { count, goods } from '../texts/numbers.js';
import type { ShopHead } from './shop-head.js';
import { shopHead } from './shop-head.js';

export interface ShopItemLine {
  readonly title: string;
  readonly vkHref: string | null;
  readonly price: string;
  readonly stock: string;
  readonly state: Chip;
  readonly origin: string;
  /** The till product behind it; `null` = none. */
  readonly productHref: string | null;
  readonly isNew: boolean;
}

export interface ShopItemsModel extends ShopHead {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly total: string;
  readonly search: string;
  readonly state: string;
  readonly action: string;
  readonly filters: readonly { readonly label: string; readonly href: string; readonly isCurrent: boolean }[];
  readonly rows: readonly ShopItemLine[];
  readonly pager: Pager | null;
  readonly isNarrowed: boolean;
  readonly allHref: string;
}

interface Query {
  readonly place: AlbumPlace;
  readonly search: string;
  readonly filter: ShopItemFilter;
  readonly page: number;
}

const FILTERS: readonly (readonly [ShopItemFilter, string])[] = [
  ['all', 'Все'],
  ['ours', 'Из кассы'],
  ['foreign', 'Не из кассы'],
  ['hidden', 'Скрытые'],
];

export function shopItemsPage(found: ItemsFound, query: Query, now: Date): Page & { model: ShopItemsModel } {
  const { album, rows, total, pageSize, community } = found;
  const { place, search, filter, page } = query;
  const heading = album?.title ?? (place === 'none' ? 'Без подборки' : 'Все товары витрины');
  return {
    view: 'vk-shop/items',
    title: `${heading} — Витрина VK`,
    section: 'shop',
    model: {
      ...shopHead(found, now),
      crumbs: [
        { label: 'Витрина VK', href: links.albums() },
        { label: heading, href: null },
      ],
      heading,
      total: goods(total),
      search,
      state: filter === 'all' ? '' : filter,
      action: links.shopItems(place),
      filters: FILTERS.map(([value, label]) => ({
        label,
        href: links.shopItems(place, { search, filter: value }),
        isCurrent: value === filter,
      })),
      rows: rows.map(row => itemLine(row, community?.groupId ?? null)),
      pager: pagerOf({ page, pageSize, total }, at => links.shopItems(place, { search, filter, page: at })),
      isNarrowed: search !== '' || filter !== 'all',
      allHref: links.shopItems(place),
    },
  };
}

const ORIGINS: Readonly<Record<ShopItemRow['origin'], string>> = {
  created: 'Добавлен EvoSync',
  adopted: 'Ваш, обновляем с кассы',
  detached: 'Убран вручную, больше не обновляем',
  foreign: 'Не из кассы',
};

const itemLine = (row: ShopItemRow, groupId: number | null): ShopItemLine => ({
  title: row.title,
  vkHref: links.vkItem(groupId, row.id),
  price: row.priceKopecks === null ? '' : formatRub(kopecks(row.priceKopecks)),
  stock: stockText(row.stock),
  state: row.isHidden ? chip('neutral', 'eye-slash', 'Скрыт') : chip('fine', 'check-circle-fill', 'Виден'),
  origin: ORIGINS[row.origin],
  productHref: row.productId === null || row.origin === 'foreign' ? null : links.product(row.productId),
  isNew: row.isNew,
});

/** VK's −1 is a stock without end. */
function stockText(stock: number | null): string {
  if (stock === null) return '';
  if (stock < 0) return 'не ограничено';
  return stock === 0 ? 'нет' : count(stock);
}
