import { Router } from 'express';
import type { JobId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { pageNumber } from '../forms/page-number.js';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import type { WebContext } from '../web-context.js';
import { runPage } from './run.page.js';
import { runsPage } from './runs.page.js';

/** All runs, and one with its changes. */
export function historyRoutes({ services: { sync }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/sync/runs', requireMerchant, async (req, res) => {
    const page = pageNumber.parse(req.query['page'] ?? 1);
    await presenter.page(req, res, runsPage(await sync.jobs(merchantId(res), page), page, clock.now()));
  });

  router.get('/sync/runs/:id', requireMerchant, async (req, res) => {
    const page = pageNumber.parse(req.query['page'] ?? 1);
    const found = await sync.job(merchantId(res), jobId(req.params.id), page);
    await presenter.page(req, res, runPage(found, page, clock.now()));
  });

  return router;
}

function jobId(text: unknown): JobId {
  if (typeof text !== 'string' || !/^[1-9]\d{0,15}$/u.test(text)) throw new AppError('not_found', 'JOB.NOT_FOUND');
  return Number(text) as JobId;
}
