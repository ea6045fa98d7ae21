import { Router } from 'express';
import type { Request, Response } from 'express';
import { isAppError } from '../../domain/errors.js';
import type { FieldErrors } from '../forms/field.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { wantsFragment } from '../middleware/wants.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { settingFault } from './setting-fault.js';
import type { TryModel } from './settings-try.page.js';
import { faultyTry, tryModel } from './settings-try.page.js';
import { settingTexts } from './settings.page.js';
import { syncPage } from './sync.page.js';
import { syncState } from './sync-state.js';
import { settingsForm } from './sync.schema.js';

/** The settings of the exchange: tried on the merchant's own goods, and kept. */
export function settingsRoutes(context: WebContext): Router {
  const { services, presenter } = context;
  const { sync, preview } = services;
  const router = Router();

  router.post('/sync/settings', requireMerchant, async (req, res) => {
    const form = parseForm(settingsForm, req.body);
    if (!form.ok) return showAgain(req, res, form.errors);
    try {
      await sync.saveSettings(merchantId(res), definedTexts(form.value));
    } catch (error) {
      return showAgain(req, res, faultOf(error));
    }
    req.session.flash = said('Настройки сохранены. Они подействуют при следующем обмене.');
    res.redirect(303, '/sync#settings');
  });

  router.post('/sync/settings/try', requireMerchant, async (req, res) => {
    const { errors, tried } = await trial(req, res);
    if (wantsFragment(req)) return presenter.fragment(req, res, 'settings-try', { tried, isFragment: true });
    return showAgain(req, res, errors, tried);
  });

  /** Nobody is led here; who reloads the page of a try comes back to the settings. */
  router.get('/sync/settings/try', requireMerchant, (_req, res) => res.redirect(303, '/sync#settings'));

  async function trial(req: Request, res: Response): Promise<{ errors: FieldErrors; tried: TryModel }> {
    const form = parseForm(settingsForm, req.body);
    if (!form.ok) return { errors: form.errors, tried: faultyTry(form.errors) };
    try {
      const result = await preview.trySettings(merchantId(res), definedTexts(form.value));
      return { errors: {}, tried: tryModel(result) };
    } catch (error) {
      const errors = faultOf(error);
      return { errors, tried: faultyTry(errors) };
    }
  }

  /** The whole page once more, with what was typed, and what is wrong with it or would come of it. */
  const showAgain = async (req: Request, res: Response, errors: FieldErrors, tried?: TryModel): Promise<void> => {
    const state = await syncState(context, res, tried ?? faultyTry(errors));
    const values = Object.fromEntries(
      Object.keys(settingTexts(state.sync.settings)).map(name => [name, typed(req.body, name)]),
    );
    const page = syncPage({ ...state, typed: { values, errors } });
    await presenter.page(req, res, { ...page, status: Object.keys(errors).length > 0 ? 422 : 200 });
  };

  return router;
}

/** A refused setting by its field; anything else is no matter of the form. */
function faultOf(error: unknown): FieldErrors {
  if (!isAppError(error) || !error.code.startsWith('SETTING.')) throw error;
  return settingFault(error);
}

/** Without the fields the form did not have. */
const definedTexts = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
