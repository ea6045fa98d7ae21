import { Router } from 'express';
import type { WebhookService } from '../../services/webhooks/webhook-service.js';
import { requireKey } from '../middleware/require-permission.js';
import type { IncomingLog } from '../../services/webhooks/incoming-log.js';
import { noteMessages } from './note-message.js';
import { accountWebhookRoutes } from './account-webhooks.routes.js';
import { discardBody } from './discard-body.js';
import { refuse } from './refuse.js';
import { senderOf } from './sender-of.js';

/** Messages Evotor sends us; both forms of the address are in use. */
export function webhookRoutes(webhooks: WebhookService, log: IncomingLog): Router {
  const router = Router();
  router.post(
    ['/inventories/stores/:storeUuid/products', '/api/v1/inventories/stores/:storeUuid/products'],
    requireKey,
    noteMessages(log),
    async (req, res) => {
      // The hint counts from here on, whatever becomes of the rest of the message.
      const { userId } = await webhooks.productsChanged(senderOf(req));
      res.locals.incoming = { userId };
      await discardBody(req);
      res.status(200).json({});
    },
  );
  router.use(accountWebhookRoutes(webhooks, log));
  router.use(refuse);
  return router;
}
