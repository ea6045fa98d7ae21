import {
  lastOverwritten,
  linksToReview,
  saveDigests,
  type ReviewedLink,
} from '../../db/repositories/link-review.repository.js';
import type { Shop } from '../../db/repositories/links.repository.js';
import { FIELDS, UNKNOWN_DIGEST, type Field } from '../../domain/sync/compact.js';
import { digestOf, NO_VALUE } from '../../domain/sync/digests.js';
import { isOverwritten } from '../../domain/sync/drift.js';
import { nextEcho } from '../../domain/sync/echo.js';
import { shownText } from '../../domain/text/shown-text.js';
import { digestOfValue } from './listing-digests.js';
import type { SyncDeps } from './sync-deps.js';

/** Links compared at a time. */
const PAGE = 500;
/** VK may keep whole roubles only: less than one is its rounding, not another price. */
const ROUNDING_KOPECKS = 100;

/**
 * After a full read: what VK shows of every published good becomes digests, and fields sent since the last one get their
 * echo. `settledBefore`: what was sent later may not be in VK's lists yet.
 */
export async function reviewLinks(deps: Pick<SyncDeps, 'db'>, shop: Shop, settledBefore: Date): Promise<void> {
  const { db } = deps;
  for (let after = 0; ;) {
    const links = await linksToReview(db, shop, { after, limit: PAGE });
    const last = links.at(-1);
    if (!last) return;
    after = last.linkId;
    const odd = links.filter(link => oddFields(link).length > 0).map(({ key }) => key);
    const overwritten = await lastOverwritten(db, shop, odd);
    const shown = new Map<number, string>();
    const echoes = new Map<number, string>();
    for (const link of links) {
      const inVk = digestsInVk(link);
      if (inVk !== link.shopDigests) shown.set(link.rowId, inVk);
      const echo = nextEcho(link.echoDigests, inVk, {
        sent: link.sentDigests,
        plain: FIELDS.filter(field => isPlain(link, field)),
        stubborn: (overwritten.get(link.key) ?? []).filter(field => isSameAsBefore(link, inVk, field)),
        isSettled: link.updatedAt < settledBefore,
      });
      if (echo !== link.echoDigests) echoes.set(link.linkId, echo);
    }
    await saveDigests(db, 'vk_cached_products.digests', shown);
    await saveDigests(db, 'item_links.echo_digests', echoes);
  }
}

/** What VK shows, as digests: compared with nothing but another reading of the same good. */
function digestsInVk(link: ReviewedLink): string {
  const value = (field: Field): string | number | null => {
    switch (field) {
      case 'name':
        return shownText(link.title);
      case 'description':
        return shownText(link.description);
      case 'price':
        return link.price;
      case 'stock':
        return link.stock;
      case 'category':
        return link.categoryId;
      case 'photo':
        return link.photoIds[0] ?? null;
      case 'album':
        // Only the album we put it into is ours to watch; collections of the merchant's own are nobody else's matter.
        return link.albumId === null ? null : String(link.albumIds.includes(link.albumId));
    }
  };
  return FIELDS.map(field => {
    const shown = value(field);
    if (shown !== null) return digestOfValue(shown);
    return field === 'album' ? NO_VALUE : UNKNOWN_DIGEST;
  }).join('');
}

/** Whether VK shows what was sent, but for what it always changes. */
function isPlain(link: ReviewedLink, field: Field): boolean {
  const { sent } = link;
  if (sent === null) return false;
  switch (field) {
    case 'name':
      return shownText(link.title) === shownText(sent.name);
    case 'description':
      return shownText(link.description) === shownText(sent.description);
    case 'price':
      return link.price !== null && Math.abs(link.price - sent.price) < ROUNDING_KOPECKS;
    case 'stock':
      return link.stock === sent.stock;
    case 'category':
      return link.categoryId === sent.categoryId;
    case 'photo':
      return link.photoId !== null && link.photoIds[0] === link.photoId;
    case 'album':
      return link.albumId === null || link.albumIds.includes(link.albumId);
  }
}

/** Prices and stocks that are not what was sent. */
const oddFields = (link: ReviewedLink): readonly Field[] =>
  FIELDS.filter(field => isOverwritten(field) && !isPlain(link, field));

function isSameAsBefore(link: ReviewedLink, inVk: string, field: Field): boolean {
  return link.shopDigests !== null && digestOf(link.shopDigests, field) === digestOf(inVk, field);
}
