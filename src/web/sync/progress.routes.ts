import { Router } from 'express';
import { z } from 'zod';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { wantsFragment } from '../middleware/wants.js';
import { links } from '../links.js';
import type { WebContext } from '../web-context.js';
import { masterModel } from './master.page.js';
import { progressActions } from './progress-actions.js';
import { REFRESH_SECONDS, progressModel } from './progress.page.js';

const progressQuery = z.object({ then: z.enum(['preview', 'sync', 'page']).catch('page') });

/** The run under way: a piece that asks for itself again, or a page of its own. */
export function progressRoutes({ services: { sync, preview }, presenter, clock }: WebContext): Router {
  const router = Router();
  router.get('/sync/progress', requireMerchant, async (req, res) => {
    const userId = merchantId(res);
    const { then } = progressQuery.parse(req.query);
    const [overview, quota] = await Promise.all([sync.overview(userId), preview.quota(userId)]);
    const progress = { ...progressModel(overview, clock.now(), quota), pollHref: links.progress(then) };
    if (wantsFragment(req)) {
      const isOver = !progress.isActive;
      // A preview is waited for to be read: its page is shown as soon as it is there.
      if (isOver && then === 'preview') res.set('HX-Redirect', links.preview());
      // Pages that speak of the run all over. The settings stay as they are typed: there the buttons follow in place.
      if (isOver && then === 'page') res.set('HX-Refresh', 'true');
      const master = isOver && then === 'sync' ? masterModel(overview, clock.now()) : null;
      return presenter.fragment(req, res, 'progress', { progress, master, isFragment: true });
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
