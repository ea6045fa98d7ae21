import { Router } from 'express';
import type { Request, Response } from 'express';
import type { ListingKey } from '../../domain/brand.js';
import { AppError, isAppError } from '../../domain/errors.js';
import type { PhotoRow } from '../../services/photos/photo-contracts.js';
import type { ProductView } from '../../services/products/product-contracts.js';
import type { FieldErrors } from '../forms/field.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { fieldLabel } from '../history/field-values.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { allowPage } from './allow.page.js';
import { OWN_FAULTS, type OwnTexts } from './own-form.js';
import { productPage } from './product.page.js';
import { allowForm, lockForm, ownForm, pinForm, productQuery } from './product.schema.js';

const LATER = 'В VK изменится при следующем обмене.';

/** One product: what the till says, what stands in VK, why, what can be set by hand, and everything that happened. */
export function productRoutes({ services: { products, listings, photos }, presenter, clock }: WebContext): Router {
  const router = Router();

  const show = async (
    req: Request,
    res: Response,
    view: ProductView,
    refused: { texts: OwnTexts; errors: FieldErrors } | null = null,
  ): Promise<void> => {
    const { page } = productQuery.parse(req.query);
    const userId = merchantId(res);
    const [timeline, photo] = await Promise.all([
      products.timeline(userId, view, page),
      view.key === null ? null : photos.ofProduct(userId, view.id).catch(noPhoto),
    ]);
    await presenter.page(req, res, productPage({ view, timeline, photo }, page, clock.now(), refused));
  };

  /** The merchant's own product of the path, and the listing the form was looked at. Throws `PRODUCT.NOT_FOUND`. */
  const viewed = (req: Request, res: Response, key: string): Promise<ProductView> =>
    products.view(merchantId(res), String(req.params['id']), key === '' ? undefined : key);

  const listed = ({ id, key }: ProductView): ListingKey => {
    if (key === null) throw new AppError('not_found', 'LISTING.NOT_FOUND', { product: id });
    return key;
  };

  const backTo = ({ id, key, otherKeys }: ProductView, place: string): string =>
    `${links.product(id, { key: otherKeys.length > 0 ? (key ?? '') : '' })}#${place}`;

  router.get('/catalog/products/:id', requireMerchant, async (req, res) => {
    await show(req, res, await viewed(req, res, productQuery.parse(req.query).key));
  });

  router.post('/catalog/products/:id/own', requireMerchant, async (req, res) => {
    const view = await viewed(req, res, productQuery.parse(req.body ?? {}).key);
    const key = listed(view);
    const refuse = (errors: FieldErrors): Promise<void> => show(req, res, view, { texts: typedOwn(req), errors });
    const form = parseForm(ownForm, req.body);
    if (!form.ok) return refuse(form.errors);
    const { name, description, price } = form.value;
    try {
      await listings.setOverride(merchantId(res), key, { name, description, priceKopecks: price }, 'web');
    } catch (error) {
      const fault = isAppError(error) && error.code === 'OVERRIDE.INVALID' ? String(error.details['field']) : '';
      if (!Object.hasOwn(OWN_FAULTS, fault)) throw error;
      return refuse(OWN_FAULTS[fault] ?? {});
    }
    req.session.flash = said(`Сохранено. ${LATER}`);
    res.redirect(303, backTo(view, 'own'));
  });

  router.post('/catalog/products/:id/locks', requireMerchant, async (req, res) => {
    const form = parseForm(lockForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const { field, on, key } = form.value;
    const view = await viewed(req, res, key);
    await actAndReturn(req, res, backTo(view, 'locks'), async () => {
      await listings.setLock(merchantId(res), listed(view), field, on);
      return said(
        on
          ? `${fieldLabel(field)}: теперь вы ведёте вручную в VK, мы это поле не трогаем.`
          : `${fieldLabel(field)}: снова ведём мы. ${LATER}`,
      );
    });
  });

  router.post('/catalog/products/:id/pin', requireMerchant, async (req, res) => {
    const form = parseForm(pinForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const view = await viewed(req, res, form.value.key);
    await actAndReturn(req, res, backTo(view, 'pin'), async () => {
      await listings.setOverride(merchantId(res), listed(view), { isPinned: form.value.on }, 'web');
      return said(
        form.value.on ? 'Закреплено: если места в VK не хватит, этот товар пойдёт первым.' : 'Товар откреплён.',
      );
    });
  });

  router.post('/catalog/products/:id/allow', requireMerchant, async (req, res) => {
    const form = parseForm(allowForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const { on, confirmed, key } = form.value;
    const view = await viewed(req, res, key);
    if (on && confirmed !== '1' && view.canAllow) return presenter.page(req, res, allowPage(view));
    await actAndReturn(req, res, backTo(view, 'reason'), async () => {
      await listings.setOverride(merchantId(res), listed(view), { allowRestricted: on }, 'web');
      return said(
        on
          ? `Записали: это не такой товар. ${LATER}`
          : 'Разрешение отозвано. Если товар под запретом, при следующем обмене он исчезнет из VK.',
      );
    });
  });

  return router;
}

const typedOwn = (req: Request): OwnTexts => ({
  name: typed(req.body, 'name'),
  description: typed(req.body, 'description'),
  price: typed(req.body, 'price'),
});

/** A good that nothing is known of yet has no picture either. */
function noPhoto(error: unknown): PhotoRow | null {
  if (isAppError(error) && error.kind === 'not_found') return null;
  throw error;
}
