import type { GroupId } from '../../domain/brand.js';
import { buildListing } from '../../domain/listing/build-listing.js';
import { listingKey } from '../../domain/listing/listing-key.js';
import { notSelected } from '../../domain/listing/not-selected.js';
import type { Listing, ListingContext, NotListed } from '../../domain/listing/types.js';
import { buildSelection } from '../../domain/selection/build-selection.js';
import type { FilterRule } from '../../domain/selection/types.js';
import { DEFAULT_SETTINGS, type MerchantSettings } from '../../domain/settings.js';
import type { TillGroup, TillProduct } from '../../domain/till.js';
import { DEMO_GOODS, DEMO_GROUPS, DEMO_STORE } from './demo-catalogue.js';

/** What a visitor may turn on the example. */
export interface DemoWish {
  /** Groups that are switched off. */
  readonly off: readonly string[];
  readonly multiplier: string;
  readonly rounding: MerchantSettings['price']['rounding'];
  readonly weightUnit: MerchantSettings['weightUnit'];
  readonly cleanNames: boolean;
}

/** A good of the example with what would become of it. */
export interface DemoGood {
  readonly product: TillProduct;
  readonly group: TillGroup;
  readonly result: Listing | NotListed;
}

const CATEGORY = 40_932;
const FIXED_STOCK = 1000;

/** Runs the example through the very rules of a real exchange, in memory: nothing is read, kept or sent. */
export function runDemo(wish: DemoWish): readonly DemoGood[] {
  const settings: MerchantSettings = {
    ...DEFAULT_SETTINGS,
    price: { ...DEFAULT_SETTINGS.price, multiplier: wish.multiplier, rounding: wish.rounding },
    weightUnit: wish.weightUnit,
    lowerShouting: wish.cleanNames,
    expandAbbreviations: wish.cleanNames,
  };
  const rules = DEMO_GROUPS.filter(({ id }) => wish.off.includes(id)).map(excluded);
  const selection = buildSelection(rules, DEMO_GROUPS, [DEMO_STORE]);
  const groups = new Map<GroupId, TillGroup>(DEMO_GROUPS.map(group => [group.id, group]));
  const context: ListingContext = {
    settings,
    group: { price: null, categoryId: null, photoRef: null },
    overrides: { name: null, description: null, price: null, photoRef: null, allowRestricted: false },
    merchantPhotoRef: null,
    defaultCategoryId: CATEGORY,
    fixedStock: FIXED_STOCK,
  };
  return DEMO_GOODS.flatMap(product => {
    const group = product.groupId === null ? undefined : groups.get(product.groupId);
    if (group === undefined) return [];
    const { storeId, groupId, id: productId, name } = product;
    const state = selection.product({ storeId, groupId, productId, name });
    const key = listingKey(product, settings.mergeBy);
    const member = { product, group, groupPath: [group.name], attributes: [] };
    return [
      { product, group, result: state.selected ? buildListing(key, [member], context) : notSelected(key, state) },
    ];
  });
}

const excluded = ({ id, name }: TillGroup): FilterRule => ({
  entityType: 'group',
  entityId: id,
  entityName: name,
  mode: 'exclude',
});
