import { Router } from 'express';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { openToAll } from '../middleware/require-permission.js';
import { beginSession, renewSession } from '../middleware/session-life.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { inviteForm, letterForm, linkToken, resetForm } from './account.schema.js';
import { forgotPage, invitePage, resetPage } from './recover.page.js';
import { overPage } from './register.page.js';
import { hideAddress, submitForm, typedOf } from './submit-form.js';

const ASK_AGAIN = { href: links.forgotPassword, label: 'Запросить новую ссылку' };
const TO_LOGIN = { href: links.login(), label: 'Ко входу' };

/** A password that was forgotten, and one that an invited person has never had. */
export function recoverRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();
  const { accounts } = services;

  router.get('/forgot-password', openToAll, async (req, res) => {
    await presenter.page(req, res, forgotPage(req.session.letterTo ?? '', {}));
  });

  router.post('/forgot-password', openToAll, async (req, res) => {
    const form = parseForm(letterForm, req.body);
    const page = forgotPage.bind(null, req.session.letterTo ?? '', typedOf(req.body, 'email'));
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      await accounts.forgotPassword({ ...form.value, address: req.ip ?? '' });
      req.session.letterTo = form.value.email;
      res.redirect(303, links.forgotPassword);
    });
  });

  router.get('/reset-password', openToAll, async (req, res) => {
    hideAddress(res);
    const token = linkToken.parse(req.query['token']);
    const page = (await accounts.canReset(token)) ? resetPage(token) : overPage(ASK_AGAIN);
    await presenter.page(req, res, page);
  });

  router.post('/reset-password', openToAll, async (req, res) => {
    hideAddress(res);
    const token = linkToken.parse(typed(req.body, 'token'));
    if (!(await accounts.canReset(token))) return presenter.page(req, res, { ...overPage(ASK_AGAIN), status: 422 });
    const form = parseForm(resetForm, req.body);
    const page = resetPage.bind(null, token);
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      await accounts.resetPassword({ token, ...form.value, address: req.ip ?? '' });
      // Whoever was logged in here is not any more: all sessions of the account have ended.
      await renewSession(req);
      req.session.flash = said('Пароль изменён. Войдите с новым.');
      res.redirect(303, links.login());
    });
  });

  router.get('/invite', openToAll, async (req, res) => {
    hideAddress(res);
    const token = linkToken.parse(req.query['token']);
    const invitation = await accounts.invitation(token);
    await presenter.page(req, res, invitation === null ? overPage(TO_LOGIN) : invitePage(token, invitation, {}));
  });

  router.post('/invite', openToAll, async (req, res) => {
    hideAddress(res);
    const token = linkToken.parse(typed(req.body, 'token'));
    const invitation = await accounts.invitation(token);
    if (invitation === null) return presenter.page(req, res, { ...overPage(TO_LOGIN), status: 422 });
    const page = invitePage.bind(null, token, invitation, typedOf(req.body, 'firstName', 'lastName', 'phone'));
    const form = parseForm(inviteForm, req.body);
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      const user = await accounts.acceptInvitation({ token, ...form.value, address: req.ip ?? '' });
      await beginSession(req, user, clock.now());
      req.session.flash = said('Учётная запись готова. Добро пожаловать.');
      res.redirect(303, '/');
    });
  });

  return router;
}
