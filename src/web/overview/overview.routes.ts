import { Router } from 'express';
import { claimCards } from '../connections/claim.page.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import { openQuestions } from '../sync/open-questions.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { overviewPage } from './overview.page.js';

export function overviewRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/overview', requireMerchant, async (req, res) => {
    const userId = merchantId(res);
    const [sync, setup, questions, days, notices, offers] = await Promise.all([
      services.sync.overview(userId),
      services.overview.setup(userId),
      openQuestions(services.shop, userId),
      services.overview.days(userId),
      res.locals.needs?.notices ?? services.notices.open(userId),
      services.claims.offers(userId),
    ]);
    const now = clock.now();
    const claims = claimCards(offers, now);
    const given = { sync, setup, questions, days, notices, claims, clock: res.locals.needs?.clock, now };
    await presenter.page(req, res, overviewPage(given));
  });

  router.post('/overview/keep-all', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, '/overview', async () => {
      await services.overview.keepAllGoods(merchantId(res));
      return said('Оставили всё, что есть на кассе. Изменить выбор можно в каталоге в любой день.');
    });
  });

  router.post('/overview/skip-pilot', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, '/overview', async () => {
      await services.overview.skipPilot(merchantId(res));
      return said('Пробу пропустили. Вернуться к ней можно на странице «Синхронизация».');
    });
  });

  return router;
}
