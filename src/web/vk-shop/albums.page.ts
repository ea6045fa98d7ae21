import type { AlbumRow, AlbumsFound } from '../../services/vk-shop/vk-catalogue-contracts.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { count, counted, goods } from '../texts/numbers.js';
import type { ShopHead } from './shop-head.js';
import { shopHead } from './shop-head.js';

export interface AlbumLine {
  readonly title: string;
  readonly href: string;
  readonly items: string;
  readonly origin: string;
  readonly isHidden: boolean;
  readonly pair: Chip | null;
  /** Groups of the till it belongs to. */
  readonly groups: readonly { readonly label: string; readonly href: string }[];
  readonly note: string;
}

export interface AlbumsModel extends ShopHead {
  readonly total: string;
  readonly search: string;
  readonly action: string;
  readonly rows: readonly AlbumLine[];
  readonly pager: Pager | null;
  readonly tiles: readonly { readonly label: string; readonly value: string; readonly href: string }[];
  readonly isNarrowed: boolean;
}

/** Goods of other places than albums are reached by these two. */
const tilesOf = ({ items, looseItems }: AlbumsFound): AlbumsModel['tiles'] => [
  { label: 'всего товаров', value: count(items), href: links.shopItems('all') },
  { label: 'без подборки', value: count(looseItems), href: links.shopItems('none') },
];

export function albumsPage(
  found: AlbumsFound,
  { search, page }: { search: string; page: number },
  now: Date,
): Page & { model: AlbumsModel } {
  const { rows, total, pageSize } = found;
  return {
    view: 'vk-shop/albums',
    title: 'Витрина VK',
    section: 'shop',
    model: {
      ...shopHead(found, now),
      total: counted(total, 'подборка', 'подборки', 'подборок'),
      search,
      action: links.albums(),
      rows: rows.map(albumLine),
      pager: pagerOf({ page, pageSize, total }, at => links.albums({ search, page: at })),
      tiles: tilesOf(found),
      isNarrowed: search !== '',
    },
  };
}

const PAIR_CHIPS: Readonly<Record<AlbumRow['pair'], Chip | null>> = {
  linked: null,
  same_title: chip('info', 'info-circle-fill', 'Свяжем при обмене'),
  none: chip('neutral', 'dash-circle', 'Без пары'),
};

function albumLine(row: AlbumRow): AlbumLine {
  const severalStores = new Set(row.groups.map(({ storeId }) => storeId)).size > 1;
  return {
    title: row.title,
    href: links.shopItems(row.id),
    items: goods(row.items),
    origin: row.isOurs ? 'создана EvoSync' : 'ваша',
    isHidden: row.isHidden,
    pair: PAIR_CHIPS[row.pair],
    groups: row.groups.map(group => ({
      label: severalStores ? `${group.name} (${group.storeName})` : group.name,
      href: links.products(group.storeId, { groupId: group.groupId }),
    })),
    note: noteOf(row),
  };
}

function noteOf({ pair, isOurs }: AlbumRow): string {
  if (pair === 'linked') return '';
  if (pair === 'same_title') return 'Название совпадает с группой на кассе.';
  return isOurs ? 'Такой группы на кассе больше нет.' : 'На кассе нет группы с таким названием. Мы её не трогаем.';
}
