import { Router } from 'express';
import type { OperationView } from '../../services/web-services.js';
import { placeQuery } from '../exports/export.schema.js';
import { sendTable, tableName } from '../exports/send-table.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import { goods } from '../texts/numbers.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { MOST_TICKS } from './approval.page.js';
import { jobIdOf } from './job-id.js';
import type { RunRow } from './run-columns.js';
import { runColumns, runRows } from './run-columns.js';
import { operationFilter, runQuery } from './run-filter.js';
import { runPage } from './run.page.js';
import { runsFilter, runsQuery } from './runs-filter.js';
import { runsPage } from './runs.page.js';

/** All runs, one with its changes, its changes as a file, and trying again what did not work. */
export function historyRoutes({ services: { sync, history, overview }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/sync/runs', requireMerchant, async (req, res) => {
    const userId = merchantId(res);
    const query = runsQuery.parse(req.query);
    const [found, days] = await Promise.all([
      history.runs(userId, query.page, runsFilter(query)),
      overview.days(userId),
    ]);
    await presenter.page(req, res, runsPage({ ...found, days }, query, clock.now()));
  });

  router.get('/sync/runs/:id', requireMerchant, async (req, res) => {
    const [userId, id] = [merchantId(res), jobIdOf(req.params.id)];
    const query = runQuery.parse(req.query);
    const filter = operationFilter(query);
    const found = await sync.job(userId, id, query.page, filter);
    const isWaiting = found.job.status === 'awaiting_approval';
    const rest = isWaiting ? await sync.job(userId, id, query.page, { ...filter, isRisky: false }) : found;
    // All on one page, as far as it can carry them: ticks do not survive turning over.
    const risky = isWaiting ? await sync.job(userId, id, 1, { isRisky: true }, MOST_TICKS) : null;
    const retryable = await history.retryable(userId, id);
    await presenter.page(req, res, runPage({ ...rest, risky, retryable }, query, clock.now()));
  });

  router.get('/sync/runs/:id/export', requireMerchant, async (req, res) => {
    const id = jobIdOf(req.params.id);
    const { format } = placeQuery.parse(req.query);
    const { job, pages } = await history.export(merchantId(res), id, operationFilter(runQuery.parse(req.query)));
    const file = { name: tableName(`run-${id}`, format, job.startedAt ?? job.createdAt), format };
    await sendTable(res, { ...file, columns: runColumns(format) }, rowPages(pages));
  });

  router.post('/sync/runs/:id/retry-failed', requireMerchant, async (req, res) => {
    const id = jobIdOf(req.params.id);
    let back = links.run(id);
    await actAndReturn(
      req,
      res,
      () => back,
      async () => {
        const { jobId, goods: n, outcome } = await history.retryFailed(merchantId(res), id);
        back = links.run(jobId);
        const when = outcome === 'queued' ? 'Сейчас идёт обмен. Сразу после него попробуем снова' : 'Пробуем снова';
        return said(`${when}: ${goods(n)}. Остальные не трогаем.`);
      },
    );
  });

  return router;
}

async function* rowPages(pages: AsyncIterable<readonly OperationView[]>): AsyncGenerator<readonly RunRow[]> {
  for await (const page of pages) yield page.flatMap(runRows);
}
