import type { ListedValues } from '../../db/repositories/plan.repository.js';
import { photoDigest } from '../../domain/listing/photo-digest.js';
import type { SentState } from '../../domain/sync/sent.js';

/** What is to be sent. `stockIfUnknown`: what was sent last, or the fixed amount for a new item. */
export function wantedState(listing: ListedValues, stockIfUnknown: number): SentState {
  return {
    name: listing.name,
    description: listing.description,
    price: listing.price,
    stock: listing.stock ?? stockIfUnknown,
    categoryId: listing.categoryId,
    photo: photoDigest(listing.photo),
    album: listing.album,
    tillPrice: listing.tillPrice,
    tillQuantity: listing.tillQuantity,
  };
}
