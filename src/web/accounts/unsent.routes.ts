import { Router } from 'express';
import { requireLogIn } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { KEPT_FOR_MS } from './kept-form.js';
import { unsentPage } from './unsent.page.js';

/** The form that was sent after the session had ended. */
export function unsentRoutes({ presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/unsent', requireLogIn, async (req, res) => {
    const { keptForm } = req.session;
    if (keptForm === undefined || clock.now().getTime() - keptForm.keptAt > KEPT_FOR_MS) {
      delete req.session.keptForm;
      return res.redirect(303, '/');
    }
    await presenter.page(req, res, unsentPage(keptForm));
  });

  router.post('/unsent/drop', requireLogIn, (req, res) => {
    delete req.session.keptForm;
    req.session.flash = said('Не отправили. Ничего не изменилось.', 'neutral');
    res.redirect(303, '/');
  });

  return router;
}
