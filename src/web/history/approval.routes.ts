import { Router } from 'express';
import type { Request, Response } from 'express';
import { AppError, isAppError } from '../../domain/errors.js';
import type { StartedJob } from '../../services/engine-services.js';
import { pageNumber } from '../forms/page-number.js';
import { parseForm } from '../forms/parse-form.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { approveForm } from './approval.schema.js';
import { jobIdOf } from './job-id.js';
import { undoPage } from './undo.page.js';

/** A ticked line may be gone because the waiting plan was renewed meanwhile: the page with the new list says so. */
function planChanged(error: unknown): never {
  if (isAppError(error) && error.code === 'JOB.OPERATION_NOT_FOUND')
    throw new AppError('conflict', error.code, error.details);
  throw error;
}

/** Answering a waiting job, stopping a running one, taking a finished one back. */
export function approvalRoutes({ services: { approvals, sync }, presenter }: WebContext): Router {
  const router = Router();

  /** Starts a run and goes to its page; what stood in the way is said on the page of the job one came from. */
  const startAndFollow = async (
    req: Request,
    res: Response,
    text: string,
    start: () => Promise<StartedJob>,
  ): Promise<void> => {
    let back = links.run(jobIdOf(req.params['id']));
    await actAndReturn(
      req,
      res,
      () => back,
      async () => {
        back = links.run((await start()).jobId);
        return said(text);
      },
    );
  };

  router.post('/sync/runs/:id/approve', requireMerchant, async (req, res) => {
    const jobId = jobIdOf(req.params['id']);
    const form = parseForm(approveForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    await startAndFollow(req, res, 'Принято. Отправляем то, что вы одобрили.', () =>
      approvals.approve(merchantId(res), jobId, form.value).catch(planChanged),
    );
  });

  router.post('/sync/runs/:id/decline', requireMerchant, async (req, res) => {
    const jobId = jobIdOf(req.params['id']);
    await actAndReturn(req, res, links.run(jobId), async () => {
      await approvals.decline(merchantId(res), jobId);
      return said('Отклонено. Эти товары в VK остались как есть.');
    });
  });

  router.post('/sync/runs/:id/cancel', requireMerchant, async (req, res) => {
    const jobId = jobIdOf(req.params['id']);
    await actAndReturn(req, res, links.run(jobId), async () => {
      await approvals.cancel(merchantId(res), jobId);
      return said('Останавливаем. Начатое действие закончится, и обмен остановится.', 'info');
    });
  });

  router.get('/sync/runs/:id/undo', requireMerchant, async (req, res) => {
    const [userId, jobId] = [merchantId(res), jobIdOf(req.params['id'])];
    const page = pageNumber.parse(req.query['page'] ?? 1);
    try {
      const [plan, { settings }] = await Promise.all([approvals.undoPlan(userId, jobId, page), sync.overview(userId)]);
      await presenter.page(req, res, undoPage(jobId, plan, page, settings.mode));
    } catch (error) {
      if (!isAppError(error) || error.kind !== 'conflict') throw error;
      req.session.flash = { kind: 'problem', code: error.code, details: error.details };
      res.redirect(303, links.run(jobId));
    }
  });

  router.post('/sync/runs/:id/undo', requireMerchant, async (req, res) => {
    const jobId = jobIdOf(req.params['id']);
    await startAndFollow(
      req,
      res,
      'Возвращаем как было. Теперь перед каждым обменом мы будем спрашивать вас: это можно изменить в настройках.',
      () => approvals.undo(merchantId(res), jobId),
    );
  });

  return router;
}
