import { Router } from 'express';
import { AppError } from '../../domain/errors.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import { counted } from '../texts/numbers.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { startedText } from './started-text.js';
import { syncPage } from './sync.page.js';
import { syncState } from './sync-state.js';
import { pauseForm, pilotForm, toggleForm } from './sync.schema.js';

/** The page of the exchange: status, switch, start, pause, first try. */
export function syncRoutes(context: WebContext): Router {
  const {
    services: { sync, approvals },
    presenter,
  } = context;
  const router = Router();

  router.get('/sync', requireMerchant, async (req, res) => {
    await presenter.page(req, res, syncPage(await syncState(context, res)));
  });

  router.post('/sync/toggle', requireMerchant, async (req, res) => {
    const form = parseForm(toggleForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    await actAndReturn(req, res, '/sync', async () => {
      await sync.setEnabled(merchantId(res), form.value.enabled);
      return said(form.value.enabled ? 'Обмен включён.' : 'Обмен выключен. Товары в VK остались как есть.');
    });
  });

  router.post('/sync/confirm', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, '/sync', async () => {
      const started = await sync.confirm(merchantId(res));
      const isNew = started.outcome === 'started';
      return said(isNew ? 'Обмен запущен. Первый раз может занять несколько минут.' : startedText(started));
    });
  });

  router.post('/sync/run-now', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, '/sync', async () => said(startedText(await sync.runNow(merchantId(res)))));
  });

  router.post('/sync/pilot', requireMerchant, async (req, res) => {
    const showPilotAgain = async (error: string): Promise<void> => {
      const pilot = { count: typed(req.body, 'count'), error };
      await presenter.page(req, res, { ...syncPage({ ...(await syncState(context, res)), pilot }), status: 422 });
    };
    const form = parseForm(pilotForm, req.body);
    if (!form.ok) return showPilotAgain(form.errors['count'] ?? '');
    let back = '/sync';
    await actAndReturn(
      req,
      res,
      () => back,
      async () => {
        const started = await approvals.pilot(merchantId(res), { count: form.value.count });
        back = links.run(started.jobId);
        if (started.outcome === 'queued') return said('Сейчас идёт обмен. Попробуем сразу после него.', 'info');
        return said(`Пробуем на ${counted(form.value.count, 'товаре', 'товарах', 'товарах')}. Остальное не трогаем.`);
      },
    );
  });

  router.post('/sync/pause', requireMerchant, async (req, res) => {
    const form = parseForm(pauseForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    await actAndReturn(req, res, '/sync', async () => {
      await sync.setPaused(merchantId(res), form.value.paused);
      return said(
        form.value.paused ? 'Обмен на паузе. Начатое действие закончится и обмен остановится.' : 'Обмен продолжается.',
      );
    });
  });

  return router;
}
