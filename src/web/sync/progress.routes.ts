import { Router } from 'express';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import { wantsFragment } from '../middleware/wants.js';
import type { WebContext } from '../web-context.js';
import { progressModel } from './progress.page.js';

/** Without scripts the page asks again by itself. */
const REFRESH_SECONDS = 5;

/** The run under way: a piece that asks for itself again, or a page of its own. */
export function progressRoutes({ services: { sync }, presenter, clock }: WebContext): Router {
  const router = Router();
  router.get('/sync/progress', requireMerchant, async (req, res) => {
    const progress = progressModel(await sync.overview(merchantId(res)), clock.now());
    if (wantsFragment(req)) return presenter.fragment(req, res, 'progress', { progress });
    await presenter.page(req, res, {
      view: 'sync/progress',
      title: 'Ход обмена',
      section: 'sync',
      model: { progress },
      isLive: progress.isActive,
      ...(progress.isActive ? { refreshSeconds: REFRESH_SECONDS } : {}),
    });
  });
  return router;
}
