import type { ShelfRow } from '../../db/repositories/photo-shelf.repository.js';
import { photoDigest } from '../../domain/listing/photo-digest.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import { shortHash } from '../../domain/text/short-hash.js';
import type { PhotoRow } from './photo-contracts.js';

/** The picture of a good: the one chosen for it, or what would be chosen if it were published. */
export function shownPhoto({ name, groupName, photo, ownRef, merchantRef }: ShelfRow): PhotoChoice {
  if (ownRef !== null) return { source: 'product', ref: ownRef };
  if (photo !== null) return photo;
  if (merchantRef !== null) return { source: 'merchant', ref: merchantRef };
  return { source: 'name_card', title: name, subtitle: groupName ?? '' };
}

/** Short, differs whenever the picture would. */
export const photoVersion = (choice: PhotoChoice): string => shortHash(photoDigest(choice));

export const photoRow = (row: ShelfRow): PhotoRow => ({
  key: row.key,
  productId: row.productId,
  name: row.name,
  groupName: row.groupName ?? '',
  articleNumber: row.articleNumber,
  source: row.ownRef !== null ? 'product' : (row.photo?.source ?? null),
  hasOwn: row.ownRef !== null,
  version: photoVersion(shownPhoto(row)),
});
