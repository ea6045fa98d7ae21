import { Router, type NextFunction, type Request, type Response } from 'express';
import { isAppError, type AppError } from '../../domain/errors.js';
import type { WebhookSender, WebhookService } from '../../services/webhooks/webhook-service.js';
import { discardBody } from './discard-body.js';

/** Refusals as Evotor documents them; a status without a code has an empty body. */
const REFUSALS: Readonly<Record<string, { readonly status: number; readonly code: number | null }>> = {
  'WEBHOOK.TOKEN_UNKNOWN': { status: 401, code: 1002 },
  'WEBHOOK.TOO_MANY': { status: 429, code: null },
  'REQUEST.TOO_LARGE': { status: 413, code: 2001 },
};

/** Messages Evotor sends us; both forms of the address are in use. */
export function webhookRoutes(webhooks: WebhookService): Router {
  const router = Router();
  router.post(
    ['/inventories/stores/:storeUuid/products', '/api/v1/inventories/stores/:storeUuid/products'],
    async (req, res) => {
      // The hint counts from here on, whatever becomes of the rest of the message.
      await webhooks.productsChanged(senderOf(req));
      await discardBody(req);
      res.status(200).json({});
    },
  );
  router.use(refuse);
  return router;
}

export function senderOf(req: Request): WebhookSender {
  return { authorization: req.headers.authorization, address: req.ip ?? '' };
}

/** Evotor's form of an error; a fault of ours goes on to the site's own handler. */
function refuse(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  const refusal = isAppError(error) ? REFUSALS[error.code] : undefined;
  if (refusal === undefined) return next(error);
  const { retryAfterSeconds } = (error as AppError).details;
  if (typeof retryAfterSeconds === 'number') res.set('retry-after', String(retryAfterSeconds));
  // What is left of the message is not read.
  res.set('connection', 'close');
  res.status(refusal.status).json(refusal.code === null ? {} : { errors: [{ code: refusal.code }] });
}
