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

export async function loadListingWorld(
  queries: Queries,
  userId: UserId,
  defaults: { categoryId: number; fixedStock: number },
): Promise<ListingWorld> {
  const config = await getSyncConfig(queries, userId);
  const stores = await listStores(queries, userId);
  const groups = await listGroups(queries, userId);
  const selection = buildSelection(await listFilters(queries, userId), groups, stores);
  const overrides = await listOverrides(queries, userId);
  const priceRules = await listPriceRules(queries, userId);
  const categories = await listGroupCategories(queries, userId);
  const photoRefs = await listPhotoRefs(queries, userId);
  const photoOf = new Map(photoRefs.map(photo => [`${photo.purpose}:${photo.target ?? ''}`, photo.ref]));
  const groupOf = new Map(groups.map(group => [groupKey(group.storeId, group.id), group]));

  const pathOf = (group: TillGroup | null): readonly string[] => {
    const path: string[] = [];
    for (let at = group; at !== null && path.length < MAX_DEPTH;) {
      path.unshift(at.name);
      at = at.parentId === null ? null : (groupOf.get(groupKey(at.storeId, at.parentId)) ?? null);
    }
    return path;
  };

  return {
    config,
    selection,
    storeOrder: new Map(stores.map((store, index) => [store.id, index])),
    memberOf(product) {
      const group = product.groupId === null ? null : (groupOf.get(groupKey(product.storeId, product.groupId)) ?? null);
      return { product, group, groupPath: pathOf(group), attributes: group?.attributes ?? [] };
    },
    contextOf(key, first) {
      const own = overrides.get(key);
      const groupId = first?.groupId ?? null;
      return {
        settings: config.settings,
        group: {
          price: groupId === null ? null : (priceRules.get(groupId) ?? null),
          categoryId: groupId === null ? null : (categories.get(groupId) ?? null),
          photoRef: groupId === null ? null : (photoOf.get(`group:${groupId}`) ?? null),
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
