import { saveStoreOrder } from '../../db/repositories/overrides.repository.js';
import { listStores } from '../../db/repositories/till-cache.repository.js';
import type { StoreId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { auditExchange } from '../audit/audit-account.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import { changeWish } from './change-wish.js';

/** Puts these stores first, in this order; those left out follow as they are. Throws `STORE.NOT_FOUND`. */
export async function setStoreOrder(deps: RuleDeps, userId: UserId, storeIds: readonly StoreId[]): Promise<void> {
  await changeWish(deps, userId, async queries => {
    const known = (await listStores(queries, userId)).map(({ id }) => id);
    const stranger = storeIds.find((id, index) => !known.includes(id) || storeIds.indexOf(id) !== index);
    if (stranger !== undefined) throw new AppError('not_found', 'STORE.NOT_FOUND', { store: stranger });
    const wanted = [...storeIds, ...known.filter(id => !storeIds.includes(id))];
    await saveStoreOrder(queries, userId, wanted);
    if (wanted.some((id, index) => id !== known[index]))
      await auditExchange(queries, userId, 'store.order', { before: { stores: known }, after: { stores: wanted } });
    return true;
  });
}
