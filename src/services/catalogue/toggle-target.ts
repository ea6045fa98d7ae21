import type { GroupId, StoreId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { ToggleTarget, ToggleWorld } from '../../domain/selection/toggle-rules.js';
import { groupRows, ownStore, type CatalogueView } from './catalogue-rows.js';

/** What the switches of the catalogue know of the merchant. */
export const toggleWorld = (view: CatalogueView): ToggleWorld => ({
  ...view,
  noGroupStores: view.counts.filter(count => count.groupId === null).map(count => count.storeId),
});

/** The own store or group whose switch is pressed. Throws `STORE.NOT_FOUND`, `GROUP.NOT_FOUND`. */
export function targetOf(view: CatalogueView, storeId: StoreId, groupId: GroupId | null): ToggleTarget {
  const store = ownStore(view, storeId);
  if (groupId === null) return { entityType: 'store', storeId, name: store.name };
  const group = groupRows(view, storeId).find(row => row.id === groupId);
  if (!group) throw new AppError('not_found', 'GROUP.NOT_FOUND');
  return { entityType: 'group', storeId, groupId, name: group.name };
}
