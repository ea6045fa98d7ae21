import type { Queries } from '../../db/database.js';
import { raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { recomputeListings } from '../sync/recompute-listings.js';
import type { RuleDeps } from '../catalogue/change-rules.js';

/**
 * Changes something a listing is made of: the change and the note of it are one, and the listings follow at once.
 * `work` answers whether anything had to be changed.
 */
export async function changeWish(
  deps: RuleDeps,
  userId: UserId,
  work: (queries: Queries) => Promise<boolean>,
): Promise<void> {
  const changed = await deps.db.transaction(async queries => {
    const isChanged = await work(queries);
    if (isChanged) await raiseInputVersion(queries, userId);
    return isChanged;
  });
  if (changed) await recomputeListings(deps, userId);
}
