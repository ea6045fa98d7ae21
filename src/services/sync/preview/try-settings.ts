import type { Queries } from '../../../db/database.js';
import type { ListingRecord } from '../../../db/repositories/listings.repository.js';
import { storedName } from '../../../db/repositories/listings.repository.js';
import {
  productIdsOf,
  sampleGoods,
  sampleKeys,
  standingGoods,
  type SampleGood,
  type StandingGood,
} from '../../../db/repositories/trial.repository.js';
import type { ListingKey, UserId } from '../../../domain/brand.js';
import type { MerchantSettings } from '../../../domain/settings.js';
import type { RuleDeps } from '../../catalogue/change-rules.js';
import { buildListings } from '../build-listings.js';
import { checkedSettings } from '../checked-settings.js';
import { loadListingWorld, type ListingWorld } from '../listing-world.js';
import type { SettingsTrial, ShownGood, TrialEffect, TriedGood } from './preview-contracts.js';

/** Goods shown one by one. */
const SHOWN = 3;
/** Goods looked at for the numbers: more would make the merchant wait at every key. */
export const LOOKED_AT_MOST = 2000;
/** Goods computed at a time. */
const PAGE = 500;
/** Reasons that mean: no price VK takes. */
const PRICE_REASONS: ReadonlySet<string> = new Set(['NO_PRICE', 'PRICE_TOO_HIGH']);

/** What settings would make of the merchant's goods, by the function every run uses. Nothing is kept. */
export async function trySettings(
  deps: RuleDeps,
  userId: UserId,
  values: Readonly<Record<string, string>>,
): Promise<SettingsTrial> {
  const { db } = deps;
  const world = await loadListingWorld(db, userId, { categoryId: deps.defaultCategoryId, fixedStock: deps.fixedStock });
  const settings = await checkedSettings(db, userId, world.config.settings, values);
  const tried = withWishes(world, settings);
  const samples = await sampleGoods(db, userId, pickSamples(await sampleKeys(db, userId, SHOWN)));
  // Settings as they are kept change nothing: then only the goods that are shown are computed.
  const isKept = JSON.stringify(settings) === JSON.stringify(world.config.settings);
  const standing = isKept ? null : await standingGoods(db, userId, LOOKED_AT_MOST);
  const wanted = await listingsOf(db, userId, tried, [
    ...samples.map(({ key }) => key),
    ...(standing?.goods ?? []).map(({ key }) => key),
  ]);
  return {
    goods: samples.map(sample => triedGood(sample, wanted.get(sample.key))),
    effect: standing && effectOf(standing, wanted),
    stockMode: { now: world.config.settings.stockMode, tried: settings.stockMode },
  };
}

const withWishes = (world: ListingWorld, settings: MerchantSettings): ListingWorld => ({
  ...world,
  config: { ...world.config, settings },
  contextOf: (key, first) => ({ ...world.contextOf(key, first), settings }),
});

async function listingsOf(
  queries: Queries,
  userId: UserId,
  world: ListingWorld,
  keys: readonly ListingKey[],
): Promise<ReadonlyMap<ListingKey, ListingRecord>> {
  const all = [...new Set(keys)];
  const found = new Map<ListingKey, ListingRecord>();
  for (let start = 0; start < all.length; start += PAGE) {
    const page = all.slice(start, start + PAGE);
    const { listings } = await buildListings(queries, userId, world, page, await productIdsOf(queries, userId, page));
    for (const listing of listings) found.set(listing.key, listing);
  }
  return found;
}

/** One of each kind, none twice: the cheapest, the dearest, then one by weight or with a long name, then whatever there is. */
export function pickSamples(kinds: readonly (readonly ListingKey[])[]): readonly ListingKey[] {
  const picked = new Set<ListingKey>();
  const take = (keys: readonly ListingKey[]): void => {
    const next = keys.find(key => !picked.has(key));
    if (next !== undefined && picked.size < SHOWN) picked.add(next);
  };
  for (const kind of kinds) take(kind);
  for (const kind of kinds) for (let time = 0; time < SHOWN; time += 1) take(kind);
  return [...picked];
}

function triedGood(sample: SampleGood, wanted: ListingRecord | undefined): TriedGood {
  const reasonCode = wanted?.reasonCode ?? null;
  return {
    key: sample.key,
    till: {
      name: sample.tillName,
      price: sample.tillPrice,
      quantity: sample.tillQuantity,
      measureName: sample.measureName,
    },
    now: shown(sample),
    tried: wanted === undefined ? null : shown(wanted),
    reason: reasonCode === null ? null : { code: reasonCode, params: wanted?.reasonParams ?? {} },
  };
}

type Standing = Pick<StandingGood, 'key' | 'isListed' | 'name' | 'description' | 'price' | 'stock' | 'album'>;

/** What stands in VK of a listing; `null` = nothing does. */
export function shown({ key, isListed, name, description, price, stock, album }: Standing): ShownGood | null {
  if (!isListed || price === null) return null;
  return { key, name: storedName(name), description: description ?? '', price, stock, album };
}

function effectOf(
  { all, goods }: { readonly all: number; readonly goods: readonly StandingGood[] },
  wanted: ReadonlyMap<ListingKey, ListingRecord>,
): TrialEffect {
  const effect = { price: 0, stock: 0, text: 0, album: 0, priceLost: 0, leave: 0, join: 0 };
  for (const good of goods) {
    const record = wanted.get(good.key);
    if (record === undefined) continue;
    const before = shown(good);
    const after = shown(record);
    if (before === null && after !== null) effect.join += 1;
    if (before !== null && after === null)
      effect[PRICE_REASONS.has(record.reasonCode ?? '') ? 'priceLost' : 'leave'] += 1;
    if (before === null || after === null) continue;
    if (before.price !== after.price) effect.price += 1;
    if (before.stock !== after.stock) effect.stock += 1;
    if (before.name !== after.name || before.description !== after.description) effect.text += 1;
    if (before.album !== after.album) effect.album += 1;
  }
  return { all, looked: goods.length, ...effect };
}
