import type { Database } from '../../db/database.js';
import { loadPhoto } from '../../db/repositories/listings.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import { renderPhoto } from '../../photos/render-photo.js';

/** Draws or loads the picture chosen for a listing, as VK gets it. Throws `PHOTO.MISSING` and as `renderPhoto`. */
export function photoRenderer(
  db: Database,
  defaultPhotoPath: string | null,
): (userId: UserId, choice: PhotoChoice) => Promise<Uint8Array> {
  return async (userId, choice) => {
    const loadOwn = async (ref: number): Promise<Uint8Array> => {
      const jpeg = await loadPhoto(db, userId, ref);
      if (!jpeg) throw new AppError('not_found', 'PHOTO.MISSING');
      return jpeg;
    };
    return (await renderPhoto(choice, { defaultPhotoPath, loadPhoto: loadOwn })).jpeg;
  };
}
