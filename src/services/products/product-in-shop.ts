import type { ListingState } from '../../db/repositories/product-page.repository.js';
import type { Field } from '../../domain/sync/compact.js';
import { changedFields } from '../../domain/sync/differ.js';
import { driftedFields, isOverwritten } from '../../domain/sync/drift.js';
import type { ProductInShop, ShownCard } from './product-contracts.js';

/** The item of a listing as it stands in VK; `null` = there is none. */
export function productInShop(state: ListingState): ProductInShop | null {
  const { link, seen } = state;
  if (link === null) return null;
  const locked = (state.locks ?? '').split(',');
  const isByHand = (field: Field): boolean => locked.includes(field);
  const isHere = link.state === 'live' && state.isListed;
  const drifted = isHere
    ? driftedFields(link.echoDigests, seen?.digests).filter(field => !isOverwritten(field) && !isByHand(field))
    : [];
  const isLeft = (field: Field): boolean => isByHand(field) || drifted.includes(field);
  return {
    state: link.state,
    itemId: link.itemId,
    groupId: link.groupId,
    since: link.since,
    madeBy: link.madeBy,
    card: cardOf(state, isLeft),
    pending:
      isHere && state.digests !== null
        ? changedFields(state.digests, link.sentDigests).filter(field => !isLeft(field))
        : [],
    drifted,
  };
}

/**
 * What a buyer sees: what was sent, for the shop is read anew once a day only; of what is kept by hand, or was changed
 * there, what VK showed last.
 */
function cardOf({ link, seen }: ListingState, isLeft: (field: Field) => boolean): ShownCard | null {
  const sent = link?.sent ?? null;
  if (sent === null)
    return seen?.price == null
      ? null
      : { name: seen.name, description: seen.description, price: seen.price, stock: seen.stock, album: seen.albums };
  if (seen === null) return { ...sent };
  return {
    name: isLeft('name') ? seen.name : sent.name,
    description: isLeft('description') ? seen.description : sent.description,
    price: isLeft('price') && seen.price !== null ? seen.price : sent.price,
    stock: sent.stock,
    album: isLeft('album') ? seen.albums : sent.album,
  };
}
