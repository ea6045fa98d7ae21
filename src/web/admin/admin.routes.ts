import { Router } from 'express';
import { links } from '../links.js';
import { currentUser, requireOperator } from '../middleware/require-permission.js';
import { firstAdminPage } from '../render/menu.js';

/** `/admin` leads on to the first of the operator's pages that this person may see. */
export function adminRoutes(): Router {
  const router = Router();

  router.get(links.admin.home, requireOperator, (_req, res) => {
    res.redirect(303, firstAdminPage(currentUser(res)) ?? links.profile);
  });

  return router;
}
