import { Router } from 'express';
import { parseForm, typed } from '../forms/parse-form.js';
import { openToAll } from '../middleware/require-permission.js';
import type { WebContext } from '../web-context.js';
import { demoPage } from './demo.page.js';
import { DEMO_DEFAULTS, demoQuery } from './demo.schema.js';

/** The example: for everybody, with or without an account. It asks no use case for anything. */
export function demoRoutes({ presenter }: Pick<WebContext, 'presenter'>): Router {
  const router = Router();
  router.get('/demo', openToAll, async (req, res) => {
    const isLoggedIn = res.locals.user !== undefined;
    const form = parseForm(demoQuery, req.query);
    const page = form.ok
      ? demoPage(form.value, isLoggedIn)
      : demoPage(DEMO_DEFAULTS, isLoggedIn, {
          multiplier: typed(req.query, 'multiplier').slice(0, 100),
          errors: form.errors,
        });
    await presenter.page(req, res, page);
  });
  return router;
}
