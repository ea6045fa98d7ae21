import { countGroupGoods, sampleGroupGoods, type GroupPlace } from '../../db/repositories/group-goods.repository.js';
import { listPriceRules, productsByIds } from '../../db/repositories/listings.repository.js';
import { listGroups } from '../../db/repositories/till-cache.repository.js';
import type { GroupId, StoreId, UserId } from '../../domain/brand.js';
import { buildListing } from '../../domain/listing/build-listing.js';
import { ruledGroups } from '../../domain/listing/ruled-groups.js';
import { isNoGroupId } from '../../domain/selection/no-group.js';
import type { PriceRule } from '../../domain/settings.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import { loadListingWorld } from '../sync/listing-world.js';
import type { GroupPriceTrial } from './group-settings-contracts.js';

const SAMPLES = 3;

/** What a price rule for a group would make of its goods, beside what they cost now; nothing is written. */
export async function tryGroupPrice(
  deps: RuleDeps,
  userId: UserId,
  { storeId, groupId }: { readonly storeId: StoreId; readonly groupId: GroupId },
  rule: PriceRule,
): Promise<GroupPriceTrial> {
  const { db } = deps;
  const place = isNoGroupId(groupId) ? { kind: 'none' as const, storeId } : await placeOf(deps, userId, groupId);
  const found = await sampleGroupGoods(db, userId, place, SAMPLES);
  const products = await productsByIds(
    db,
    userId,
    found.map(({ productId }) => productId),
  );
  const world = await loadListingWorld(db, userId, { categoryId: deps.defaultCategoryId, fixedStock: deps.fixedStock });
  const samples = found.flatMap(({ key, storeId: at, productId }) => {
    const product = products.find(one => one.id === productId && one.storeId === at);
    if (product === undefined) return [];
    const context = world.contextOf(key, product);
    const priceWith = (price: PriceRule | null) => {
      const built = buildListing(key, [world.memberOf(product)], { ...context, group: { ...context.group, price } });
      return built.kind === 'listing' ? built.price : null;
    };
    return [
      { name: product.name, till: product.price, before: priceWith(context.group.price), after: priceWith(rule) },
    ];
  });
  return { ...(await countGroupGoods(db, userId, place)), samples };
}

async function placeOf({ db }: RuleDeps, userId: UserId, groupId: GroupId): Promise<GroupPlace> {
  const rules = await listPriceRules(db, userId);
  const ruled = ruledGroups(groupId, await listGroups(db, userId), id => rules.has(id));
  return { kind: 'groups', ids: [...new Set(ruled.map(({ id }) => id))] };
}
