import { Router, type Request, type Response } from 'express';
import { givableRoles, mustTouch } from '../../../domain/access/rank-rules.js';
import type { Actor } from '../../../domain/access/actor.js';
import type { Permission } from '../../../domain/access/permissions.js';
import { AppError } from '../../../domain/errors.js';
import type { UserView } from '../../../services/admin/users-contracts.js';
import { submitForm, typedOf } from '../../accounts/submit-form.js';
import type { FormFault } from '../../accounts/account-form.page.js';
import { parseForm } from '../../forms/parse-form.js';
import { links } from '../../links.js';
import { actorOf, requirePermission } from '../../middleware/require-permission.js';
import { said } from '../../render/flash.js';
import type { WebContext } from '../../web-context.js';
import { userIdOf } from '../user-id.js';
import { confirmUserPage, type AskedAction } from './user-confirm.page.js';
import { editUserPage, invitePage } from './user-forms.page.js';
import { nameOf } from './user-words.js';
import { deleteForm, editForm, inviteForm } from './users.schema.js';

/** The permission of each question, and what is said when it was answered with yes. */
const ASKED: Readonly<Record<Exclude<AskedAction, 'delete'>, readonly [Permission, (user: UserView) => string]>> = {
  activate: ['users.status', user => `${nameOf(user)}: учётная запись включена.`],
  suspend: ['users.status', user => `${nameOf(user)}: учётная запись приостановлена, все сеансы закрыты.`],
  'reset-password': ['users.reset_password', user => `Письмо со ссылкой для нового пароля ушло на ${user.email}.`],
  'send-invite': ['users.invite', user => `Новое приглашение ушло на ${user.email}.`],
};

function savedText({ email: former, hasPassword }: UserView, email: string): string {
  if (email === former) return 'Сохранено.';
  return hasPassword
    ? `Сохранено. О новой почте написали на ${former} и ${email}.`
    : `Сохранено. Новое приглашение ушло на ${email}, прежнее больше не работает.`;
}

/** Everything an operator does to accounts. What harms asks first. */
export function adminUserFormRoutes({ services: { adminUsers }, presenter }: WebContext): Router {
  const router = Router();

  router.get('/admin/users/invite', requirePermission('users.invite'), async (req, res) => {
    await presenter.page(req, res, invitePage(givableRoles(actorOf(req, res))));
  });

  router.post('/admin/users/invite', requirePermission('users.invite'), async (req, res) => {
    const actor = actorOf(req, res);
    const typed = typedOf(req.body, 'email', 'firstName', 'lastName', 'role');
    const page = (fault: FormFault) => invitePage(givableRoles(actor), typed, fault);
    const form = parseForm(inviteForm, req.body);
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      const { userId } = await adminUsers.invite(actor, form.value);
      req.session.flash = said(`Приглашение ушло на ${form.value.email}.`);
      res.redirect(303, links.admin.user(userId));
    });
  });

  router.get('/admin/users/:user/edit', requirePermission('users.edit'), async (req, res) => {
    const [actor, user] = await seen(req, res, 'edit');
    await presenter.page(req, res, editUserPage(user, givableRoles(actor)));
  });

  router.post('/admin/users/:user/edit', requirePermission('users.edit'), async (req, res) => {
    const [actor, user] = await seen(req, res, 'edit');
    const typed = typedOf(req.body, 'firstName', 'lastName', 'phone', 'email', 'role');
    const page = (fault: FormFault) => editUserPage(user, givableRoles(actor), typed, fault);
    const form = parseForm(editForm, req.body);
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      await adminUsers.edit(actor, user.id, form.value);
      req.session.flash = said(savedText(user, form.value.email));
      res.redirect(303, links.admin.user(user.id));
    });
  });

  for (const action of ['activate', 'suspend', 'reset-password', 'send-invite'] as const) {
    const [permission, words] = ASKED[action];
    router.get(`/admin/users/:user/${action}`, requirePermission(permission), async (req, res) => {
      const [, user] = await seen(req, res, action);
      await presenter.page(req, res, confirmUserPage(action, user));
    });

    router.post(`/admin/users/:user/${action}`, requirePermission(permission), async (req, res) => {
      const [actor, user] = await seen(req, res, action);
      const page = (fault: FormFault) => confirmUserPage(action, user, {}, fault);
      await submitForm(presenter, req, res, page, async () => {
        if (action === 'activate') await adminUsers.activate(actor, user.id);
        else if (action === 'suspend') await adminUsers.suspend(actor, user.id);
        else if (action === 'reset-password') await adminUsers.resetPassword(actor, user.id);
        else await adminUsers.sendInvite(actor, user.id);
        req.session.flash = said(words(user));
        res.redirect(303, links.admin.user(user.id));
      });
    });
  }

  router.get('/admin/users/:user/delete', requirePermission('users.delete'), async (req, res) => {
    const [, user] = await seen(req, res, 'delete');
    await presenter.page(req, res, confirmUserPage('delete', user));
  });

  router.post('/admin/users/:user/delete', requirePermission('users.delete'), async (req, res) => {
    const [actor, user] = await seen(req, res, 'delete');
    const page = (fault: FormFault) => confirmUserPage('delete', user, typedOf(req.body, 'email'), fault);
    const form = parseForm(deleteForm, req.body);
    if (!form.ok) return presenter.page(req, res, { ...page({ errors: form.errors }), status: 422 });
    await submitForm(presenter, req, res, page, async () => {
      await adminUsers.delete(actor, user.id, form.value);
      req.session.flash = said('Учётная запись и всё, что к ней относилось, удалены.');
      res.redirect(303, links.admin.users);
    });
  });

  return router;

  /**
   * Who asks, and the account. What cannot be done to it is refused on the page that asks already.
   * Throws `ACCOUNT.NOT_FOUND`, `ACCESS.OWN_ACCOUNT`, `ACCESS.HIGHER_ROLE`, `USER.STATE`.
   */
  async function seen(
    req: Request,
    res: Response,
    action: AskedAction | 'edit',
  ): Promise<readonly [actor: Actor, user: UserView]> {
    const actor = actorOf(req, res);
    const user = await adminUsers.view(actor, userIdOf(req.params['user']));
    mustTouch(actor, user);
    if (!user.actions.includes(action)) throw new AppError('conflict', 'USER.STATE', { action, status: user.status });
    return [actor, user];
  }
}
