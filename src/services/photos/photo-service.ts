import {
  listingOfProduct,
  placePhotoRef,
  shelfCounts,
  shelfPage,
  shelfRow,
} from '../../db/repositories/photo-shelf.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import type { PhotoService, PictureOf } from './photo-contracts.js';
import { photoRenderer } from './photo-renderer.js';
import { createPictureShelf } from './picture-shelf.js';
import { setByFileName } from './set-by-file-name.js';
import { photoRow, photoVersion, shownPhoto } from './shown-photo.js';

/** Goods on one page: each has a picture to load. */
const PAGE_SIZE = 25;

export interface PhotoDeps extends RuleDeps {
  /** `VK_DEFAULT_PHOTO_PATH`. */
  readonly defaultPhotoPath: string | null;
}

/** Pictures of goods, groups and the merchant, as VK shows them. */
export function createPhotoService(deps: PhotoDeps): PhotoService {
  const { db } = deps;
  const shrunk = createPictureShelf(photoRenderer(db, deps.defaultPhotoPath));

  const placeVersion = async (userId: UserId, place: Parameters<typeof placePhotoRef>[2]): Promise<string | null> => {
    const ref = await placePhotoRef(db, userId, place);
    return ref === null ? null : photoVersion({ source: place.purpose, ref });
  };

  async function chosen(userId: UserId, of: PictureOf): Promise<PhotoChoice> {
    if ('key' in of) {
      const row = await shelfRow(db, userId, of.key);
      if (row === null) throw new AppError('not_found', 'LISTING.NOT_FOUND', { key: of.key });
      return shownPhoto(row);
    }
    const place =
      'groupId' in of ? ({ purpose: 'group', groupId: of.groupId } as const) : ({ purpose: 'merchant' } as const);
    const ref = await placePhotoRef(db, userId, place);
    if (ref === null) throw new AppError('not_found', 'PHOTO.MISSING');
    return { source: place.purpose, ref };
  }

  return {
    async list(userId, { filter, search, page }) {
      const offset = (Math.max(1, page) - 1) * PAGE_SIZE;
      const { rows, found } = await shelfPage(db, userId, { filter, search, offset, limit: PAGE_SIZE });
      const counts = await shelfCounts(db, userId);
      return {
        rows: rows.map(photoRow),
        total: found ?? counts[filter],
        pageSize: PAGE_SIZE,
        counts,
        merchantVersion: await placeVersion(userId, { purpose: 'merchant' }),
      };
    },
    async ofProduct(userId, productId) {
      const key = await listingOfProduct(db, userId, productId);
      const row = key === null ? null : await shelfRow(db, userId, key);
      if (row === null) throw new AppError('not_found', 'PRODUCT.NOT_FOUND', { product: productId });
      return photoRow(row);
    },
    async picture(userId, of, size) {
      const choice = await chosen(userId, of);
      return { jpeg: await shrunk(userId, choice, size), version: photoVersion(choice) };
    },
    merchantVersion: userId => placeVersion(userId, { purpose: 'merchant' }),
    groupVersion: (userId, groupId) => placeVersion(userId, { purpose: 'group', groupId }),
    setByFileName: (userId, files) => setByFileName(deps, userId, files),
  };
}
