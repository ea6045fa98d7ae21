/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { GroupId, ProductId, StoreId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type { AlbumRow, ShopItemRow, VkCatalogueService } from '../../src/services/vk-shop/vk-catalogue-contracts.js';
import type { FakeConnections } from './fake-connections.js';
import { minutesAgo } from './fake-connections.js';

const LONG =
  'Чай пуэр шу «Дикие деревья Юньнани» прессованный, урожай 2018 года, в подарочной деревянной шкатулке с ложкой';

export interface FakeVkCatalogue extends VkCatalogueService {
  albumRows: AlbumRow[];
  itemRows: (ShopItemRow & { readonly albumId: number | null })[];
  readAt: Date | null;
  pageSize: number;
}

const group = (id: string, name: string, store: [id: string, name: string] = ['store-1', 'Чайная на Мира']) => ({
  storeId: store[0] as StoreId,
  groupId: id as GroupId,
  name,
  storeName: store[1],
});

const ALBUMS: readonly AlbumRow[] = [
  {
    id: 7,
    title: 'Белый чай',
    items: 3,
    isHidden: false,
    isOurs: true,
    pair: 'linked',
    groups: [group('white', 'Белый чай')],
  },
  {
    id: 8,
    title: 'Посуда',
    items: 41,
    isHidden: false,
    isOurs: false,
    pair: 'linked',
    groups: [group('ware', 'Посуда'), group('ware-2', 'Посуда', ['store-2', 'Склад'])],
  },
  {
    id: 9,
    title: 'Сладости',
    items: 12,
    isHidden: false,
    isOurs: false,
    pair: 'same_title',
    groups: [group('sweet', 'Сладости')],
  },
  { id: 10, title: 'Подарки к празднику', items: 5, isHidden: true, isOurs: false, pair: 'none', groups: [] },
  {
    id: 11,
    title: `${LONG} и ещё немного слов, чтобы строка была по-настоящему длинной`,
    items: 0,
    isHidden: false,
    isOurs: true,
    pair: 'none',
    groups: [],
  },
];

const item = (id: number, title: string, over: Partial<ShopItemRow & { albumId: number | null }> = {}) => ({
  id,
  title,
  priceKopecks: 35_000,
  stock: 1000,
  isHidden: false,
  origin: 'created' as const,
  isNew: false,
  productId: `product-${id}` as ProductId,
  albumId: 7,
  ...over,
});

const ITEMS: FakeVkCatalogue['itemRows'] = [
  item(1, 'Бай Му Дань'),
  item(2, 'Иньчжэнь Бай Хао, «Серебряные иглы»', { isNew: true }),
  item(3, LONG, { isHidden: true, stock: 0, priceKopecks: 1_234_550 }),
  item(501, 'Гайвань фарфоровая, 120 мл', { origin: 'foreign', productId: null, albumId: null, stock: -1 }),
  item(502, 'Мёд гречишный', { origin: 'adopted', albumId: null, stock: null }),
  item(503, 'Пробник', { origin: 'detached', albumId: null, priceKopecks: null }),
];

/** A shop in memory, read a while ago. */
export function createFakeVkCatalogue(connections: FakeConnections): FakeVkCatalogue {
  const asRead = () => {
    const { vk } = connections.connected;
    const community = vk?.vkGroupId == null ? null : { groupId: vk.vkGroupId, name: vk.detail };
    return { community, readAt: community && fake.readAt };
  };
  const pageOf = <T>(rows: readonly T[], page: number) => ({
    rows: rows.slice((page - 1) * fake.pageSize, page * fake.pageSize),
    total: rows.length,
    pageSize: fake.pageSize,
  });
  const has = (title: string, search: string) => title.toLowerCase().includes(search.toLowerCase());
  const fake: FakeVkCatalogue = {
    albumRows: [...ALBUMS],
    itemRows: [...ITEMS],
    readAt: minutesAgo(200),
    pageSize: 50,
    async albums(_userId, { search, page }) {
      const head = asRead();
      const rows = head.readAt === null ? [] : fake.albumRows.filter(({ title }) => has(title, search));
      const looseItems = fake.itemRows.filter(({ albumId }) => albumId === null).length;
      return { ...head, ...pageOf(rows, page), items: fake.itemRows.length, looseItems };
    },
    async items(_userId, { place, search, filter, page }) {
      const album = fake.albumRows.find(({ id }) => id === place) ?? null;
      if (typeof place === 'number' && album === null) throw new AppError('not_found', 'ALBUM.NOT_FOUND');
      const head = asRead();
      const isOurs = ({ origin }: ShopItemRow) => origin === 'created' || origin === 'adopted';
      const rows = (head.readAt === null ? [] : fake.itemRows)
        .filter(({ albumId }) => place === 'all' || albumId === (place === 'none' ? null : place))
        .filter(({ title }) => has(title, search))
        .filter(row => filter === 'all' || (filter === 'hidden' ? row.isHidden : isOurs(row) === (filter === 'ours')));
      return { ...head, album: album && { id: album.id, title: album.title }, ...pageOf(rows, page) };
    },
  };
  return fake;
}
