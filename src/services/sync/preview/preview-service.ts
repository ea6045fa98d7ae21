import { listedByKeys } from '../../../db/repositories/plan.repository.js';
import type { RuleDeps } from '../../catalogue/change-rules.js';
import { photoVersion } from '../../photos/shown-photo.js';
import type { ApplyPreviewDeps } from './apply-preview.js';
import { applyPreview } from './apply-preview.js';
import { latestPreview } from './latest-preview.js';
import type { PreviewService } from './preview-contracts.js';
import { shopQuota } from './shop-quota.js';
import { trySettings } from './try-settings.js';

/** Everything that is looked at before it is done. */
export function createPreviewService(deps: RuleDeps & ApplyPreviewDeps): PreviewService {
  const { db, now } = deps;
  return {
    trySettings: (userId, values) => trySettings(deps, userId, values),
    quota: userId => shopQuota(db, userId, now()),
    latest: userId => latestPreview(db, userId, now()),
    async goods(userId, keys) {
      const listed = await listedByKeys(db, userId, keys);
      return keys.flatMap(key => {
        const good = listed.get(key);
        return good === undefined ? [] : [{ ...good, photoVersion: photoVersion(good.photo) }];
      });
    },
    apply: (userId, jobId, choice) => applyPreview(deps, userId, jobId, choice),
  };
}
