import type { Queries } from '../../db/database.js';
import { listFilters } from '../../db/repositories/filters.repository.js';
import {
  listGroupCategories,
  listOverrides,
  listPhotoRefs,
  listPriceRules,
} from '../../db/repositories/listings.repository.js';
import { getSyncConfig, type SyncConfigRecord } from '../../db/repositories/sync-config.repository.js';
import { listGroups, listStores } from '../../db/repositories/till-cache.repository.js';
import type { GroupId, ListingKey, StoreId, UserId } from '../../domain/brand.js';
import type { ListingContext, ListingMember } from '../../domain/listing/types.js';
import { buildSelection } from '../../domain/selection/build-selection.js';
import { noGroupId } from '../../domain/selection/no-group.js';
import type { Selection } from '../../domain/selection/types.js';
import type { TillGroup, TillProduct } from '../../domain/till.js';

/** Everything but the products that decides what a merchant's listings are; read once per recomputation. */
export interface ListingWorld {
  readonly config: SyncConfigRecord;
  readonly selection: Selection;
  readonly storeOrder: ReadonlyMap<StoreId, number>;
  readonly memberOf: (product: TillProduct) => ListingMember;
  readonly contextOf: (key: ListingKey, first: TillProduct | undefined) => ListingContext;
}

/** Longest way up from a group to its root; a till that nests deeper (or in a circle) is cut here. */
const MAX_DEPTH = 20;

/** `only`: enough to tell of this listing, for a page that shows no other. */
export async function loadListingWorld(
  queries: Queries,
  userId: UserId,
  defaults: { categoryId: number; fixedStock: number },
  only: ListingKey | null = null,
): Promise<ListingWorld> {
  const config = await getSyncConfig(queries, userId);
  const stores = await listStores(queries, userId);
  const groups = await listGroups(queries, userId);
  const selection = buildSelection(await listFilters(queries, userId), groups, stores);
  const overrides = await listOverrides(queries, userId, only);
  const priceRules = await listPriceRules(queries, userId);
  const categories = await listGroupCategories(queries, userId);
  const photoRefs = await listPhotoRefs(queries, userId, only);
  const photoOf = new Map(photoRefs.map(photo => [`${photo.purpose}:${photo.target ?? ''}`, photo.ref]));
  const groupOf = new Map(groups.map(group => [groupKey(group.storeId, group.id), group]));

  const groupOfProduct = ({ storeId, groupId }: TillProduct): TillGroup | null =>
    groupId === null ? null : (groupOf.get(groupKey(storeId, groupId)) ?? null);

  /** The group and those above it, its own first. */
  const upwards = (group: TillGroup | null): readonly TillGroup[] => {
    const path: TillGroup[] = [];
    for (let at = group; at !== null && path.length < MAX_DEPTH;) {
      path.push(at);
      at = at.parentId === null ? null : (groupOf.get(groupKey(at.storeId, at.parentId)) ?? null);
    }
    return path;
  };

  /** What is said of a good's group: the nearest word up its parents, as with rules; goods without one have their own. */
  const nearest = <T>(product: TillProduct | undefined, said: (id: GroupId) => T | undefined): T | null => {
    if (product === undefined) return null;
    const ids = upwards(groupOfProduct(product)).map(({ id }) => id);
    for (const id of ids.length === 0 ? [noGroupId(product.storeId)] : ids) {
      const found = said(id);
      if (found !== undefined) return found;
    }
    return null;
  };

  return {
    config,
    selection,
    storeOrder: new Map(stores.map((store, index) => [store.id, index])),
    memberOf(product) {
      const group = groupOfProduct(product);
      const groupPath = upwards(group).map(({ name }) => name);
      return { product, group, groupPath: groupPath.reverse(), attributes: group?.attributes ?? [] };
    },
    contextOf(key, first) {
      const own = overrides.get(key);
      return {
        settings: config.settings,
        group: {
          price: nearest(first, id => priceRules.get(id)),
          categoryId: nearest(first, id => categories.get(id)),
          photoRef: nearest(first, id => photoOf.get(`group:${id}`)),
        },
        overrides: {
          name: own?.name ?? null,
          description: own?.description ?? null,
          price: own?.price ?? null,
          allowRestricted: own?.allowRestricted ?? false,
          photoRef: photoOf.get(`product:${key}`) ?? null,
        },
        merchantPhotoRef: photoOf.get('merchant:') ?? null,
        defaultCategoryId: defaults.categoryId,
        fixedStock: defaults.fixedStock,
      };
    },
  };
}

const groupKey = (storeId: StoreId, groupId: GroupId): string => `${storeId} ${groupId}`;
