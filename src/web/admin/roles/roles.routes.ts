import { Router, type Request, type Response } from 'express';
import { AppError, isAppError } from '../../../domain/errors.js';
import type { GrantWish } from '../../../services/admin/roles-contracts.js';
import { parseForm } from '../../forms/parse-form.js';
import { links } from '../../links.js';
import { HTTP_STATUS } from '../../middleware/http-status.js';
import { actorOf, requirePermission } from '../../middleware/require-permission.js';
import { said } from '../../render/flash.js';
import { problemCard } from '../../texts/problem.js';
import type { WebContext } from '../../web-context.js';
import { changedText, confirmGrantsPage } from './confirm-grants.page.js';
import { incompleteText, rolesPage, type Refused } from './roles.page.js';
import { grantsForm, roleId } from './roles.schema.js';

/** «Роли»: what each role may do, and changing it. */
export function roleRoutes({ services: { adminRoles }, presenter }: WebContext): Router {
  const router = Router();

  const show = async (req: Request, res: Response, status: number, refused?: Refused) =>
    presenter.page(req, res, { ...rolesPage(await adminRoles.view(actorOf(req, res)), refused), status });

  router.get(links.admin.roles, requirePermission('roles.view'), (req, res) => show(req, res, 200));

  router.post('/admin/roles/:id/permissions', requirePermission('roles.edit'), async (req, res) => {
    const actor = actorOf(req, res);
    const id = roleId.safeParse(req.params.id);
    if (!id.success) throw new AppError('not_found', 'ROLE.NOT_FOUND');
    const form = parseForm(grantsForm, req.body);
    if (!form.ok) return show(req, res, 422, { roleId: id.data, ticked: tickedOf(req.body), errors: form.errors });
    const wish = { roleId: id.data, permissions: form.value.permissions, basedOn: form.value.based_on };
    try {
      if (form.value.confirmed === null) {
        const effect = await adminRoles.preview(actor, wish);
        if (Object.keys(effect.losers).length > 0)
          return await presenter.page(req, res, confirmGrantsPage(wish, effect));
      }
      req.session.flash = said(changedText(await adminRoles.setGrants(actor, wish)), 'fine');
    } catch (error) {
      if (!isAppError(error) || !error.code.startsWith('ROLE.') || error.kind === 'not_found') throw error;
      return show(req, res, HTTP_STATUS[error.kind], refusedBy(error, wish));
    }
    res.redirect(303, links.admin.roles);
  });

  return router;
}

/** What lacks its ground is told beside what was ticked; anything else by a card, over what stands now. */
const refusedBy = ({ code, details }: AppError, { roleId: id, permissions }: GrantWish): Refused =>
  code === 'ROLE.INCOMPLETE'
    ? { roleId: id, ticked: permissions, errors: { [String(details['needs'])]: incompleteText(details) } }
    : { roleId: id, ticked: permissions, refusal: problemCard(code, details) };

/** What was ticked, whatever it was. */
function tickedOf(body: unknown): readonly string[] {
  const ticked = (body as { permissions?: unknown } | undefined)?.permissions;
  return (Array.isArray(ticked) ? ticked : [ticked]).filter(one => typeof one === 'string');
}
