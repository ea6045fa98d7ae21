import { Router } from 'express';
import { AppError } from '../../domain/errors.js';
import { parseForm } from '../forms/parse-form.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import { actAndReturn, type WebContext } from '../web-context.js';
import { claimForm } from './claim.schema.js';

/** «Это моя касса». */
export function claimRoutes({ services }: WebContext): Router {
  const router = Router();

  router.post(links.claim, requireMerchant, async (req, res) => {
    const form = parseForm(claimForm, req.body);
    if (!form.ok) throw new AppError('not_found', 'CLAIM.NOT_FOUND');
    await actAndReturn(req, res, links.connections, async () => {
      const check = await services.claims.claim(merchantId(res), form.value.connection);
      if (check !== null) return { kind: 'check', service: 'evotor', connected: true, ...check };
      return said('Касса подключена. Читать её начнём, как только Эвотор нас пустит.', 'fine');
    });
  });

  return router;
}
