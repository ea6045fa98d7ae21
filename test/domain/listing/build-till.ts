import type { GroupId, ListingKey, ProductId, StoreId } from '../../../src/domain/brand.js';
import { buildListing } from '../../../src/domain/listing/build-listing.js';
import type { Listing, ListingContext, ListingMember, NotListed } from '../../../src/domain/listing/types.js';
import { kopecks } from '../../../src/domain/money.js';
import { milli } from '../../../src/domain/quantity.js';
import type { MerchantSettings } from '../../../src/domain/settings.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.js';
import type { TillAttribute, TillGroup, TillProduct } from '../../../src/domain/till.js';

export const KEY = 'p1' as ListingKey;

/** A plain good for 350 ₽, 5 pieces left. */
export function product(change: Partial<TillProduct> = {}): TillProduct {
  return {
    id: 'p1' as ProductId,
    storeId: 'S1' as StoreId,
    groupId: 'g1' as GroupId,
    name: 'Бай Му Дань',
    type: 'NORMAL',
    price: kopecks(35000),
    costPrice: null,
    quantity: milli(5000),
    measureName: 'шт',
    allowToSell: true,
    description: null,
    articleNumber: null,
    code: null,
    barcodes: [],
    attributesChoices: {},
    isExcisable: false,
    isAgeLimited: false,
    ...change,
  };
}

export function member(
  change: Partial<TillProduct> = {},
  groupPath: readonly string[] = ['Белый чай'],
  attributes: readonly TillAttribute[] = [],
): ListingMember {
  const own = product(change);
  const name = groupPath.at(-1);
  const group: TillGroup | null =
    name === undefined
      ? null
      : { id: own.groupId ?? ('g1' as GroupId), storeId: own.storeId, parentId: null, name, attributes };
  return { product: own, group, groupPath, attributes };
}

/** Changes to the defaults, flat where it reads better. */
export interface ContextChange {
  readonly settings?: Partial<MerchantSettings>;
  readonly group?: Partial<ListingContext['group']>;
  readonly overrides?: Partial<ListingContext['overrides']>;
  readonly merchantPhotoRef?: number | null;
}

export function context(change: ContextChange = {}): ListingContext {
  return {
    settings: { ...DEFAULT_SETTINGS, ...change.settings },
    group: { price: null, categoryId: null, photoRef: null, ...change.group },
    overrides: {
      name: null,
      description: null,
      price: null,
      photoRef: null,
      allowRestricted: false,
      ...change.overrides,
    },
    merchantPhotoRef: change.merchantPhotoRef ?? null,
    defaultCategoryId: 40932,
    fixedStock: 1000,
  };
}

/** The listing of one good (or several), or an error naming the reason. */
export function listed(members: ListingMember | readonly ListingMember[], change: ContextChange = {}): Listing {
  const result = tried(members, change);
  if (result.kind === 'not_listed') throw new Error(`not listed: ${result.code} ${JSON.stringify(result.params)}`);
  return result;
}

/** The reason there is none, or `null` when there is a listing. */
export function refused(
  members: ListingMember | readonly ListingMember[],
  change: ContextChange = {},
): NotListed | null {
  const result = tried(members, change);
  return result.kind === 'not_listed' ? result : null;
}

function tried(members: ListingMember | readonly ListingMember[], change: ContextChange): Listing | NotListed {
  return buildListing(KEY, 'product' in members ? [members] : members, context(change));
}
