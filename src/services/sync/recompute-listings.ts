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
  storedName,
  tillFingerprint,
  type KeyRow,
  type ListingFingerprint,
  type ListingRecord,
  type MemberRow,
} from '../../db/repositories/listings.repository.js';
import { openCreates } from '../../db/repositories/operations.repository.js';
import { updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { jsonColumn } from '../../db/rows.js';
import type { ListingKey, ProductId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { alikeShare, ASK_OVER_SHARE, type AlikeGood } from '../../domain/listing/alike-share.js';
import { buildListing } from '../../domain/listing/build-listing.js';
import { listingKey } from '../../domain/listing/listing-key.js';
import { notSelected } from '../../domain/listing/not-selected.js';
import type { ReasonCode } from '../../domain/listing/reasons.js';
import { tillFacts, type TillFacts } from '../../domain/listing/till-facts.js';
import type { Listing, NotListed } from '../../domain/listing/types.js';
import type { Effective } from '../../domain/selection/types.js';
import type { MergeBy } from '../../domain/settings.js';
import type { TillProduct } from '../../domain/till.js';
import { relink } from '../listings/relink.js';
import { digestsOf, listingSource } from './listing-digests.js';
import { loadListingWorld, type ListingWorld } from './listing-world.js';
import type { SyncDeps } from './sync-deps.js';
import { cachedTillDigest } from './till-digests.js';

/** Listings computed at a time: bounds the memory for product rows with their descriptions. */
const KEYS_PER_PAGE = 500;
const MERGE_WAYS = ['id', 'barcode', 'article'] as const satisfies readonly MergeBy[];
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
    const built = await buildPage(db, userId, world, page, idsByKey);
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
    { version, goods },
  );
  const mustChooseMerge = alike !== null && alikeShare(alike) > ASK_OVER_SHARE;
  // A read that ended meanwhile may have been seen in part: these listings stand for no till then.
  const tillAfter = await cachedTillDigest(db, userId);
  await updateSyncConfig(db, userId, {
    listings_version: version,
    listings_till_digest: tillAfter === tillBefore ? tillBefore : null,
    merge_asked_at: mustChooseMerge ? (world.config.mergeAskedAt ?? new Date()) : null,
  });
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

/** A till good by its keys: where it stood, where it stands, where it might. */
interface Keyed {
  readonly storeId: KeyRow['storeId'];
  readonly productId: ProductId;
  readonly oldKey: ListingKey | null;
  readonly wasSelected: boolean;
  readonly newKey: ListingKey;
  readonly keyBy: (mergeBy: MergeBy) => ListingKey;
}

/** All goods of the till in the merchant's order of stores. */
async function keyedGoods(queries: Queries, userId: UserId, mergeBy: MergeBy): Promise<readonly Keyed[]> {
  return (await keyRows(queries, userId)).map(({ id, storeId, articleNumber, barcodes, oldKey, wasSelected }) => {
    const marks = { id, articleNumber, barcodes: jsonColumn<string[]>(barcodes) };
    const keyBy = (by: MergeBy) => listingKey(marks, by);
    return { storeId, productId: id, oldKey, wasSelected: Boolean(wasSelected), newKey: keyBy(mergeBy), keyBy };
  });
}

/** Keys in the merchant's order, each with the ids of its goods. */
function productIdsByKey(goods: readonly Keyed[]): ReadonlyMap<ListingKey, readonly ProductId[]> {
  const byKey = new Map<ListingKey, ProductId[]>();
  for (const { newKey, productId } of goods) {
    const ids = byKey.get(newKey);
    if (ids === undefined) byKey.set(newKey, [productId]);
    else ids.push(productId);
  }
  return byKey;
}

async function buildPage(
  queries: Queries,
  userId: UserId,
  world: ListingWorld,
  keys: readonly ListingKey[],
  idsByKey: ReadonlyMap<ListingKey, readonly ProductId[]>,
): Promise<{
  listings: readonly ListingRecord[];
  members: readonly MemberRow[];
  selected: readonly AlikeGood[];
}> {
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
  const chosen: AlikeGood[] = [];
  for (const key of keys) {
    const goods = byKey.get(key) ?? [];
    const states = goods.map(product => ({ product, state: stateOf(world, product) }));
    const selected = states.filter(({ state }) => state.selected).map(({ product }) => product);
    for (const { product, state } of states)
      members.push({ storeId: product.storeId, productId: product.id, key, isSelected: state.selected });
    for (const { storeId, name, barcodes } of selected) chosen.push({ storeId, key, name, barcodes });
    const [firstState] = states;
    if (firstState === undefined) continue;
    const result =
      selected.length === 0
        ? notSelected(key, firstState.state)
        : buildListing(key, selected.map(world.memberOf), world.contextOf(key, selected[0]));
    listings.push(toRecord(result, tillFacts(selected), selected[0]?.name ?? firstState.product.name));
  }
  return { listings, members, selected: chosen };
}

function stateOf(world: ListingWorld, product: TillProduct): Effective {
  const { storeId, groupId, id: productId, name } = product;
  return world.selection.product({ storeId, groupId, productId, name });
}

function toRecord(result: Listing | NotListed, till: TillFacts, tillName: string): ListingRecord {
  const isSelected = till.storeId !== null;
  if (result.kind === 'not_listed')
    return {
      ...NOTHING,
      key: result.key,
      isSelected,
      reasonCode: result.code,
      reasonParams: result.params,
      name: tillName,
      till,
    };
  return {
    ...result,
    isListed: true,
    isSelected,
    reasonCode: null,
    reasonParams: null,
    digests: digestsOf(listingSource(result)),
    till,
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

/**
 * Listings without any good left: those that stand in VK, or may turn out to, stay to be hidden; the others go. Of one
 * whose goods stand elsewhere now it is said so.
 */
async function settleGone(
  queries: Queries,
  userId: UserId,
  gone: readonly ListingKey[],
  { version, goods }: { readonly version: number; readonly goods: readonly Keyed[] },
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
  const left = gone.filter(key => inShop.has(key));
  await keep(
    'GONE_FROM_TILL',
    left.filter(key => !onTill.has(key)),
  );
  await keep(
    'MERGED',
    left.filter(key => onTill.has(key)),
  );
  await deleteListings(
    queries,
    userId,
    gone.filter(key => !inShop.has(key)),
  );
}
