import type { GroupId, ProductId, StoreId } from '../../../src/domain/brand.js';
import type { EntityType, FilterRule } from '../../../src/domain/selection/types.js';
import type { TillGroup } from '../../../src/domain/till.js';

/** The rules of spec §1 read out word by word, without any index: the model the real selection is checked against. */
export function naiveSelection(rules: readonly FilterRule[], groups: readonly TillGroup[]) {
  const rule = (type: EntityType, id: string) => rules.find(r => r.entityType === type && r.entityId === id);
  const unnamed = (type: EntityType) => !rules.some(r => r.entityType === type && r.mode === 'include');
  const says = (type: EntityType, id: string) => {
    const own = rule(type, id);
    return own === undefined ? unnamed(type) : own.mode === 'include';
  };
  const parentsOf = (storeId: StoreId, id: GroupId): GroupId[] => {
    const way: GroupId[] = [];
    let at: GroupId | null = id;
    while (at !== null && !way.includes(at)) {
      const here: TillGroup | undefined = groups.find(g => g.storeId === storeId && g.id === at);
      if (here === undefined && way.length > 0) break;
      way.push(at);
      at = here?.parentId ?? null;
    }
    return way;
  };
  const store = (id: StoreId) => says('store', id);
  const group = (storeId: StoreId, id: GroupId) => {
    if (!store(storeId)) return false;
    const ruled = parentsOf(storeId, id).find(g => rule('group', g) !== undefined);
    return ruled === undefined ? unnamed('group') : says('group', ruled);
  };
  const product = (storeId: StoreId, groupId: GroupId | null, productId: ProductId) => {
    const known = groups.some(g => g.storeId === storeId && g.id === groupId);
    const place = groupId !== null && known ? groupId : (`none:${storeId}` as GroupId);
    return group(storeId, place) && says('product', productId);
  };
  return { store, group, product };
}
