import { listFilters } from '../../db/repositories/filters.repository.js';
import {
  listingState,
  placedById,
  placedByKey,
  type ListingState,
  type PlacedProduct,
} from '../../db/repositories/product-page.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { explainListing } from '../../domain/listing/explain-listing.js';
import { listingKey } from '../../domain/listing/listing-key.js';
import { REASONS } from '../../domain/listing/reasons.js';
import type { LockableField } from '../../domain/sync/compact.js';
import { explainProduct } from '../catalogue/explain-product.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import { loadListingWorld, type ListingWorld } from '../sync/listing-world.js';
import type { OwnValues, ProductMember, ProductService, ProductView } from './product-contracts.js';
import { productInShop } from './product-in-shop.js';
import { productTimeline } from './product-timeline.js';

/** One product by its till id: what the till says, what stands in VK, why, and what happened. */
export function createProductService(deps: RuleDeps): ProductService {
  return {
    view: (userId, productId, key) => productView(deps, userId, productId, key ?? null),
    timeline: (userId, product, page) => productTimeline(deps.db, userId, product, page),
  };
}

async function productView(
  { db, defaultCategoryId, fixedStock }: RuleDeps,
  userId: UserId,
  productId: string,
  asked: string | null,
): Promise<ProductView> {
  const placed = await placedById(db, userId, productId);
  const [first] = placed;
  if (first === undefined) throw new AppError('not_found', 'PRODUCT.NOT_FOUND', { product: productId });
  const { mergeBy } = (await getSyncConfig(db, userId)).settings;
  const keys = [...new Set(placed.map(row => row.key ?? listingKey(row.product, mergeBy)))];
  if (asked !== null && !keys.some(key => key === asked))
    throw new AppError('not_found', 'PRODUCT.NOT_FOUND', { product: productId });
  const { key: answered, name, ...answer } = await explainProduct(db, userId, productId, asked);
  const key = keys.find(one => one === (asked ?? answered)) ?? keys[0] ?? listingKey(first.product, 'id');
  const world = await loadListingWorld(db, userId, { categoryId: defaultCategoryId, fixedStock }, key);
  const rows = membersOf(await placedByKey(db, userId, key), placed, world, key);
  const state = await listingState(db, userId, key);
  const { storeId, groupId } = (rows.find(row => row.product.id === first.product.id) ?? first).product;
  const effective = world.selection.product({ storeId, groupId, productId: first.product.id, name });
  const rules = await listFilters(db, userId);
  const rule = rules.find(({ entityType, entityId }) => entityType === 'product' && entityId === productId);
  return {
    id: first.product.id,
    name,
    key: state === null ? null : key,
    otherKeys: keys.filter(other => other !== key),
    rule: rule?.mode ?? null,
    effective,
    answer,
    vkState: vkStateOf(state, isLeftOut(placed)),
    members: rows.map(row => toMember(world, row)),
    wanted: wantedOf(state),
    explanation: explanationOf(world, key, rows),
    inShop: state === null ? null : productInShop(state),
    own: state?.own ?? NO_VALUES,
    locks: (state?.locks ?? '').split(',').filter((field): field is LockableField => field !== ''),
    canAllow: state !== null && !state.own.isAllowed && isOverridable(state.reasonCode),
  };
}

const NO_VALUES: OwnValues = { name: null, description: null, price: null, isPinned: false, isAllowed: false };

/** The goods of the listing, and the asked one where it stands no more but its listing does. */
function membersOf(
  merged: readonly PlacedProduct[],
  placed: readonly PlacedProduct[],
  world: ListingWorld,
  key: ListingKey,
): readonly PlacedProduct[] {
  const left = placed.filter(row => row.key === null && listingKey(row.product, world.config.settings.mergeBy) === key);
  return [...merged, ...left];
}

const toMember = (world: ListingWorld, { product, ...row }: PlacedProduct): ProductMember => ({
  id: product.id,
  storeId: product.storeId,
  storeName: row.storeName,
  name: product.name,
  groupPath: world.memberOf(product).groupPath,
  articleNumber: product.articleNumber,
  barcodes: product.barcodes,
  price: product.price,
  quantity: product.quantity,
  measureName: product.measureName,
  allowToSell: product.allowToSell,
  description: product.description,
  type: product.type,
  readAt: row.readAt,
  isMissing: row.isMissing,
  isSelected: row.isSelected,
});

/** Told of the goods that make the listing; of a good that is left out it says what would be. */
function explanationOf(
  world: ListingWorld,
  key: ListingKey,
  rows: readonly PlacedProduct[],
): ProductView['explanation'] {
  const there = rows.filter(({ isMissing }) => !isMissing);
  const selected = there.filter(({ isSelected }) => isSelected);
  const products = (selected.length > 0 ? selected : there).map(({ product }) => product);
  return explainListing(products.map(world.memberOf), world.contextOf(key, products[0]));
}

function wantedOf(state: ListingState | null): ProductView['wanted'] {
  if (state === null || !state.isListed || state.price === null || state.photo === null) return null;
  const { name, description, price, stock, album, photo } = state;
  return { name, description, price, stock, album, photo: photo.source };
}

/** The product is on the till and the rules let none of its rows through; what other stores carry is another matter. */
const isLeftOut = (placed: readonly PlacedProduct[]): boolean =>
  placed.some(({ key }) => key !== null) && placed.every(({ isSelected }) => !isSelected);

/** As the tables of the catalogue have it. */
function vkStateOf(state: ListingState | null, isLeft: boolean): ProductView['vkState'] {
  const link = state?.link?.state;
  if (link === 'detached') return 'detached';
  if (state?.isListed === true && !isLeft) return link === 'live' ? 'in_vk' : 'waiting';
  if (state?.isListed !== true && link === 'hidden') return 'hidden';
  return isLeft ? 'not_selected' : 'not_listed';
}

const isOverridable = (code: string | null): boolean =>
  Object.entries(REASONS).some(([known, { overridable }]) => known === code && overridable);
