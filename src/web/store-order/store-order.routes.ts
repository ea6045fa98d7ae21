import { Router } from 'express';
import { z } from 'zod';
import type { StoreId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { parseForm } from '../forms/parse-form.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { storeOrderPage } from './store-order.page.js';

const PATH = '/catalog/store-order';

/** `up|id` or `down|id`, so that one form serves the list. The id comes last: it may hold anything. */
const moveForm = z.object({
  move: z
    .string()
    .max(300)
    .regex(/^(?:up|down)\|./u),
});

/** The merchant's order of stores, one step at a time. */
export function storeOrderRoutes({ services: { catalogue, listings }, presenter }: WebContext): Router {
  const router = Router();

  router.get(PATH, requireMerchant, async (req, res) => {
    const { rows } = await catalogue.stores(merchantId(res));
    await presenter.page(req, res, storeOrderPage(rows));
  });

  router.post(PATH, requireMerchant, async (req, res) => {
    const form = parseForm(moveForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const [way = '', ...rest] = form.value.move.split('|');
    const id = rest.join('|') as StoreId;
    await actAndReturn(req, res, `${PATH}#${encodeURIComponent(`store-${id}`)}`, async () => {
      const { rows } = await catalogue.stores(merchantId(res));
      const order = moved(
        rows.map(row => row.id),
        id,
        way === 'up' ? -1 : 1,
      );
      await listings.setStoreOrder(merchantId(res), order);
      const name = rows.find(row => row.id === order[0])?.name ?? '';
      return said(`Порядок сохранён. Главный магазин — «${name}».`);
    });
  });

  return router;
}

/** One step up or down; at the end nothing moves. Throws `STORE.NOT_FOUND`. */
function moved(ids: readonly StoreId[], id: StoreId, step: -1 | 1): StoreId[] {
  const from = ids.indexOf(id);
  if (from === -1) throw new AppError('not_found', 'STORE.NOT_FOUND');
  const to = Math.min(ids.length - 1, Math.max(0, from + step));
  const others = ids.filter(other => other !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}
