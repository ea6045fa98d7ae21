import { Router } from 'express';
import type { Request, Response } from 'express';
import type { GroupId, StoreId } from '../../domain/brand.js';
import { AppError, isAppError } from '../../domain/errors.js';
import type { PriceTexts } from '../../services/listings/group-settings-contracts.js';
import type { FieldErrors } from '../forms/field.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import { settingFault } from '../sync/setting-fault.js';
import type { WebContext } from '../web-context.js';
import { groupSettingsLinks } from './group-settings-links.js';
import { groupSettingsPage } from './group-settings.page.js';
import { actForm, categoryForm, priceForm } from './group-settings.schema.js';

const LATER = 'Витрина VK изменится при следующем обмене.';
const PRICE_FIELDS = ['price_multiplier', 'price_addend', 'price_rounding', 'price_floor_margin'] as const;

interface Shown {
  readonly tried?: PriceTexts;
  readonly typed?: PriceTexts;
  readonly typedCategory?: string;
  readonly errors?: FieldErrors;
}

/** Price, category and picture of one group. */
export function groupSettingsRoutes({ services: { groupSettings, photos }, presenter }: WebContext): Router {
  const router = Router();

  const show = async (req: Request, res: Response, { tried, ...rest }: Shown = {}): Promise<void> => {
    const [store, group] = placeOf(req);
    const userId = merchantId(res);
    const view = await groupSettings.view(userId, store, group);
    // Without a try the present price stands beside itself: the goods are shown, nothing is promised.
    const present = view.price.own === null ? null : textsOf(view.price.own);
    const trial = await groupSettings.tryPrice(userId, store, group, tried ?? present);
    const photoVersion = await photos.groupVersion(userId, group);
    const page = groupSettingsPage({
      view,
      trial,
      photoVersion,
      ...rest,
      isTried: tried !== undefined,
    });
    await presenter.page(req, res, page);
  };

  /** Does what the form asked; a refused value comes back at its field, with all that was typed. */
  const settle = async (
    req: Request,
    res: Response,
    shown: Shown,
    act: () => Promise<string | null>,
  ): Promise<void> => {
    try {
      const text = await act();
      if (text === null) return;
      req.session.flash = said(`${text} ${LATER}`);
      res.redirect(303, groupSettingsLinks.view(...placeOf(req)));
    } catch (error) {
      if (!isAppError(error) || !error.code.startsWith('SETTING.')) throw error;
      await show(req, res, { ...shown, errors: settingFault(error) });
    }
  };

  router.get('/catalog/stores/:id/groups/:gid/settings', requireMerchant, (req, res) => show(req, res));

  router.post('/catalog/stores/:id/groups/:gid/settings/price', requireMerchant, async (req, res) => {
    const place = placeOf(req);
    const asked = Object.fromEntries(PRICE_FIELDS.map(name => [name, typed(req.body, name)]));
    await settle(req, res, { typed: asked }, async () => {
      const act = actOf(req);
      if (act === 'remove') {
        await groupSettings.savePrice(merchantId(res), ...place, null);
        return 'Правило цены убрано.';
      }
      const form = parseForm(priceForm, req.body);
      if (!form.ok) return show(req, res, { typed: asked, errors: form.errors }).then(() => null);
      if (act === 'preview') return show(req, res, { tried: form.value, typed: asked }).then(() => null);
      await groupSettings.savePrice(merchantId(res), ...place, form.value);
      return 'Правило цены сохранено.';
    });
  });

  router.post('/catalog/stores/:id/groups/:gid/settings/category', requireMerchant, async (req, res) => {
    const place = placeOf(req);
    const typedCategory = typed(req.body, 'category_id');
    await settle(req, res, { typedCategory }, async () => {
      if (actOf(req) === 'remove') {
        await groupSettings.saveCategory(merchantId(res), ...place, null);
        return 'Своя категория убрана.';
      }
      const form = parseForm(categoryForm, req.body);
      if (!form.ok) return show(req, res, { typedCategory, errors: form.errors }).then(() => null);
      await groupSettings.saveCategory(merchantId(res), ...place, form.value.category_id);
      return 'Категория сохранена.';
    });
  });

  return router;
}

const placeOf = (req: Request): readonly [StoreId, GroupId] => [
  String(req.params['id']) as StoreId,
  String(req.params['gid']) as GroupId,
];

function actOf(req: Request): 'preview' | 'save' | 'remove' {
  const form = parseForm(actForm, req.body);
  if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
  return form.value.act;
}

const textsOf = (rule: {
  multiplier: string;
  addend: number;
  rounding: string;
  floorMarginPercent: number | null;
}): PriceTexts => ({
  price_multiplier: rule.multiplier,
  price_addend: String(rule.addend / 100),
  price_rounding: rule.rounding,
  price_floor_margin: rule.floorMarginPercent === null ? '' : String(rule.floorMarginPercent),
});
