import type { Queries } from '../../db/database.js';
import { linkedKeys } from '../../db/repositories/links.repository.js';
import {
  deleteGoneMembers,
  deleteListings,
  listingFingerprints,
  reasonFingerprint,
  saveListings,
  saveMembers,
  storedName,
  tillFingerprint,
  type ListingFingerprint,
  type ListingRecord,
} from '../../db/repositories/listings.repository.js';
import { markGoods } from '../../db/repositories/goods-marks.repository.js';
import { openCreates } from '../../db/repositories/operations.repository.js';
import { updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { ListingKey, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { alikeShare, ASK_OVER_SHARE, type AlikeGood } from '../../domain/listing/alike-share.js';
import type { ReasonCode } from '../../domain/listing/reasons.js';
import type { MergeBy } from '../../domain/settings.js';
import { relink } from '../listings/relink.js';
import { closeNotices, openNotice } from '../notices/notices.js';
import { buildListings, keyedGoods, productIdsByKey, type Keyed } from './build-listings.js';
import { loadListingWorld, type ListingWorld } from './listing-world.js';
import type { SyncDeps } from './sync-deps.js';
import { cachedTillDigest } from './till-digests.js';

/** Listings computed at a time: bounds the memory for product rows with their descriptions. */
const KEYS_PER_PAGE = 500;
const MERGE_WAYS = ['id', 'barcode', 'article'] as const satisfies readonly MergeBy[];
const MERGE_NOTICE = 'SYNC.MERGE_NOT_CHOSEN';
/** Seconds a recomputation waits for the merchant's other one. */
const LOCK_WAIT_SECONDS = 60;

type Deps = Pick<SyncDeps, 'db' | 'defaultCategoryId' | 'fixedStock'>;

/**
 * Brings `listings` up to date with the till cache, the rules and the settings: the one function behind every page and
 * every run. One at a time per merchant; writes only what changed.
 */
export async function recomputeListings(
  deps: Deps,
  userId: UserId,
  heartbeat: (detail: string) => void = () => undefined,
): Promise<void> {
  const name = `evosync_listings_${userId}`;
  const isDone = await deps.db.locked(name, LOCK_WAIT_SECONDS, () => recompute(deps, userId, heartbeat));
  if (!isDone) throw new AppError('unavailable', 'LISTINGS.BUSY');
}

async function recompute(deps: Deps, userId: UserId, heartbeat: (detail: string) => void): Promise<void> {
  const { db } = deps;
  const tillBefore = await cachedTillDigest(db, userId);
  const { world, goods } = await settledWorld(deps, userId);
  const version = world.config.inputVersion;
  const known = new Map((await listingFingerprints(db, userId)).map(listing => [listing.key, listing]));
  const idsByKey = productIdsByKey(goods);
  const keys = [...idsByKey.keys()];
  // Asked until it is answered; one store has nothing to merge.
  const alike: AlikeGood[] | null = world.config.mergeChosenAt === null && world.storeOrder.size > 1 ? [] : null;
  for (let start = 0; start < keys.length; start += KEYS_PER_PAGE) {
    const page = keys.slice(start, start + KEYS_PER_PAGE);
    const built = await buildListings(db, userId, world, page, idsByKey);
    const changed = built.listings.filter(listing => hasChanged(known.get(listing.key), listing));
    alike?.push(...built.selected);
    await saveListings(db, userId, changed, version);
    await saveMembers(db, userId, built.members);
    heartbeat(`listings ${start + page.length}`);
  }
  await deleteGoneMembers(db, userId);
  await settleGone(
    db,
    userId,
    [...known.keys()].filter(key => !idsByKey.has(key)),
    { version, goods, isAhead: world.config.restoredAt !== null },
  );
  await markGoods(db, userId);
  const mustChooseMerge = alike !== null && alikeShare(alike) > ASK_OVER_SHARE;
  // A read that ended meanwhile may have been seen in part: these listings stand for no till then.
  const tillAfter = await cachedTillDigest(db, userId);
  await updateSyncConfig(db, userId, {
    listings_version: version,
    listings_till_digest: tillAfter === tillBefore ? tillBefore : null,
    merge_asked_at: mustChooseMerge ? (world.config.mergeAskedAt ?? new Date()) : null,
  });
  // Before the first run the set-up asks; afterwards the exchange would stand still without a word.
  if (!mustChooseMerge) await closeNotices(db, userId, [MERGE_NOTICE]);
  else if (world.config.confirmedAt !== null) await openNotice(db, userId, MERGE_NOTICE);
}

/** What listings are made of, once everything stands under the keys of the merging rule of the moment. */
async function settledWorld(
  deps: Deps,
  userId: UserId,
): Promise<{ readonly world: ListingWorld; readonly goods: readonly Keyed[] }> {
  const defaults = { categoryId: deps.defaultCategoryId, fixedStock: deps.fixedStock };
  for (;;) {
    const world = await loadListingWorld(deps.db, userId, defaults);
    const goods = await keyedGoods(deps.db, userId, world.config.settings.mergeBy);
    // Own names and photos may have moved: the world is looked at anew.
    if (!(await relink(deps.db, userId, goods))) return { world, goods };
  }
}

function hasChanged(old: ListingFingerprint | undefined, listing: ListingRecord): boolean {
  return (
    old?.digests !== listing.digests ||
    old.isListed !== listing.isListed ||
    old.isSelected !== listing.isSelected ||
    old.name !== storedName(listing.name) ||
    old.reason !== reasonFingerprint(listing.reasonCode, listing.reasonParams) ||
    old.till !== tillFingerprint(listing.till)
  );
}

/**
 * Listings without any good left: those that stand in VK, or may turn out to, stay to be hidden; the others go. Of one
 * whose goods stand elsewhere now it is said so.
 */
async function settleGone(
  queries: Queries,
  userId: UserId,
  gone: readonly ListingKey[],
  {
    version,
    goods,
    isAhead,
  }: { readonly version: number; readonly goods: readonly Keyed[]; readonly isAhead: boolean },
): Promise<void> {
  if (gone.length === 0) return;
  const onTill = new Set(goods.flatMap(({ keyBy }) => MERGE_WAYS.map(keyBy)));
  const inShop = new Set(await linkedKeys(queries, userId, ['live', 'hidden']));
  for (const { key } of await openCreates(queries, userId)) inShop.add(key);
  const keep = async (reasonCode: ReasonCode, kept: readonly ListingKey[]): Promise<void> => {
    if (kept.length === 0) return;
    await queries.change(
      `UPDATE listings SET is_listed = FALSE, is_selected = FALSE, reason_code = :reasonCode, reason_params = '{}',
         digests = NULL, computed_version = :version WHERE user_id = :userId AND listing_key IN (:kept)`,
      { userId, kept: [...kept], reasonCode, version },
    );
  };
  // After a restore any of them may have been made since: the read that follows tells, and ties what it finds.
  const left = isAhead ? gone : gone.filter(key => inShop.has(key));
  await keep(
    'GONE_FROM_TILL',
    left.filter(key => !onTill.has(key)),
  );
  await keep(
    'MERGED',
    left.filter(key => onTill.has(key)),
  );
  await deleteListings(queries, userId, isAhead ? [] : gone.filter(key => !inShop.has(key)));
}
