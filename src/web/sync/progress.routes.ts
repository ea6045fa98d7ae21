import { Router } from 'express';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import { wantsFragment } from '../middleware/wants.js';
import { links } from '../links.js';
import type { WebContext } from '../web-context.js';
import { progressActions } from './progress-actions.js';
import { REFRESH_SECONDS, progressModel } from './progress.page.js';

/** The run under way: a piece that asks for itself again, or a page of its own. */
export function progressRoutes({ services: { sync, preview }, presenter, clock }: WebContext): Router {
  const router = Router();
  router.get('/sync/progress', requireMerchant, async (req, res) => {
    const userId = merchantId(res);
    const [overview, quota] = await Promise.all([sync.overview(userId), preview.quota(userId)]);
    const isForPreview = req.query['then'] === 'preview';
    const progress = {
      ...progressModel(overview, clock.now(), quota),
      ...(isForPreview ? { pollHref: links.progress('preview') } : {}),
    };
    if (wantsFragment(req)) {
      // A preview is waited for to be read: its page is shown as soon as it is there.
      if (isForPreview && !progress.isActive) res.set('HX-Redirect', links.preview());
      return presenter.fragment(req, res, 'progress', { progress, isFragment: true });
    }
    await presenter.page(req, res, {
      view: 'sync/progress',
      title: 'Ход обмена',
      section: 'sync',
      model: { progress, actions: progressActions(overview) },
      isLive: progress.isActive,
      ...(progress.isActive ? { refreshSeconds: REFRESH_SECONDS } : {}),
    });
  });
  return router;
}
