import type { GroupId, ListingKey, StoreId } from '../../src/domain/brand.js';
import type { TillGroup, TillStore } from '../../src/domain/till.js';
import type { ProductRow, StoreRow } from '../../src/services/web-services.js';

export type FakeStore = TillStore & Pick<StoreRow, 'readState' | 'readCode' | 'isMissing'>;
export type FakeProduct = Omit<ProductRow, 'groupName' | 'rule' | 'effective'> & {
  readonly storeId: StoreId;
  readonly groupId: GroupId | null;
};

const store = (id: string, name: string, address: string | null, over: Partial<FakeStore> = {}): FakeStore => ({
  id: id as StoreId,
  name,
  address,
  readState: 'complete',
  readCode: null,
  isMissing: false,
  ...over,
});

export const STORES: readonly FakeStore[] = [
  store('store-1', 'Чайная', 'Екатеринбург, ул. Мира, 1'),
  store('store-2', 'Склад', null),
  store(
    'store-3',
    'Точка 2 в торговом центре «Весёлая горка», второй этаж у лифта',
    'Екатеринбург, ул. 8 Марта, 46, ТЦ «Весёлая горка»',
    {
      readState: 'not_paid',
      readCode: 'EVOTOR.STORE_NOT_PAID',
    },
  ),
];

const FIRST = 'store-1' as StoreId;
const group = (id: string, name: string, parentId: string | null = null): TillGroup => ({
  id: id as GroupId,
  storeId: FIRST,
  parentId: parentId as GroupId | null,
  name,
  attributes: [],
});

export const GROUPS: readonly TillGroup[] = [
  group('tea', 'Чай'),
  group('white', 'Белый чай', 'tea'),
  group('puer', 'Пуэр', 'tea'),
  group('sheng', 'Шэн пуэр', 'puer'),
  group('ware', 'Посуда'),
  group('sweet', 'К чаю: варенье, мёд, пастила и всё, что берут на подарок'),
  { ...group('ware-2', 'Посуда'), storeId: 'store-2' as StoreId },
];

type Draft = readonly [
  name: string,
  groupId: string | null,
  rub: number | null,
  milli: number | null,
  unit: string | null,
  over?: Partial<FakeProduct>,
];

const REASON = (code: string, params: Record<string, string> = {}): Partial<FakeProduct> => ({
  vkState: 'not_listed',
  vkItemId: null,
  reason: { code, params },
});

const DRAFTS: readonly Draft[] = [
  ['Бай Му Дань', 'white', 350, 180_000, 'г'],
  [
    'Иньчжэнь Бай Хао, «Серебряные иглы» с горных плантаций Фудина, сбор весны 2026 года',
    'white',
    1520.5,
    60_000,
    'г',
    { vkState: 'waiting' },
  ],
  ['Пробник белого чая', 'white', null, null, null, REASON('NO_PRICE')],
  ['Шу пуэр «Старое дерево» 2014', 'puer', 4890, 12_000, 'шт'],
  ['Шэн пуэр Мэнхай, блин 357 г', 'sheng', 12_350, 3000, 'шт'],
  ['Шэн пуэр Иу 2019', 'sheng', 7640, 0, 'шт', { vkState: 'hidden', allowToSell: false }],
  ['Гайвань фарфоровая 120 мл', 'ware', 990, 7000, 'шт'],
  ['Чайник из исинской глины 180 мл', 'ware', 5400, 2000, 'шт', { vkState: 'detached' }],
  ['Пиала', 'ware', 290, 24_000, 'шт', { allowToSell: false, ...REASON('NOT_FOR_SALE') }],
  ['Настойка имбирная', 'sweet', 640, 9000, 'шт', REASON('RESTRICTED_WORD', { word: 'настойка' })],
  ['Варенье из сосновых шишек', 'sweet', 420, 31_000, 'шт'],
  ['Мёд гречишный', 'sweet', 780, 12_500, 'кг'],
  ['Пакет бумажный', null, 10, 480_000, 'шт', REASON('SERVICE_ROW', { word: 'пакет' })],
  ['Подарочная коробка', null, 250, -2000, 'шт'],
];

const FILLERS: readonly Draft[] = Array.from({ length: 40 }, (_, index) => [
  `Улун Те Гуань Инь, партия ${index + 1}`,
  'tea',
  410 + index * 10,
  (index + 1) * 5000,
  'г',
]);

export const PRODUCTS: readonly FakeProduct[] = [...DRAFTS, ...FILLERS].map(
  ([name, groupId, rub, milli, unit, over], index) => ({
    id: `product-${index + 1}`,
    storeId: FIRST,
    groupId: groupId as GroupId | null,
    name,
    articleNumber: index % 5 === 2 ? null : String(1005 + index),
    priceKopecks: rub === null ? null : Math.round(rub * 100),
    quantityMilli: milli,
    measureName: unit,
    allowToSell: true,
    vkState: 'in_vk',
    reason: null,
    vkItemId: 7000 + index,
    listingKey: `key-${index + 1}` as ListingKey,
    holdCode: null,
    isDrifted: false,
    ...over,
  }),
);
