import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { parseForm } from '../forms/parse-form.js';
import { links } from '../links.js';
import { currentUser, isMerchant, requireLogIn } from '../middleware/require-permission.js';
import { beginSession } from '../middleware/session-life.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { changePasswordForm, deleteForm, profileForm } from './account.schema.js';
import { changePasswordPage, deletePage, editPage, profilePage } from './profile.page.js';
import { submitForm, typedOf } from './submit-form.js';

/** One's own account, a merchant's or an operator's. */
export function profileRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();
  const { accounts } = services;

  router.get('/profile', requireLogIn, async (req, res) => {
    const user = currentUser(res);
    await presenter.page(req, res, profilePage(await accounts.profile(user.id), isMerchant(user), clock.now()));
  });

  router.get('/profile/edit', requireLogIn, async (req, res) => {
    await presenter.page(req, res, editPage(await accounts.profile(currentUser(res).id), {}));
  });

  router.post('/profile/edit', requireLogIn, async (req, res) => {
    const { id } = currentUser(res);
    const page = editPage.bind(
      null,
      await accounts.profile(id),
      typedOf(req.body, 'firstName', 'lastName', 'phone', 'email'),
    );
    const form = parseForm(profileForm, req.body);
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      const { letterTo } = await accounts.editProfile(id, { ...form.value, address: req.ip ?? '' });
      req.session.flash =
        letterTo === null
          ? said('Сохранено.')
          : said(`Сохранено. Осталось подтвердить почту: письмо ушло на ${letterTo}.`);
      res.redirect(303, links.profile);
    });
  });

  router.post('/profile/cancel-email', requireLogIn, async (req, res) => {
    await accounts.cancelEmailChange(currentUser(res).id);
    req.session.flash = said('Почта остаётся прежней.');
    res.redirect(303, links.profile);
  });

  router.get('/profile/change-password', requireLogIn, async (req, res) => {
    await presenter.page(req, res, changePasswordPage());
  });

  router.post('/profile/change-password', requireLogIn, async (req, res) => {
    const form = parseForm(changePasswordForm, req.body);
    if (!form.ok) return presenter.page(req, res, { ...changePasswordPage({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, changePasswordPage, async () => {
      const user = await accounts.changePassword(currentUser(res).id, { ...form.value, address: req.ip ?? '' });
      await beginSession(req, user, clock.now());
      req.session.flash = said('Пароль изменён. На остальных устройствах нужно войти заново.');
      res.redirect(303, links.profile);
    });
  });

  router.get('/profile/delete', requireLogIn, async (req, res) => {
    if (!isMerchant(currentUser(res))) return res.redirect(303, links.profile);
    const { deletesAt } = await accounts.profile(currentUser(res).id);
    await presenter.page(req, res, deletePage(deletesAt, clock.now()));
  });

  router.post('/profile/delete', requireLogIn, async (req, res) => {
    const form = parseForm(deleteForm, req.body);
    const page = deletePage.bind(null, null, clock.now());
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      const user = await accounts.requestDeletion(currentUser(res).id, { ...form.value, address: req.ip ?? '' });
      await beginSession(req, user, clock.now());
      res.redirect(303, links.deleteAccount);
    });
  });

  router.post('/profile/restore', requireLogIn, async (req, res) => {
    await beginSession(req, await accounts.cancelDeletion(currentUser(res).id), clock.now());
    req.session.flash = said('Учётная запись возвращена. Подключите кассу и VK заново: правила и настройки на месте.');
    res.redirect(303, links.connections);
  });

  router.get('/profile/export', requireLogIn, async (_req, res) => {
    const data = await accounts.exportData(currentUser(res).id);
    const day = clock.now().toISOString().slice(0, 10);
    res.set({
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="evosync_${day}.json"`,
      'Cache-Control': 'private, no-store',
    });
    await pipeline(Readable.from(data), res);
  });

  return router;
}
