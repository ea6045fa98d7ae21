/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { GroupId, JobId, ListingKey, ProductId, StoreId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { buildListing } from '../../src/domain/listing/build-listing.js';
import { explainListing } from '../../src/domain/listing/explain-listing.js';
import { REASONS } from '../../src/domain/listing/reasons.js';
import type { ListingContext, ListingMember } from '../../src/domain/listing/types.js';
import { kopecks } from '../../src/domain/money.js';
import { milli } from '../../src/domain/quantity.js';
import { DEFAULT_SETTINGS } from '../../src/domain/settings.js';
import type { LockableField } from '../../src/domain/sync/compact.js';
import type { TillProduct } from '../../src/domain/till.js';
import type {
  ProductInShop,
  ProductMember,
  ProductService,
  ProductView,
  TimelineEntry,
} from '../../src/services/products/product-contracts.js';
import type { FakeCatalogue } from './fake-catalogue.js';
import { minutesAgo } from './fake-connections.js';
import { OPERATIONS, RISKY_OPERATIONS } from './fake-jobs.js';
import type { FakeListings } from './fake-listings.js';
import type { FakeProduct } from './fake-till.js';

export interface FakeProducts extends ProductService {
  settings: typeof DEFAULT_SETTINGS;
  /** Ids of goods that are gone from the till but still known. */
  gone: Set<string>;
  /** Ids whose listing joins the good with the one of this id. */
  merged: Map<string, string>;
  entries: TimelineEntry[];
  pageSize: number;
}

const change = (minutes: number, action: string, before: object | null, after: object | null): TimelineEntry => ({
  kind: 'change',
  at: minutesAgo(minutes),
  action,
  before: before as Record<string, unknown> | null,
  after: after as Record<string, unknown> | null,
});

const operations = [...OPERATIONS, ...RISKY_OPERATIONS.slice(0, 1)];

/** Everything that can happen to a good, once. */
export const ENTRIES: readonly TimelineEntry[] = [
  ...operations.map((operation, index): TimelineEntry => ({
    kind: 'operation',
    at: minutesAgo(29 + index * 60),
    jobId: (318 - index) as JobId,
    jobKind: index === 2 ? 'pilot' : 'sync',
    operation,
  })),
  change(500, 'listing.own', { priceKopecks: 35_000, name: null }, { priceKopecks: 38_500, name: 'Бай Му Дань' }),
  change(520, 'listing.lock', { price: false }, { price: true }),
  change(540, 'listing.photo', null, { photo: true }),
  change(560, 'listing.drift', null, { field: 'description', choice: 'keep' }),
  change(580, 'rule.change', { mode: null }, { mode: 'include' }),
];

/** One product of the fake till under the real listing rules. */
export function createFakeProducts(catalogue: FakeCatalogue, listings: FakeListings): FakeProducts {
  const find = (id: string): FakeProduct => {
    const good = catalogue.till.products.find(product => product.id === id);
    if (good === undefined) throw new AppError('not_found', 'PRODUCT.NOT_FOUND', { product: id });
    return good;
  };
  const pathOf = (groupId: GroupId | null): string[] => {
    const group = catalogue.till.groups.find(({ id }) => id === groupId);
    return group === undefined ? [] : [...pathOf(group.parentId), group.name];
  };
  const contextOf = (key: ListingKey): ListingContext => {
    const own = listings.overrides.get(key) ?? {};
    return {
      settings: fake.settings,
      group: { price: null, categoryId: null, photoRef: null },
      overrides: {
        name: own.name ?? null,
        description: own.description ?? null,
        price: own.priceKopecks == null ? null : kopecks(own.priceKopecks),
        photoRef: null,
        allowRestricted: own.allowRestricted ?? false,
      },
      merchantPhotoRef: null,
      defaultCategoryId: 40932,
      fixedStock: 1000,
    };
  };

  const fake: FakeProducts = {
    settings: { ...DEFAULT_SETTINGS, price: { ...DEFAULT_SETTINGS.price, multiplier: '1.1' } },
    gone: new Set(['product-14']),
    merged: new Map([['product-13', 'product-15']]),
    entries: [...ENTRIES],
    pageSize: 10,
    async view(userId, productId, asked) {
      const good = find(productId);
      const key = good.listingKey ?? (good.id as ListingKey);
      if (asked !== undefined && asked !== key) throw new AppError('not_found', 'PRODUCT.NOT_FOUND');
      const twin = fake.merged.get(good.id);
      const goods = [good, ...(twin === undefined ? [] : [find(twin)])];
      const isGone = fake.gone.has(good.id);
      const store = catalogue.till.stores[0]?.id ?? ('store-1' as StoreId);
      const { rows } = await catalogue.products(userId, {
        storeId: store,
        groupId: null,
        search: good.name,
        state: 'all',
        page: 1,
      });
      const row = rows.find(({ id }) => id === good.id);
      const members = goods.map(one => memberOf(one, pathOf(one.groupId)));
      const context = contextOf(key);
      const built = buildListing(key, members, context);
      const vkState = isGone ? 'hidden' : (row?.vkState ?? good.vkState);
      const isListed = vkState === 'in_vk' || vkState === 'waiting' || vkState === 'detached';
      const wanted = built.kind === 'listing' && isListed && !isGone ? { ...built, photo: built.photo.source } : null;
      const own = listings.overrides.get(key) ?? {};
      const code = isGone ? 'GONE_FROM_TILL' : codeOf(good, row?.reason?.code ?? null, vkState);
      const inShop = shopOf(good, vkState, built.kind === 'listing' ? built : null);
      return {
        id: good.id as ProductId,
        name: good.name,
        key,
        otherKeys: [],
        rule: row?.rule ?? null,
        effective: row?.effective ?? { selected: true, reason: { level: 'product', because: 'default', name: '' } },
        answer: {
          published: vkState === 'in_vk' && !isGone,
          code,
          params: code === 'NOT_SELECTED' ? { why: 'исключён магазин «Склад»' } : (row?.reason?.params ?? {}),
        },
        vkState,
        members: goods.map((one, index) => shownMember(one, pathOf(one.groupId), index, isGone)),
        wanted,
        explanation: isGone ? null : explainListing(members, context),
        inShop,
        own: {
          name: own.name ?? null,
          description: own.description ?? null,
          price: own.priceKopecks == null ? null : kopecks(own.priceKopecks),
          isPinned: own.isPinned ?? false,
          isAllowed: own.allowRestricted ?? false,
        },
        locks: (['name', 'description', 'photo', 'price', 'album'] satisfies LockableField[]).filter(field =>
          listings.locks.has(`${key}|${field}`),
        ),
        canAllow:
          own.allowRestricted !== true &&
          Object.entries(REASONS).some(([known, { overridable }]) => known === code && overridable),
      } satisfies ProductView;
    },
    async timeline(_userId, _product, page) {
      const from = (page - 1) * fake.pageSize;
      return {
        entries: fake.entries.slice(from, from + fake.pageSize),
        total: fake.entries.length,
        pageSize: fake.pageSize,
      };
    },
  };
  return fake;
}

function codeOf(good: FakeProduct, reason: string | null, vkState: ProductView['vkState']): string | null {
  if (reason !== null) return reason;
  if (vkState === 'detached') return 'LINK.DETACHED';
  if (vkState === 'hidden') return 'NOT_FOR_SALE';
  return vkState === 'waiting' ? (good.holdCode ?? 'SYNC.WAITING') : good.holdCode;
}

function memberOf(good: FakeProduct, groupPath: readonly string[]): ListingMember {
  const product: TillProduct = {
    id: good.id as ProductId,
    storeId: good.storeId,
    groupId: good.groupId,
    name: good.name,
    type: 'NORMAL',
    price: good.priceKopecks === null ? null : kopecks(good.priceKopecks),
    costPrice: null,
    quantity: good.quantityMilli === null ? null : milli(good.quantityMilli),
    measureName: good.measureName,
    allowToSell: true,
    description: null,
    articleNumber: good.articleNumber,
    code: null,
    barcodes: ['4607001234567'],
    attributesChoices: {},
    isExcisable: false,
    isAgeLimited: false,
  };
  return { product, group: null, groupPath, attributes: [] };
}

function shownMember(
  good: FakeProduct,
  groupPath: readonly string[],
  index: number,
  isMissing: boolean,
): ProductMember {
  const { product } = memberOf(good, groupPath);
  return {
    ...product,
    groupPath,
    storeName: index === 0 ? 'Чайная' : 'Точка 2 в торговом центре «Весёлая горка», второй этаж у лифта',
    allowToSell: good.allowToSell,
    readAt: minutesAgo(isMissing ? 9000 : 22),
    isMissing,
    isSelected: !isMissing,
  };
}

function shopOf(
  good: FakeProduct,
  vkState: ProductView['vkState'],
  listing: { name: string; description: string; price: TillProduct['price']; album: string | null } | null,
): ProductInShop | null {
  const states = { in_vk: 'live', hidden: 'hidden', detached: 'detached' } as const;
  if (vkState === 'waiting' || vkState === 'not_listed' || vkState === 'not_selected' || good.vkItemId === null)
    return null;
  return {
    state: states[vkState],
    itemId: good.vkItemId,
    groupId: 217_000_001,
    since: minutesAgo(30_000),
    madeBy: 'created',
    card:
      listing?.price == null
        ? null
        : {
            name: listing.name,
            description: listing.description,
            price: kopecks(Math.max(100, listing.price - 3500)),
            stock: 1000,
            album: listing.album,
          },
    pending: vkState === 'in_vk' ? ['price'] : [],
    drifted: good.isDrifted && vkState === 'in_vk' ? ['name'] : [],
  };
}
