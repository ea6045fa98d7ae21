import type { Kopecks } from '../../domain/money.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import { photoDigest } from '../../domain/listing/photo-digest.js';
import type { SentState } from '../../domain/sync/sent.js';

/** The columns of a listing that go to VK. */
export interface ListedRow {
  readonly name: string;
  readonly description: string;
  readonly price: Kopecks;
  readonly stock: number | null;
  readonly album: string | null;
  readonly categoryId: number;
  readonly photo: PhotoChoice;
  readonly digests: string;
}

/** What is to be sent. `stockIfUnknown`: what was sent last, or the fixed amount for a new item. */
export function wantedState(listing: ListedRow, stockIfUnknown: number): SentState {
  return {
    name: listing.name,
    description: listing.description,
    price: listing.price,
    stock: listing.stock ?? stockIfUnknown,
    categoryId: listing.categoryId,
    photo: photoDigest(listing.photo),
    album: listing.album,
  };
}
