import type { UserId } from '../../domain/brand.js';
import { noteTillRead } from '../../db/repositories/till-reads.repository.js';
import { recomputeListings } from './recompute-listings.js';
import type { SyncDeps } from './sync-deps.js';

/** The end of a reading without a job: listings of what was read, and then the pages say that it is done. */
export async function computeAfterRead(
  deps: Pick<SyncDeps, 'db' | 'defaultCategoryId' | 'fixedStock' | 'now'>,
  userId: UserId,
  heartbeat?: (detail: string) => void,
): Promise<void> {
  await recomputeListings(deps, userId, heartbeat);
  await noteTillRead(deps.db, userId, { state: 'done', code: null }, new Date(deps.now()));
}
