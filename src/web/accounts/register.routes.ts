import { Router } from 'express';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { openToAll } from '../middleware/require-permission.js';
import { beginSession } from '../middleware/session-life.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { confirmForm, letterForm, linkToken, registerForm } from './account.schema.js';
import { confirmPage, registerPage, resendPage } from './register.page.js';
import { hideAddress, submitForm, typedOf } from './submit-form.js';

/** Registering, and answering the letter. */
export function registerRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();
  const { accounts } = services;

  router.get('/register', openToAll, async (req, res) => {
    if (res.locals.user !== undefined) return res.redirect(303, '/');
    await presenter.page(req, res, registerPage({}));
  });

  router.post('/register', openToAll, async (req, res) => {
    const form = parseForm(registerForm, req.body);
    const page = registerPage.bind(null, typedOf(req.body, 'firstName', 'lastName', 'phone', 'email'));
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      await accounts.register({ ...form.value, address: req.ip ?? '' });
      req.session.letterTo = form.value.email;
      res.redirect(303, links.resendConfirm);
    });
  });

  router.get('/resend-confirm', openToAll, async (req, res) => {
    await presenter.page(req, res, resendPage(req.session.letterTo ?? '', {}));
  });

  router.post('/resend-confirm', openToAll, async (req, res) => {
    const form = parseForm(letterForm, req.body);
    const page = resendPage.bind(null, req.session.letterTo ?? '', typedOf(req.body, 'email'));
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      const { email } = form.value;
      await accounts.resendConfirmation({ email, address: req.ip ?? '' });
      req.session.letterTo = email;
      req.session.flash = said('Отправили ещё раз. Письмо идёт до пяти минут.');
      res.redirect(303, links.resendConfirm);
    });
  });

  router.get('/confirm-email', openToAll, async (req, res) => {
    hideAddress(res);
    const token = linkToken.parse(req.query['token']);
    const view = await accounts.confirmation(token);
    await presenter.page(req, res, confirmPage(view, token, res.locals.user !== undefined));
  });

  router.post('/confirm-email', openToAll, async (req, res) => {
    hideAddress(res);
    const token = linkToken.parse(typed(req.body, 'token'));
    const view = await accounts.confirmation(token);
    const page = confirmPage.bind(null, view, token, res.locals.user !== undefined);
    const form = parseForm(confirmForm, req.body);
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    if (view.state === 'over') return presenter.page(req, res, { ...page(), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      const done = await accounts.confirmEmail({ token, ...form.value, address: req.ip ?? '' });
      if (done.kind === 'done')
        return presenter.page(req, res, confirmPage({ state: 'done' }, token, res.locals.user !== undefined));
      if (done.kind === 'registration') {
        await beginSession(req, done.user, clock.now());
        req.session.flash = said('Почта подтверждена. Добро пожаловать.');
        return res.redirect(303, '/');
      }
      req.session.flash = said(`Готово. Теперь ваша почта — ${done.email}.`);
      res.redirect(303, res.locals.user === undefined ? links.login() : links.profile);
    });
  });

  return router;
}
