import { staleStores } from '../../db/repositories/till-cache.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { closeNotices, openNotice } from '../notices/notices.js';
import type { SyncDeps } from './sync-deps.js';

/** A store contributes its last complete values for so long without a word to the merchant (spec §2). */
const STALE_AFTER_DAYS = 7;
const NOTICE = 'EVOTOR.STORE_STALE';
/** Stores named in the notice; the others are counted. */
const NAMED = 3;

/** Tells the merchant which stores have not been read whole for over a week, and takes that back when all are. */
export async function noteStaleStores(
  { db, now }: Pick<SyncDeps, 'db' | 'now'>,
  owner: { readonly userId: UserId; readonly jobId: JobId | null },
): Promise<void> {
  const stale = await staleStores(db, owner.userId, new Date(now() - STALE_AFTER_DAYS * 86_400_000));
  if (stale.length === 0) return closeNotices(db, owner.userId, [NOTICE]);
  const named = stale.slice(0, NAMED).join(', ');
  const store = stale.length > NAMED ? `${named} и ещё ${stale.length - NAMED}` : named;
  await openNotice(db, owner.userId, NOTICE, { store }, owner.jobId);
}
