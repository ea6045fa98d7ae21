import type { Queries } from '../../db/database.js';
import {
  keyRows,
  productsByIds,
  type KeyRow,
  type ListingRecord,
  type MemberRow,
} from '../../db/repositories/listings.repository.js';
import { jsonColumn } from '../../db/rows.js';
import type { ListingKey, ProductId, UserId } from '../../domain/brand.js';
import type { AlikeGood } from '../../domain/listing/alike-share.js';
import { buildListing } from '../../domain/listing/build-listing.js';
import { listingKey } from '../../domain/listing/listing-key.js';
import { notSelected } from '../../domain/listing/not-selected.js';
import { tillFacts, type TillFacts } from '../../domain/listing/till-facts.js';
import type { Listing, NotListed } from '../../domain/listing/types.js';
import type { Effective } from '../../domain/selection/types.js';
import type { MergeBy } from '../../domain/settings.js';
import type { TillProduct } from '../../domain/till.js';
import { digestsOf, listingSource } from './listing-digests.js';
import type { ListingWorld } from './listing-world.js';

/** A till good by its keys: where it stood, where it stands, where it might. */
export interface Keyed {
  readonly storeId: KeyRow['storeId'];
  readonly productId: ProductId;
  readonly oldKey: ListingKey | null;
  readonly wasSelected: boolean;
  readonly newKey: ListingKey;
  readonly keyBy: (mergeBy: MergeBy) => ListingKey;
}

/** All goods of the till in the merchant's order of stores. */
export async function keyedGoods(queries: Queries, userId: UserId, mergeBy: MergeBy): Promise<readonly Keyed[]> {
  return (await keyRows(queries, userId)).map(({ id, storeId, articleNumber, barcodes, oldKey, wasSelected }) => {
    const marks = { id, articleNumber, barcodes: jsonColumn<string[]>(barcodes) };
    const keyBy = (by: MergeBy) => listingKey(marks, by);
    return { storeId, productId: id, oldKey, wasSelected: Boolean(wasSelected), newKey: keyBy(mergeBy), keyBy };
  });
}

/** Keys in the merchant's order, each with the ids of its goods. */
export function productIdsByKey(goods: readonly Keyed[]): ReadonlyMap<ListingKey, readonly ProductId[]> {
  const byKey = new Map<ListingKey, ProductId[]>();
  for (const { newKey, productId } of goods) {
    const ids = byKey.get(newKey);
    if (ids === undefined) byKey.set(newKey, [productId]);
    else ids.push(productId);
  }
  return byKey;
}

/**
 * The listings of some keys, or why there are none, as everything that is known makes them; writes nothing. The one way
 * behind recomputations and previews.
 */
export async function buildListings(
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
