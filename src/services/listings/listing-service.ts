import { setFieldLock } from '../../db/repositories/field-locks.repository.js';
import { lockOwnListing } from '../../db/repositories/overrides.repository.js';
import { AppError } from '../../domain/errors.js';
import { auditListing } from '../audit/audit-listing.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import type { ListingService } from '../engine-services.js';
import { changeWish } from './change-wish.js';
import { setGroupCategory, setGroupPrice } from './group-settings.js';
import { previewMerge } from './preview-merge.js';
import { previewNames } from './preview-names.js';
import { previewRule } from './preview-rule.js';
import { setOverride } from './set-override.js';
import { removePhoto, setPhoto } from './set-photo.js';
import { setStoreOrder } from './store-order.js';

/** What a merchant says about single goods and groups, and looks at before saying it. */
export function createListingService(deps: RuleDeps): ListingService {
  return {
    setOverride: (userId, key, change, origin) => setOverride(deps, userId, key, change, origin),
    setLock: (userId, key, field, locked) =>
      changeWish(deps, userId, async queries => {
        if ((await lockOwnListing(queries, userId, key)) === null)
          throw new AppError('not_found', 'LISTING.NOT_FOUND', { key });
        const isNew = await setFieldLock(queries, userId, key, field, locked);
        if (isNew) await auditListing(queries, userId, key, 'listing.lock', { [field]: !locked }, { [field]: locked });
        return isNew;
      }),
    setGroupPrice: (userId, groupId, rule) => setGroupPrice(deps, userId, groupId, rule),
    setGroupCategory: (userId, groupId, categoryId) => setGroupCategory(deps, userId, groupId, categoryId),
    setPhoto: (userId, place, bytes) => setPhoto(deps, userId, place, bytes),
    removePhoto: (userId, place) => removePhoto(deps, userId, place),
    previewNames: (userId, settings, limit) => previewNames(deps, userId, settings, limit),
    previewMerge: (userId, mergeBy) => previewMerge(deps, userId, mergeBy),
    previewRule: (userId, rule) => previewRule(deps, userId, rule),
    setStoreOrder: (userId, storeIds) => setStoreOrder(deps, userId, storeIds),
  };
}
