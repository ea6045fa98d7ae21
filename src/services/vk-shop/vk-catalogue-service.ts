import type { Database } from '../../db/database.js';
import { productsOfKeys } from '../../db/repositories/listing-products.repository.js';
import type { Shop } from '../../db/repositories/links.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { listGroups, listStores } from '../../db/repositories/till-cache.repository.js';
import {
  albumPage,
  findCachedAlbum,
  itemCount,
  itemPage,
  shopTotals,
  type CachedAlbum,
  type CachedItem,
} from '../../db/repositories/vk-catalogue.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { ProductId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { groupsByAlbumTitle } from '../../domain/listing/group-albums.js';
import type { TillGroup } from '../../domain/till.js';
import type { AlbumRow, ShopAsRead, ShopItemRow, VkCatalogueService } from './vk-catalogue-contracts.js';

const PAGE_SIZE = 50;

/** The shop as last read, beside the till: no call is made for it. */
export function createVkCatalogueService({ db }: { readonly db: Database }): VkCatalogueService {
  return {
    async albums(userId, { search, page }) {
      const { shop, asRead, albumNaming } = await shopOf(db, userId);
      const { readAt } = asRead;
      if (!shop || readAt === null)
        return { ...asRead, rows: [], total: 0, pageSize: PAGE_SIZE, items: 0, looseItems: 0 };
      const [found, { items, loose: looseItems }, groups, stores] = await Promise.all([
        albumPage(db, shop, { search, ...offsetOf(page) }),
        shopTotals(db, shop, readAt),
        listGroups(db, userId),
        listStores(db, userId),
      ]);
      const byTitle = groupsByAlbumTitle(groups, albumNaming);
      const storeNames = new Map(stores.map(({ id, name }) => [id, name]));
      const rows = found.rows.map(album => albumRow(album, byTitle, id => storeNames.get(id) ?? ''));
      return { ...asRead, rows, total: found.total, pageSize: PAGE_SIZE, items, looseItems };
    },
    async items(userId, { place, search, filter, page }) {
      const { shop, asRead } = await shopOf(db, userId);
      const album = shop && typeof place === 'number' ? await findCachedAlbum(db, shop, place) : null;
      if (typeof place === 'number' && album === null) throw new AppError('not_found', 'ALBUM.NOT_FOUND');
      const { readAt } = asRead;
      if (!shop || readAt === null) return { ...asRead, album, rows: [], total: 0, pageSize: PAGE_SIZE };
      const query = { place, search, filter, readAt };
      const [rows, total] = await Promise.all([
        itemPage(db, shop, { ...query, ...offsetOf(page) }),
        itemCount(db, shop, query),
      ]);
      const keys = rows.flatMap(({ key }) => (key === null ? [] : [key]));
      const products = await productsOfKeys(db, userId, keys);
      return {
        ...asRead,
        album,
        rows: rows.map(row => itemRow(row, row.key === null ? null : (products.get(row.key) ?? null))),
        total,
        pageSize: PAGE_SIZE,
      };
    },
  };
}

const offsetOf = (page: number) => ({ offset: Math.max(0, page - 1) * PAGE_SIZE, limit: PAGE_SIZE });

async function shopOf(db: Database, userId: UserId) {
  const [connection, config] = await Promise.all([findVkConnection(db, userId), getSyncConfig(db, userId)]);
  const shop: Shop | null = connection && { userId, groupId: connection.groupId };
  const asRead: ShopAsRead = {
    community: connection && { groupId: connection.groupId, name: connection.groupName },
    readAt: connection && config.shopReadAt,
  };
  return { shop, asRead, albumNaming: config.settings.albumNaming };
}

function albumRow(
  { id, title, items, isHidden, linkedTitle, madeBy }: CachedAlbum,
  byTitle: ReadonlyMap<string, readonly TillGroup[]>,
  storeName: (id: TillGroup['storeId']) => string,
): AlbumRow {
  const groups = byTitle.get(linkedTitle ?? title) ?? [];
  return {
    id,
    title,
    items,
    isHidden,
    isOurs: madeBy === 'created',
    pair: groups.length === 0 ? 'none' : linkedTitle === null ? 'same_title' : 'linked',
    groups: groups.map(group => ({
      storeId: group.storeId,
      groupId: group.id,
      name: group.name,
      storeName: storeName(group.storeId),
    })),
  };
}

function itemRow(item: CachedItem, productId: ProductId | null): ShopItemRow {
  const { id, title, priceKopecks, stock, isHidden, isNew } = item;
  return { id, title, priceKopecks, stock, isHidden, isNew, origin: originOf(item), productId };
}

function originOf({ linkState, madeBy }: CachedItem): ShopItemRow['origin'] {
  if (linkState === null || linkState === 'deleted') return 'foreign';
  if (linkState === 'detached') return 'detached';
  return madeBy === 'adopted' ? 'adopted' : 'created';
}
