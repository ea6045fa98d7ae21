import type { Queries } from '../../db/database.js';
import { lockOwnListing } from '../../db/repositories/overrides.repository.js';
import { deletePhoto, replacePhoto, type PhotoTarget } from '../../db/repositories/photos.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { acceptUpload } from '../../photos/accept-upload.js';
import { auditExchange } from '../audit/audit-account.js';
import { auditListing } from '../audit/audit-listing.js';
import { knownEntity, type RuleDeps } from '../catalogue/change-rules.js';
import type { PhotoPlace } from '../engine-services.js';
import { changeWish } from './change-wish.js';

/** Throws `PHOTO.*` of `acceptUpload`, `LISTING.NOT_FOUND`, `CATALOGUE.ENTITY_NOT_FOUND`. */
export async function setPhoto(deps: RuleDeps, userId: UserId, place: PhotoPlace, bytes: Uint8Array): Promise<void> {
  // Asked first: nobody's picture is decoded for a place that is not theirs.
  const target = await ownPlace(deps.db, userId, place);
  const photo = await acceptUpload(bytes);
  await changeWish(deps, userId, async queries =>
    noted(queries, userId, place, true, await replacePhoto(queries, userId, target, photo)),
  );
}

/** Takes an own picture away; without one nothing happens. Throws `LISTING.NOT_FOUND`, `CATALOGUE.ENTITY_NOT_FOUND`. */
export async function removePhoto(deps: RuleDeps, userId: UserId, place: PhotoPlace): Promise<void> {
  await changeWish(deps, userId, async queries => {
    const isGone = await deletePhoto(queries, userId, await ownPlace(queries, userId, place));
    return noted(queries, userId, place, false, isGone);
  });
}

/** Writes down whose picture changed, when it did; answers that. */
async function noted(
  queries: Queries,
  userId: UserId,
  place: PhotoPlace,
  hasPhoto: boolean,
  isChanged: boolean,
): Promise<boolean> {
  if (!isChanged) return false;
  if (place.purpose === 'product')
    await auditListing(queries, userId, place.key, 'listing.photo', null, { photo: hasPhoto });
  else {
    const entity = place.purpose === 'group' ? `group:${place.groupId}` : '';
    await auditExchange(queries, userId, 'photo.change', { entity, after: { photo: hasPhoto } });
  }
  return true;
}

async function ownPlace(queries: Queries, userId: UserId, place: PhotoPlace): Promise<PhotoTarget> {
  switch (place.purpose) {
    case 'merchant':
      return { purpose: 'merchant', target: '' };
    case 'group':
      await knownEntity(queries, userId, 'group', place.groupId);
      return { purpose: 'group', target: place.groupId };
    case 'product':
      if ((await lockOwnListing(queries, userId, place.key)) === null)
        throw new AppError('not_found', 'LISTING.NOT_FOUND', { key: place.key });
      return { purpose: 'product', target: place.key };
  }
}
