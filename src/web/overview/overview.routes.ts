import { Router } from 'express';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import { openQuestions } from '../sync/open-questions.js';
import type { WebContext } from '../web-context.js';
import { overviewPage } from './overview.page.js';

export function overviewRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();
  router.get('/overview', requireMerchant, async (req, res) => {
    const userId = merchantId(res);
    const [sync, stores, questions] = await Promise.all([
      services.sync.overview(userId),
      services.catalogue.stores(userId),
      openQuestions(services.shop, userId),
    ]);
    await presenter.page(req, res, overviewPage(sync, stores.rows, clock.now(), questions));
  });
  return router;
}
