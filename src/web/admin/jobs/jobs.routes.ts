import type { Request, Response } from 'express';
import { Router } from 'express';
import { may } from '../../../domain/access/actor.js';
import { AppError } from '../../../domain/errors.js';
import { parseForm, typed } from '../../forms/parse-form.js';
import { jobIdOf } from '../../history/job-id.js';
import { operationFilter, runQuery } from '../../history/run-filter.js';
import { links } from '../../links.js';
import { localPath } from '../../local-path.js';
import { actorOf, currentUser, requirePermission } from '../../middleware/require-permission.js';
import { said } from '../../render/flash.js';
import { isActive } from '../../sync/job-words.js';
import type { WebContext } from '../../web-context.js';
import { actAndReturn } from '../../web-context.js';
import { adminJobPage } from './job.page.js';
import { adminJobsPage } from './jobs.page.js';
import { typedInto } from '../filters/filter-field.js';
import { EMPTY_JOBS_FORM, jobFilterOf, jobMarkOf, jobsForm, merchantForm } from './jobs.schema.js';
import { terminatePage } from './terminate.page.js';

const STARTED = {
  started: 'начался',
  joined: 'уже начинался, второй не нужен',
  queued: 'начнётся сразу после идущего',
} as const;

/** The runs of all merchants, one of them, and what an operator may do to them. */
export function adminJobRoutes({ services: { adminJobs }, presenter, clock }: WebContext): Router {
  const router = Router();

  const viewer = (res: Response) => {
    const user = currentUser(res);
    return {
      now: clock.now(),
      mayControl: may(user, 'jobs.control'),
      maySeeUsers: may(user, 'users.view'),
      maySeeLogs: may(user, 'api_log.view'),
    };
  };
  const back = (req: Request): string => localPath(typed(req.body, 'back'), links.admin.jobs);

  router.get(links.admin.jobs, requirePermission('jobs.view'), async (req, res) => {
    const form = parseForm(jobsForm, req.query);
    if (!form.ok)
      return presenter.page(
        req,
        res,
        adminJobsPage(typedInto(EMPTY_JOBS_FORM, req.query), null, null, viewer(res), form.errors),
      );
    const mark = jobMarkOf(req.query);
    const found = await adminJobs.list(actorOf(req, res), jobFilterOf(form.value), mark);
    await presenter.page(req, res, adminJobsPage(form.value, found, mark, viewer(res)));
  });

  router.post(links.admin.runNow, requirePermission('jobs.control'), async (req, res) => {
    await actAndReturn(req, res, back(req), async () => {
      const { outcome, jobId } = await adminJobs.runNow(actorOf(req, res), merchantOf(req));
      return said(`Обмен № ${jobId} ${STARTED[outcome]}.`);
    });
  });

  router.post(links.admin.pauseMerchant, requirePermission('jobs.control'), async (req, res) => {
    const isPaused = typed(req.body, 'paused') !== '0';
    await actAndReturn(req, res, back(req), async () => {
      await adminJobs.setPaused(actorOf(req, res), merchantOf(req), isPaused);
      return said(
        isPaused
          ? 'Обмен продавца на паузе. Идущий остановится на ближайшем действии, продавец видит паузу у себя и может её снять.'
          : 'Обмен продавца снят с паузы и начнётся в ближайшую минуту.',
      );
    });
  });

  router.get(`${links.admin.jobs}/:id`, requirePermission('jobs.view'), async (req, res) => {
    const query = runQuery.parse(req.query);
    const { state } = query;
    const id = jobIdOf(req.params['id']);
    const found = await adminJobs.job(
      actorOf(req, res),
      id,
      query.page,
      operationFilter({ ...query, kind: '', q: '' }),
    );
    await presenter.page(req, res, adminJobPage(found, { page: query.page, state }, viewer(res)));
  });

  router.post(`${links.admin.jobs}/:id/cancel`, requirePermission('jobs.control'), async (req, res) => {
    const id = jobIdOf(req.params['id']);
    await actAndReturn(req, res, back(req), async () => {
      await adminJobs.cancel(actorOf(req, res), id);
      return said(`Обмен № ${id} остановится на ближайшем действии. Отправленное в VK останется.`);
    });
  });

  router.get(`${links.admin.jobs}/:id/terminate`, requirePermission('jobs.control'), async (req, res) => {
    const { job } = await adminJobs.job(actorOf(req, res), jobIdOf(req.params['id']), 1);
    if (!isActive(job)) return res.redirect(303, links.admin.job(job.id));
    await presenter.page(req, res, terminatePage(job));
  });

  router.post(`${links.admin.jobs}/:id/terminate`, requirePermission('jobs.control'), async (req, res) => {
    const id = jobIdOf(req.params['id']);
    await actAndReturn(req, res, links.admin.job(id), async () => {
      await adminJobs.terminate(actorOf(req, res), id);
      return said(`Обмен № ${id} прерван. Следующий проверит, что дошло до VK, и продолжит.`, 'info');
    });
  });

  return router;
}

/** Throws `ACCOUNT.NOT_FOUND` for what is no number of an account. */
function merchantOf(req: Request) {
  const form = parseForm(merchantForm, req.body);
  if (!form.ok) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  return form.value.user_id;
}
