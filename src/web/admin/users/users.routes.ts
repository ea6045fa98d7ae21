import { Router } from 'express';
import { actorOf, requirePermission } from '../../middleware/require-permission.js';
import type { WebContext } from '../../web-context.js';
import { userIdOf } from '../user-id.js';
import { userPage } from './user.page.js';
import { usersPage } from './users.page.js';
import { usersQuery } from './users.schema.js';

/** The accounts, and one of them. */
export function adminUserRoutes({ services: { adminUsers }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/admin/users', requirePermission('users.view'), async (req, res) => {
    const actor = actorOf(req, res);
    const query = usersQuery.parse(req.query);
    const found = await adminUsers.list(actor, query);
    const mayInvite = actor.permissions.includes('users.invite');
    await presenter.page(req, res, usersPage(found, query, { now: clock.now(), mayInvite }));
  });

  router.get('/admin/users/:user', requirePermission('users.view'), async (req, res) => {
    const user = await adminUsers.view(actorOf(req, res), userIdOf(req.params['user']));
    await presenter.page(req, res, userPage(user, actorOf(req, res), clock.now()));
  });

  return router;
}
