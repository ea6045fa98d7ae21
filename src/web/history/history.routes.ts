import { Router } from 'express';
import type { JobId, UserId } from '../../domain/brand.js';
import type { OperationView, SyncService } from '../../services/web-services.js';
import { pageNumber } from '../forms/page-number.js';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import type { WebContext } from '../web-context.js';
import { MOST_TICKS } from './approval.page.js';
import { jobIdOf } from './job-id.js';
import { operationFilter, runQuery } from './run-filter.js';
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
    const [userId, id] = [merchantId(res), jobIdOf(req.params.id)];
    const query = runQuery.parse(req.query);
    const filter = operationFilter(query);
    const found = await sync.job(userId, id, query.page, filter);
    const isWaiting = found.job.status === 'awaiting_approval';
    const rest = isWaiting ? await sync.job(userId, id, query.page, { ...filter, isRisky: false }) : found;
    const risky = isWaiting ? await riskySet(sync, userId, id) : null;
    await presenter.page(req, res, runPage({ ...rest, risky }, query, clock.now()));
  });

  return router;
}

/** The whole risky set on one page, as far as a page can carry it: ticks do not survive turning over. */
async function riskySet(
  sync: SyncService,
  userId: UserId,
  id: JobId,
): Promise<{ operations: readonly OperationView[]; total: number }> {
  const operations: OperationView[] = [];
  for (let page = 1; ; page += 1) {
    const found = await sync.job(userId, id, page, { isRisky: true });
    operations.push(...found.operations);
    if (found.operations.length === 0 || operations.length >= Math.min(found.total, MOST_TICKS))
      return { operations, total: found.total };
  }
}
