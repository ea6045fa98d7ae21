import type { Database } from '../../db/database.js';
import {
  exportedOverrideOrder,
  exportedOverrides,
  exportedProductOrder,
  exportedProducts,
  type ExportedProduct,
} from '../../db/repositories/catalogue-export.repository.js';
import type { GroupId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { isNoGroupId, NO_GROUP_NAME } from '../../domain/selection/no-group.js';
import { groupRows, loadCatalogue, ownStore, ruleOf, type CatalogueView } from '../catalogue/catalogue-rows.js';
import type { ExportPlace, ExportService, OverrideExportRow, ProductExportRow, RowPages } from './file-contracts.js';
import { readByIds } from './read-pages.js';

/** The catalogue as tables, read from the cache page by page. */
export function createExportService({ db }: { readonly db: Database }): ExportService {
  return {
    async stores(userId) {
      const view = await loadCatalogue(db, userId);
      return onePage(
        view.stores.map(({ id, name, address }) => ({ name, address, id, rule: ruleOf(view, 'store', id) })),
      );
    },
    async groups(userId, storeId) {
      const view = await loadCatalogue(db, userId);
      const stores = storeId === null ? view.stores : [ownStore(view, storeId)];
      return onePage(
        stores.flatMap(store =>
          groupRows(view, store.id).map(({ id, name, rule }) => ({ store: store.name, name, id, rule })),
        ),
      );
    },
    async products(userId, place) {
      const view = await ownPlace(db, userId, place);
      const stores = view.stores.filter(({ id }) => place.storeId === null || id === place.storeId);
      const groupId = inGroup(place.groupId);
      return (async function* () {
        for (const { id: storeId, name: store } of stores) {
          const order = await exportedProductOrder(db, userId, { storeId, groupId });
          for await (const page of readByIds(order, ids => exportedProducts(db, userId, ids)))
            yield page.map(row => productRow(store, row));
        }
      })();
    },
    async overrides(userId, place) {
      await ownPlace(db, userId, place);
      const order = await exportedOverrideOrder(db, userId, { ...place, groupId: inGroup(place.groupId) });
      return readByIds<OverrideExportRow>(order, ids => exportedOverrides(db, userId, ids));
    },
  };
}

/** The merchant's catalogue, once the place is known to be in it. */
async function ownPlace(db: Database, userId: UserId, { storeId, groupId }: ExportPlace): Promise<CatalogueView> {
  const view = await loadCatalogue(db, userId);
  if (storeId === null) return view;
  ownStore(view, storeId);
  if (groupId !== null && !groupRows(view, storeId).some(({ id }) => id === groupId))
    throw new AppError('not_found', 'GROUP.NOT_FOUND');
  return view;
}

const inGroup = (groupId: GroupId | null): GroupId | 'none' | null =>
  groupId !== null && isNoGroupId(groupId) ? 'none' : groupId;

// eslint-disable-next-line @typescript-eslint/require-await -- a table that fits into memory, in the shape of those that do not
async function* onePage<Row>(rows: readonly Row[]): RowPages<Row> {
  if (rows.length > 0) yield rows;
}

const productRow = (store: string, { groupName, allowToSell, ...row }: ExportedProduct): ProductExportRow => ({
  ...row,
  store,
  group: groupName ?? NO_GROUP_NAME,
  allowToSell: Boolean(allowToSell),
});
