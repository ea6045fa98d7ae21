import { Router } from 'express';
import type { Request, Response } from 'express';
import { AppError, isAppError } from '../../domain/errors.js';
import type { FieldErrors } from '../forms/field.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import { said } from '../render/flash.js';
import { counted } from '../texts/numbers.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { settingFault } from './setting-fault.js';
import { settingTexts } from './settings.page.js';
import { syncPage } from './sync.page.js';
import { openQuestions } from './open-questions.js';
import { pauseForm, pilotForm, settingsForm, toggleForm } from './sync.schema.js';

const OUTCOME_SAID = {
  started: 'Обмен начался.',
  joined: 'Обмен уже начался: ваши изменения попадут в него.',
  queued: 'Обмен уже идёт. Следующий начнётся сразу после него.',
} as const;

/** The page of the exchange: status, switch, start, pause, settings. */
export function syncRoutes({ services: { sync, shop, approvals }, presenter, clock }: WebContext): Router {
  const router = Router();
  router.use('/sync', requireMerchant);

  router.get('/sync', async (req, res) => {
    await presenter.page(req, res, syncPage(await stateOf(res)));
  });

  const stateOf = async (res: Response) => {
    const userId = merchantId(res);
    const [overview, questions] = await Promise.all([sync.overview(userId), openQuestions(shop, userId)]);
    return { sync: overview, questions, now: clock.now() };
  };

  router.post('/sync/toggle', async (req, res) => {
    const form = parseForm(toggleForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    await actAndReturn(req, res, '/sync', async () => {
      await sync.setEnabled(merchantId(res), form.value.enabled);
      return said(form.value.enabled ? 'Обмен включён.' : 'Обмен выключен. Товары в VK остались как есть.');
    });
  });

  router.post('/sync/confirm', async (req, res) => {
    await actAndReturn(req, res, '/sync', async () => {
      await sync.confirm(merchantId(res));
      return said('Обмен запущен. Первый раз может занять несколько минут.');
    });
  });

  router.post('/sync/run-now', async (req, res) => {
    await actAndReturn(req, res, '/sync', async () => said(OUTCOME_SAID[(await sync.runNow(merchantId(res))).outcome]));
  });

  router.post('/sync/preview', async (req, res) => {
    let back = '/sync';
    try {
      const { jobId } = await sync.preview(merchantId(res));
      back = links.run(jobId);
      req.session.flash = said('Считаем, что изменится в VK. Отправлять ничего не будем.', 'info');
    } catch (error) {
      if (!isAppError(error) || error.kind === 'bug') throw error;
      req.session.flash = { kind: 'problem', code: error.code, details: error.details };
    }
    res.redirect(303, back);
  });

  router.post('/sync/pilot', async (req, res) => {
    const showPilotAgain = async (error: string): Promise<void> => {
      const pilot = { count: typed(req.body, 'count'), error };
      await presenter.page(req, res, { ...syncPage({ ...(await stateOf(res)), pilot }), status: 422 });
    };
    const form = parseForm(pilotForm, req.body);
    if (!form.ok) return showPilotAgain(form.errors['count'] ?? '');
    let back = '/sync';
    await actAndReturn(
      req,
      res,
      () => back,
      async () => {
        back = links.run((await approvals.pilot(merchantId(res), { count: form.value.count })).jobId);
        return said(`Пробуем на ${counted(form.value.count, 'товаре', 'товарах', 'товарах')}. Остальное не трогаем.`);
      },
    );
  });

  router.post('/sync/pause', async (req, res) => {
    const form = parseForm(pauseForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    await actAndReturn(req, res, '/sync', async () => {
      await sync.setPaused(merchantId(res), form.value.paused);
      return said(
        form.value.paused ? 'Обмен на паузе. Начатое действие закончится и обмен остановится.' : 'Обмен продолжается.',
      );
    });
  });

  router.post('/sync/settings', async (req, res) => {
    const form = parseForm(settingsForm, req.body);
    if (!form.ok) return showAgain(req, res, form.errors);
    try {
      await sync.saveSettings(merchantId(res), definedTexts(form.value));
      req.session.flash = said('Настройки сохранены. Они подействуют при следующем обмене.');
      res.redirect(303, '/sync#settings');
    } catch (error) {
      if (!isAppError(error) || !error.code.startsWith('SETTING.')) throw error;
      await showAgain(req, res, settingFault(error));
    }
  });

  /** The whole page once more, with what was typed and what is wrong with it. */
  const showAgain = async (req: Request, res: Response, errors: FieldErrors): Promise<void> => {
    const state = await stateOf(res);
    const values = Object.fromEntries(
      Object.keys(settingTexts(state.sync.settings)).map(name => [name, typed(req.body, name)]),
    );
    await presenter.page(req, res, { ...syncPage({ ...state, typed: { values, errors } }), status: 422 });
  };

  return router;
}

/** Without the fields the form did not have. */
const definedTexts = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
