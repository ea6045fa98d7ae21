import { Router } from 'express';
import type { Request, Response } from 'express';
import { isAppError } from '../../domain/errors.js';
import type { FieldErrors } from '../forms/field.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { mergePage } from './merge.page.js';
import type { NameTexts } from './names.page.js';
import { nameTexts, namesPage } from './names.page.js';
import { settingFault } from './setting-fault.js';
import { mergeForm, namesForm } from './sync.schema.js';

/** Names shown before and after on one page. */
const NAMES_SHOWN = 100;

/** Settings that are looked at before they are kept: the name cleaner, and what makes two goods one. */
export function tuningRoutes({ services: { sync, listings }, presenter }: WebContext): Router {
  const router = Router();

  const previewOf = (res: Response, texts: NameTexts) =>
    listings.previewNames(
      merchantId(res),
      {
        lowerShouting: texts.lower_shouting === 'true',
        expandAbbreviations: texts.expand_abbreviations === 'true',
        abbreviations: texts.abbreviations,
      },
      NAMES_SHOWN,
    );

  router.get('/sync/names', requireMerchant, async (req, res) => {
    const texts = nameTexts((await sync.overview(merchantId(res))).settings);
    await presenter.page(req, res, namesPage(texts, await previewOf(res, texts)));
  });

  router.post('/sync/names', requireMerchant, async (req, res) => {
    const present = nameTexts((await sync.overview(merchantId(res))).settings);
    const form = parseForm(namesForm, req.body);
    if (!form.ok)
      return showNames(req, res, { ...present, abbreviations: typed(req.body, 'abbreviations') }, form.errors);
    const texts = { ...form.value, abbreviations: form.value.abbreviations ?? present.abbreviations };
    try {
      if (typed(req.body, 'act') !== 'save') {
        return await presenter.page(req, res, namesPage(texts, await previewOf(res, texts)));
      }
      await sync.saveSettings(merchantId(res), texts);
    } catch (error) {
      if (!isAppError(error) || !error.code.startsWith('SETTING.')) throw error;
      return showNames(req, res, texts, settingFault(error));
    }
    req.session.flash = said('Названия сохранены. Они изменятся в VK при следующем обмене.');
    res.redirect(303, '/sync#settings');
  });

  const showNames = (req: Request, res: Response, texts: NameTexts, errors: FieldErrors): Promise<void> =>
    presenter.page(req, res, namesPage(texts, null, errors));

  router.get('/sync/merge', requireMerchant, async (req, res) => {
    const { settings } = await sync.overview(merchantId(res));
    const form = parseForm(mergeForm, req.query);
    const chosen = form.ok ? form.value.merge_by : null;
    const isChange = chosen !== null && chosen !== settings.mergeBy;
    const preview = isChange ? await listings.previewMerge(merchantId(res), chosen) : null;
    await presenter.page(req, res, mergePage(settings.mergeBy, chosen, preview));
  });

  router.post('/sync/merge', requireMerchant, async (req, res) => {
    const form = parseForm(mergeForm, req.body);
    const { settings } = await sync.overview(merchantId(res));
    if (!form.ok) {
      const page = mergePage(settings.mergeBy, null, null);
      const choice = { ...page.model.choice, error: form.errors['merge_by'] ?? null };
      return presenter.page(req, res, { ...page, model: { ...page.model, choice }, status: 422 });
    }
    try {
      await sync.saveSettings(merchantId(res), form.value);
      req.session.flash = said('Сохранено. Следующий обмен пойдёт уже по-новому.');
      res.redirect(303, '/sync#settings');
    } catch (error) {
      if (!isAppError(error) || !error.code.startsWith('SETTING.')) throw error;
      req.session.flash = { kind: 'problem', code: error.code, details: error.details };
      res.redirect(303, links.merge());
    }
  });

  return router;
}
