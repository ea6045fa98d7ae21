import { Router } from 'express';
import { typedOf } from '../../accounts/submit-form.js';
import { parseForm } from '../../forms/parse-form.js';
import { actorOf, requirePermission } from '../../middleware/require-permission.js';
import type { WebContext } from '../../web-context.js';
import { auditPage } from './audit.page.js';
import { auditForm, auditQuery, EMPTY_AUDIT_FORM } from './audit.schema.js';

/** Who did what, from where and when. */
export function auditRoutes({ services: { audit }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/admin/audit', requirePermission('audit.view'), async (req, res) => {
    const form = parseForm(auditForm, req.query);
    if (!form.ok) {
      const typed = { ...EMPTY_AUDIT_FORM, ...typedOf(req.query, 'user', 'action', 'from', 'to') };
      return presenter.page(req, res, { ...auditPage(null, typed, clock.now(), form.errors), status: 422 });
    }
    const found = await audit.list(actorOf(req, res), auditQuery(form.value, req.query));
    await presenter.page(req, res, auditPage(found, form.value, clock.now()));
  });

  return router;
}
