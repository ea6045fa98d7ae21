import { Router } from 'express';
import type { ListingKey } from '../../domain/brand.js';
import { AppError, isAppError } from '../../domain/errors.js';
import { parseForm } from '../forms/parse-form.js';
import { jobIdOf } from '../history/job-id.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import { goods } from '../texts/numbers.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { shownKeys } from './preview-lines.js';
import { isReady, previewPage } from './preview.page.js';
import { applyForm, previewQuery } from './preview.schema.js';
import { startedText } from './started-text.js';

/** Buyer's cards at a time: a row of them. */
const CARDS = 3;
const NO_OPERATIONS = { operations: [], total: 0, pageSize: 1 } as const;

/** What the next run would do, and doing it. */
export function previewRoutes({ services: { sync, preview }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/sync/preview', requireMerchant, async (req, res) => {
    const userId = merchantId(res);
    const query = previewQuery.parse(req.query);
    const [overview, latest] = await Promise.all([sync.overview(userId), preview.latest(userId)]);
    const filter = query.kind === '' ? {} : { kind: query.kind };
    const found =
      latest.job === null || !isReady(latest)
        ? NO_OPERATIONS
        : await sync.job(userId, latest.job.id, query.page, filter);
    const keys = shownKeys(found.operations, query.show, CARDS) as readonly ListingKey[];
    const shown = keys.length === 0 ? [] : await preview.goods(userId, keys);
    await presenter.page(req, res, previewPage({ sync: overview, latest, ...found, goods: shown }, query, clock.now()));
  });

  router.post('/sync/preview', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, links.preview(), async () => {
      const { outcome } = await sync.preview(merchantId(res));
      return outcome === 'queued' ? said('Сейчас идёт обмен. Посчитаем сразу после него.', 'info') : null;
    });
  });

  router.post('/sync/preview/apply', requireMerchant, async (req, res) => {
    const form = parseForm(applyForm, { job: bodyOf(req.body)['job'], chosen: req.body as unknown });
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const jobId = jobIdOf(form.value.job);
    let back = links.preview();
    await actAndReturn(
      req,
      res,
      () => back,
      async () => {
        const started = await preview.apply(merchantId(res), jobId, form.value.chosen).catch(listChanged);
        back = links.run(started.jobId);
        if (started.goods === null) return said(startedText(started));
        const some = `Отправляем выбранное: ${goods(started.goods)}. Остальное не трогаем.`;
        return said(started.outcome === 'queued' ? `${startedText(started)} В нём только выбранное.` : some);
      },
    );
  });

  return router;
}

const bodyOf = (body: unknown): Readonly<Record<string, unknown>> => (body ?? {}) as Record<string, unknown>;

/** A ticked line may be of another preview, made meanwhile: the page with the new list says so. */
function listChanged(error: unknown): never {
  if (isAppError(error) && error.code === 'JOB.OPERATION_NOT_FOUND')
    throw new AppError('conflict', error.code, error.details);
  throw error;
}
