import { keyRows, productsByIds } from '../../db/repositories/listings.repository.js';
import { keyedLinks } from '../../db/repositories/relink.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import { jsonColumn } from '../../db/rows.js';
import type { ListingKey, ProductId, StoreId, UserId } from '../../domain/brand.js';
import { listingKey } from '../../domain/listing/listing-key.js';
import { movedKeys } from '../../domain/listing/moved-keys.js';
import { movedLinks } from '../../domain/listing/moved-links.js';
import type { MergeBy } from '../../domain/settings.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import type { MergePreview } from '../engine-services.js';

/** Joined listings shown as examples. */
const SAMPLES = 10;

interface Good {
  readonly id: ProductId;
  readonly storeId: StoreId;
  readonly newKey: ListingKey;
}

/** What merging by something else would do: how goods would join, and what would become of those that stand in VK. */
export async function previewMerge(deps: RuleDeps, userId: UserId, mergeBy: MergeBy): Promise<MergePreview> {
  const { db } = deps;
  const goods = (await keyRows(db, userId)).map(({ id, storeId, articleNumber, barcodes, oldKey, wasSelected }) => ({
    id,
    storeId,
    oldKey,
    wasSelected: Boolean(wasSelected),
    newKey: listingKey({ id, articleNumber, barcodes: jsonColumn<string[]>(barcodes) }, mergeBy),
  }));
  const selected = goods.filter(good => good.wasSelected);
  const joined = joinedGoods(selected);
  const moved = movedKeys(goods);
  const connection = await findVkConnection(db, userId);
  const links = connection === null ? [] : ((await keyedLinks(db, userId)).get(connection.groupId) ?? []);
  const inShop = links.filter(({ key, state }) => moved.has(key) && (state === 'live' || state === 'hidden'));
  const following = new Set(
    movedLinks(links, moved)
      .filter(({ from, to }) => moved.get(from) === to)
      .map(({ itemId }) => itemId),
  );
  const relinked = inShop.filter(({ itemId }) => following.has(itemId)).length;
  return {
    listingsBefore: new Set(selected.map(({ oldKey }) => oldKey)).size,
    listingsAfter: new Set(selected.map(({ newKey }) => newKey)).size,
    joined: joined.size,
    relinked,
    leftOver: inShop.length - relinked,
    samples: await samplesOf(deps, userId, [...joined].slice(0, SAMPLES)),
  };
}

/** Goods by key, where goods of several stores come under one. */
function joinedGoods(goods: readonly Good[]): ReadonlyMap<ListingKey, readonly Good[]> {
  const byKey = new Map<ListingKey, Good[]>();
  for (const good of goods) {
    const known = byKey.get(good.newKey);
    if (known === undefined) byKey.set(good.newKey, [good]);
    else known.push(good);
  }
  return new Map([...byKey].filter(([, some]) => new Set(some.map(({ storeId }) => storeId)).size > 1));
}

async function samplesOf(
  { db }: RuleDeps,
  userId: UserId,
  joined: readonly (readonly [ListingKey, readonly Good[]])[],
): Promise<MergePreview['samples']> {
  const ids = [...new Set(joined.flatMap(([, goods]) => goods.map(({ id }) => id)))];
  const names = new Map(
    (await productsByIds(db, userId, ids)).map(({ storeId, id, name }) => [`${storeId} ${id}`, name]),
  );
  return joined.map(([key, goods]) => ({
    key,
    names: [...new Set(goods.map(({ storeId, id }) => names.get(`${storeId} ${id}`) ?? ''))],
  }));
}
