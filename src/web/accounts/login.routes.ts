import { Router } from 'express';
import { isAppError } from '../../domain/errors.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { localPath } from '../local-path.js';
import { HTTP_STATUS } from '../middleware/http-status.js';
import { homeOf, openToAll, requireLogIn } from '../middleware/require-permission.js';
import { beginSession, renewSession } from '../middleware/session-life.js';
import type { WebContext } from '../web-context.js';
import { logInPage } from './login.page.js';
import { logInForm } from './login.schema.js';

export function accountRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/', openToAll, (_req, res) => {
    const { user } = res.locals;
    res.redirect(303, user === undefined ? links.login() : homeOf(user));
  });

  router.get('/login', openToAll, async (req, res) => {
    if (res.locals.user !== undefined) return res.redirect(303, '/');
    await presenter.page(req, res, logInPage({ email: '', next: localPath(req.query['next'], '') }));
  });

  router.post('/login', openToAll, async (req, res) => {
    const email = typed(req.body, 'email');
    const next = localPath(typed(req.body, 'next'), '');
    const form = parseForm(logInForm, req.body);
    if (!form.ok) return presenter.page(req, res, { ...logInPage({ email, next, errors: form.errors }), status: 422 });
    try {
      const user = await services.accounts.logIn({ ...form.value, address: req.ip ?? '' });
      await beginSession(req, user, clock.now());
      res.redirect(303, next === '' ? '/' : next);
    } catch (error) {
      if (!isAppError(error) || error.kind === 'bug' || error.kind === 'unavailable') throw error;
      const wait = error.details['retryAfterSeconds'];
      if (typeof wait === 'number') res.set('Retry-After', String(wait));
      if (error.code === 'ACCOUNT.PENDING') req.session.letterTo = email.trim();
      await presenter.page(req, res, {
        ...logInPage({ email, next, refusal: error }),
        status: HTTP_STATUS[error.kind],
      });
    }
  });

  router.get('/logout', requireLogIn, async (req, res) => {
    await presenter.page(req, res, { view: 'accounts/logout', title: 'Выход', model: {} });
  });

  router.post('/logout', requireLogIn, async (req, res) => {
    await renewSession(req);
    res.redirect(303, '/login');
  });

  return router;
}
