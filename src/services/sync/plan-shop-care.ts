import type { Queries } from '../../db/database.js';
import { restingAlbums } from '../../db/repositories/album-refusals.repository.js';
import { albumLinks, type Shop } from '../../db/repositories/links.repository.js';
import { insertOperations, type NewOperation } from '../../db/repositories/operations.repository.js';
import { setAlbumOfOperation } from '../../db/repositories/operation-album.repository.js';
import { albumWishesOfMembers, dropMovesInto, findTwins } from '../../db/repositories/shop-care.repository.js';
import { albumWishes } from '../../db/repositories/shop-room.repository.js';
import { shopAlbumIds } from '../../db/repositories/shop-cache.repository.js';
import type { JobId } from '../../domain/brand.js';
import { albumRenames } from '../../domain/sync/album-renames.js';
import { operationRank } from '../../domain/sync/order.js';
import { closeNotices, openNotice } from '../notices/notices.js';

/** Goods named in a notice; the rest is a number. */
const NAMED = 5;

interface Plan {
  readonly shop: Shop;
  readonly jobId: JobId;
  readonly planNo: number;
  readonly now: Date;
}

const NOTHING = { itemId: null, fields: [], before: null, after: null, photoId: null, albumTitle: '' } as const;

/** What a plan does besides the listings themselves: twins of our own making go, albums follow the name of their group. */
export async function planShopCare(queries: Queries, plan: Plan): Promise<void> {
  await planTwins(queries, plan);
  await planRenames(queries, plan);
}

/**
 * Second items of a key. Only what the ledger shows to be of our own making is taken away; of others the merchant is told.
 * One at a time for each key: the next full read looks again.
 */
async function planTwins(queries: Queries, { shop, jobId, planNo }: Plan): Promise<void> {
  const twins = await findTwins(queries, shop);
  const ours = new Map(twins.filter(({ isOurs }) => isOurs).map(twin => [twin.key, twin]));
  await insertOperations(
    queries,
    [...ours.values()].map((twin): NewOperation => ({
      ...NOTHING,
      jobId,
      userId: shop.userId,
      groupId: shop.groupId,
      planNo,
      kind: 'twin_delete',
      rank: operationRank('twin_delete', []),
      key: twin.key,
      itemId: twin.itemId,
      before: { name: twin.title },
      reasonCode: 'TWIN.OWN',
    })),
  );
  const foreign = twins.filter(({ isOurs }) => !isOurs);
  if (foreign.length === 0) return closeNotices(queries, shop.userId, ['TWIN.FOREIGN']);
  const names = foreign.slice(0, NAMED).map(({ title }) => `«${title}»`);
  await openNotice(
    queries,
    shop.userId,
    'TWIN.FOREIGN',
    { count: String(foreign.length), names: names.join(', ') },
    jobId,
  );
}

/** An album whose goods all want one other title is renamed, and its goods stay where they are. */
async function planRenames(queries: Queries, { shop, jobId, planNo, now }: Plan): Promise<void> {
  const links = await albumLinks(queries, shop);
  if (links.size === 0) return;
  const wishes = await albumWishesOfMembers(queries, shop);
  const albums = [...links.values()].map(({ albumId, title, madeBy }) => ({
    albumId,
    title,
    isMadeByUs: madeBy === 'created',
    wanted: new Map(wishes.filter(wish => wish.albumId === albumId).map(wish => [wish.title, wish.members])),
  }));
  const renames = albumRenames(albums, {
    wantedTitles: new Set((await albumWishes(queries, shop)).keys()),
    takenTitles: new Set([...links.keys(), ...(await shopAlbumIds(queries, shop)).keys()]),
  });
  const resting = await restingAlbums(queries, shop, 'album_rename', now);
  for (const { albumId, from, to } of renames) {
    if (resting.has(to)) continue;
    await insertOperations(queries, [
      {
        ...NOTHING,
        jobId,
        userId: shop.userId,
        groupId: shop.groupId,
        planNo,
        kind: 'album_rename',
        rank: operationRank('album_rename', []),
        key: '',
        albumTitle: to,
        before: { title: from },
        after: { title: to },
        reasonCode: 'CHANGED',
      },
    ]);
    await setAlbumOfOperation(queries, { jobId, planNo, kind: 'album_rename', title: to }, albumId);
    await dropMovesInto(queries, jobId, shop, { albumId, title: to });
  }
}
