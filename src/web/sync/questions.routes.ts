import { Router } from 'express';
import type { Response } from 'express';
import { AppError } from '../../domain/errors.js';
import { pageNumber } from '../forms/page-number.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { localPath } from '../local-path.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { driftPage, offersPage } from './questions.page.js';
import { bringBackForm, driftForm, offerForm } from './questions.schema.js';

const DRIFT_SAID = {
  overwrite: 'Хорошо, вернём наше при следующем обмене.',
  keep: 'Оставляем как в VK. Это поле мы больше не меняем.',
};

const OFFER_SAID = {
  adopt: 'Связали. Дальше этот товар обновляется с кассы.',
  new: 'Хорошо, добавим как новый. Товар, который уже есть в VK, не тронем.',
};

/** What the shop asks the merchant: changes made by hand, look-alikes, goods taken out. */
export function questionRoutes({ services: { shop, connections }, presenter }: WebContext): Router {
  const router = Router();

  const vkGroupId = async (res: Response): Promise<number | null> => {
    const cards = await connections.cards(merchantId(res));
    return cards.find(({ service }) => service === 'vk')?.connection?.vkGroupId ?? null;
  };

  router.get('/sync/drift', requireMerchant, async (req, res) => {
    const page = pageNumber.parse(req.query['page'] ?? 1);
    await presenter.page(req, res, driftPage(await shop.drifts(merchantId(res), page), page, await vkGroupId(res)));
  });

  router.post('/sync/drift', requireMerchant, async (req, res) => {
    const form = parseForm(driftForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    await actAndReturn(req, res, links.drift(), async () => {
      await shop.answerDrift(merchantId(res), form.value);
      return said(DRIFT_SAID[form.value.choice]);
    });
  });

  router.get('/sync/offers', requireMerchant, async (req, res) => {
    const page = pageNumber.parse(req.query['page'] ?? 1);
    await presenter.page(req, res, offersPage(await shop.offers(merchantId(res), page), page, await vkGroupId(res)));
  });

  router.post('/sync/offers', requireMerchant, async (req, res) => {
    const form = parseForm(offerForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const { id, choice } = form.value;
    await actAndReturn(req, res, links.offers(), async () => {
      await shop.answerOffer(merchantId(res), id, choice);
      return said(
        id === 'all' && choice === 'adopt' ? 'Связали все. Дальше они обновляются с кассы.' : OFFER_SAID[choice],
      );
    });
  });

  router.post('/catalog/bring-back', requireMerchant, async (req, res) => {
    const form = parseForm(bringBackForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    await actAndReturn(req, res, localPath(typed(req.body, 'back'), links.stores()), async () => {
      await shop.bringBack(merchantId(res), form.value.key);
      return said('Хорошо, вернём товар в VK при следующем обмене.');
    });
  });

  return router;
}
