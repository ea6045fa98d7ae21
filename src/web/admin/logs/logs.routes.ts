import { Router } from 'express';
import { AppError, isAppError } from '../../../domain/errors.js';
import { parseForm } from '../../forms/parse-form.js';
import { links } from '../../links.js';
import { actorOf, requirePermission } from '../../middleware/require-permission.js';
import type { WebContext } from '../../web-context.js';
import { logPage } from './log.page.js';
import { logsPage } from './logs.page.js';
import { typedInto } from '../filters/filter-field.js';
import { EMPTY_LOGS_FORM, filterOf, lineIdOf, logsForm, placeOf } from './logs.schema.js';

/** Every call to the vendors and every message of Evotor: the list, and one call with what was kept of it. */
export function logRoutes({ services: { apiLog }, presenter }: WebContext): Router {
  const router = Router();

  router.get(links.admin.logs, requirePermission('api_log.view'), async (req, res) => {
    const form = parseForm(logsForm, req.query);
    if (!form.ok)
      return presenter.page(req, res, logsPage(typedInto(EMPTY_LOGS_FORM, req.query), null, null, form.errors));
    const place = placeOf(req.query);
    try {
      const found = await apiLog.list(actorOf(req, res), filterOf(form.value), place);
      await presenter.page(req, res, logsPage(form.value, found, place));
    } catch (error) {
      if (!isAppError(error) || error.code !== 'API_LOG.NO_SUCH_MERCHANT') throw error;
      await presenter.page(
        req,
        res,
        logsPage(form.value, null, null, { user: 'Нет продавца с такой почтой или номером' }),
      );
    }
  });

  router.get(`${links.admin.logs}/:id`, requirePermission('api_log.view'), async (req, res) => {
    const id = lineIdOf(req.params['id']);
    if (id === null) throw new AppError('not_found', 'API_LOG.NOT_FOUND');
    await presenter.page(req, res, logPage(await apiLog.line(actorOf(req, res), id)));
  });

  return router;
}
