import type { Queries } from '../../db/database.js';
import { linkedKeys } from '../../db/repositories/links.repository.js';
import {
  deleteGoneMembers,
  deleteListings,
  keyRows,
  listingFingerprints,
  productsByIds,
  reasonFingerprint,
  saveListings,
  saveMembers,
  type ListingRecord,
  type MemberRow,
} from '../../db/repositories/listings.repository.js';
import { openCreates } from '../../db/repositories/operations.repository.js';
import { updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { jsonColumn } from '../../db/rows.js';
import type { ListingKey, ProductId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { buildListing } from '../../domain/listing/build-listing.js';
import { listingKey } from '../../domain/listing/listing-key.js';
import { notSelected } from '../../domain/listing/not-selected.js';
import type { Listing, NotListed } from '../../domain/listing/types.js';
import type { Effective } from '../../domain/selection/types.js';
import type { TillProduct } from '../../domain/till.js';
import { digestsOf, listingSource } from './listing-digests.js';
import { loadListingWorld, type ListingWorld } from './listing-world.js';
import type { SyncDeps } from './sync-deps.js';
import { cachedTillDigest } from './till-digests.js';

/** Listings computed at a time: bounds the memory for product rows with their descriptions. */
const KEYS_PER_PAGE = 500;
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
  const world = await loadListingWorld(db, userId, { categoryId: deps.defaultCategoryId, fixedStock: deps.fixedStock });
  const version = world.config.inputVersion;
  const known = new Map((await listingFingerprints(db, userId)).map(listing => [listing.key, listing]));
  const idsByKey = await productIdsByKey(db, userId, world);
  const keys = [...idsByKey.keys()];
  for (let start = 0; start < keys.length; start += KEYS_PER_PAGE) {
    const page = keys.slice(start, start + KEYS_PER_PAGE);
    const built = await buildPage(db, userId, world, page, idsByKey);
    const changed = built.listings.filter(listing => {
      const old = known.get(listing.key);
      return (
        old?.digests !== listing.digests ||
        old.isListed !== listing.isListed ||
        old.isSelected !== listing.isSelected ||
        old.reason !== reasonFingerprint(listing.reasonCode, listing.reasonParams)
      );
    });
    await saveListings(db, userId, changed, version);
    await saveMembers(db, userId, built.members);
    heartbeat(`listings ${start + page.length}`);
  }
  await deleteGoneMembers(db, userId);
  await settleGone(
    db,
    userId,
    [...known.keys()].filter(key => !idsByKey.has(key)),
    version,
  );
  // A read that ended meanwhile may have been seen in part: these listings stand for no till then.
  const tillAfter = await cachedTillDigest(db, userId);
  await updateSyncConfig(db, userId, {
    listings_version: version,
    listings_till_digest: tillAfter === tillBefore ? tillBefore : null,
  });
}

/** Keys in the merchant's order, each with the ids of its goods. */
async function productIdsByKey(
  queries: Queries,
  userId: UserId,
  world: ListingWorld,
): Promise<ReadonlyMap<ListingKey, readonly ProductId[]>> {
  const byKey = new Map<ListingKey, ProductId[]>();
  for (const row of await keyRows(queries, userId)) {
    const { id, articleNumber } = row;
    const barcodes = jsonColumn<string[]>(row.barcodes);
    const key = listingKey({ id, articleNumber, barcodes }, world.config.settings.mergeBy);
    const ids = byKey.get(key);
    if (ids === undefined) byKey.set(key, [id]);
    else ids.push(id);
  }
  return byKey;
}

async function buildPage(
  queries: Queries,
  userId: UserId,
  world: ListingWorld,
  keys: readonly ListingKey[],
  idsByKey: ReadonlyMap<ListingKey, readonly ProductId[]>,
): Promise<{ listings: readonly ListingRecord[]; members: readonly MemberRow[] }> {
  const ids = keys.flatMap(key => idsByKey.get(key) ?? []);
  const products = await productsByIds(queries, userId, [...new Set(ids)]);
  const order = (product: TillProduct) => world.storeOrder.get(product.storeId) ?? Number.MAX_SAFE_INTEGER;
  const byKey = new Map<ListingKey, TillProduct[]>();
  for (const product of [...products].sort((a, b) => order(a) - order(b))) {
    const key = listingKey(product, world.config.settings.mergeBy);
    byKey.set(key, [...(byKey.get(key) ?? []), product]);
  }
  const listings: ListingRecord[] = [];
  const members: MemberRow[] = [];
  for (const key of keys) {
    const goods = byKey.get(key) ?? [];
    const states = goods.map(product => ({ product, state: stateOf(world, product) }));
    const selected = states.filter(({ state }) => state.selected).map(({ product }) => product);
    for (const { product, state } of states)
      members.push({ storeId: product.storeId, productId: product.id, key, isSelected: state.selected });
    const [firstState] = states;
    if (firstState === undefined) continue;
    const result =
      selected.length === 0
        ? notSelected(key, firstState.state)
        : buildListing(key, selected.map(world.memberOf), world.contextOf(key, selected[0]));
    listings.push(toRecord(result, selected.length > 0, selected[0]?.name ?? firstState.product.name));
  }
  return { listings, members };
}

function stateOf(world: ListingWorld, product: TillProduct): Effective {
  const { storeId, groupId, id: productId, name } = product;
  return world.selection.product({ storeId, groupId, productId, name });
}

function toRecord(result: Listing | NotListed, isSelected: boolean, tillName: string): ListingRecord {
  if (result.kind === 'not_listed')
    return {
      ...NOTHING,
      key: result.key,
      isSelected,
      reasonCode: result.code,
      reasonParams: result.params,
      name: tillName,
    };
  return {
    ...result,
    isListed: true,
    isSelected,
    reasonCode: null,
    reasonParams: null,
    digests: digestsOf(listingSource(result)),
  };
}

const NOTHING = {
  isListed: false,
  description: null,
  price: null,
  stock: null,
  album: null,
  categoryId: null,
  photo: null,
  digests: null,
} as const;

/** Listings without any good left: those that stand in VK, or may turn out to, stay to be hidden; the others go. */
async function settleGone(
  queries: Queries,
  userId: UserId,
  gone: readonly ListingKey[],
  version: number,
): Promise<void> {
  if (gone.length === 0) return;
  const inShop = new Set(await linkedKeys(queries, userId, ['live', 'hidden']));
  for (const { key } of await openCreates(queries, userId)) inShop.add(key);
  const kept = gone.filter(key => inShop.has(key));
  if (kept.length > 0) {
    await queries.change(
      `UPDATE listings SET is_listed = FALSE, is_selected = FALSE, reason_code = 'GONE_FROM_TILL', reason_params = '{}',
         digests = NULL, computed_version = :version WHERE user_id = :userId AND listing_key IN (:kept)`,
      { userId, kept, version },
    );
  }
  await deleteListings(
    queries,
    userId,
    gone.filter(key => !inShop.has(key)),
  );
}
