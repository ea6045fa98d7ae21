import { dropMovedLinks, placeInSeenAlbums } from '../../db/repositories/catch-up.repository.js';
import { linksToReview, type ReviewedLink } from '../../db/repositories/link-review.repository.js';
import { linksByKeys, saveLinks, type ItemLink, type Shop } from '../../db/repositories/links.repository.js';
import { listedByKeys, type ListedValues } from '../../db/repositories/plan.repository.js';
import { shopAlbumIds } from '../../db/repositories/shop-cache.repository.js';
import type { VkAlbumId } from '../../domain/brand.js';
import { FIELDS, type Field } from '../../domain/sync/compact.js';
import { ALL_UNKNOWN, digestOf, forgetDigests } from '../../domain/sync/digests.js';
import { shownText } from '../../domain/text/shown-text.js';
import { adoptItems } from './adopt-items.js';
import { withSent } from './apply/sent-values.js';
import type { SyncDeps } from './sync-deps.js';
import { wantedState } from './wanted-state.js';

/** Links compared at a time. */
const PAGE = 500;

type Deps = Pick<SyncDeps, 'db'>;

/**
 * After a restore the shop is ahead of the database. A good that was added anew since has another item than its link says:
 * the link is moved, or the good would be added a second time. After a complete read; `since`: as for adoption.
 */
export async function relinkMoved(deps: Deps, shop: Shop, readId: number, since: number): Promise<void> {
  if ((await dropMovedLinks(deps.db, shop, readId)) > 0) await adoptItems(deps, shop, since);
}

/**
 * What VK shows as it is wanted now was sent by us after the backup: it is taken as sent, or it would be sent again, and a
 * name or text would pass for changed by hand. What is neither as it was nor as it is wanted stays a question.
 */
export async function trustShown({ db }: Deps, shop: Shop): Promise<void> {
  await placeInSeenAlbums(db, shop);
  const albums = await shopAlbumIds(db, shop);
  for (let after = 0; ;) {
    const shown = await linksToReview(db, shop, { after, limit: PAGE });
    const last = shown.at(-1);
    if (!last) return;
    after = last.linkId;
    const keys = shown.map(({ key }) => key);
    const listed = await listedByKeys(db, shop.userId, keys);
    const links = await linksByKeys(db, shop, keys);
    const known = shown.flatMap(item => {
      const [wanted, link] = [listed.get(item.key), links.get(item.key)];
      return wanted && link ? (asSent(link, item, wanted, albums) ?? []) : [];
    });
    if (known.length > 0) await saveLinks(db, shop, known);
  }
}

/** The link with what VK shows as wanted; `null` = nothing new is known. */
function asSent(
  link: ItemLink,
  item: ReviewedLink,
  wanted: ListedValues,
  albums: ReadonlyMap<string, VkAlbumId>,
): ItemLink | null {
  const { sent, sentDigests } = link;
  if (sent === null || sentDigests === null) return null;
  const albumId = wanted.album === null ? undefined : albums.get(wanted.album);
  const isShown = (field: Field): boolean => {
    switch (field) {
      case 'name':
        return shownText(item.title) === shownText(wanted.name);
      case 'description':
        return shownText(item.description) === shownText(wanted.description);
      case 'price':
        return item.price === wanted.price;
      case 'stock':
        return wanted.stock !== null && item.stock === wanted.stock;
      case 'category':
        return item.categoryId === wanted.categoryId;
      case 'album':
        return albumId !== undefined && item.albumIds.includes(albumId);
      case 'photo':
        // Of a picture VK shows a number only: another one than we knew, where another one is wanted, was ours.
        return item.photoIds[0] !== undefined && item.photoIds[0] !== link.photoId;
    }
  };
  const fields = FIELDS.filter(
    field => digestOf(wanted.digests, field) !== digestOf(sentDigests, field) && isShown(field),
  );
  if (fields.length === 0) return null;
  return {
    ...withSent(link, wantedState(wanted, sent.stock), fields),
    echoDigests: forgetDigests(link.echoDigests ?? ALL_UNKNOWN, fields),
    photoId: fields.includes('photo') ? (item.photoIds[0] ?? link.photoId) : link.photoId,
    albumId: fields.includes('album') && albumId !== undefined ? albumId : link.albumId,
  };
}
