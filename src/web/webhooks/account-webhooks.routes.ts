import { Router } from 'express';
import type { z } from 'zod';
import type { WebhookAccess, WebhookService } from '../../services/webhooks/webhook-service.js';
import type { IncomingLog } from '../../services/webhooks/incoming-log.js';
import { requireKey } from '../middleware/require-permission.js';
import { takeMessage, readMessage } from './read-message.js';
import { keptOf, noteMessages } from './note-message.js';
import { senderOf } from './sender-of.js';
import { givenToken, installation, logIn, registration, subscription } from './webhook.schema.js';

/** What is done with a message that was let in and understood; the answer is sent as JSON. */
type Act<T> = (message: T, access: WebhookAccess) => Promise<object | undefined>;

/** Messages of Evotor about accounts and the app itself; each address is in use with and without its version. */
export function accountWebhookRoutes(webhooks: WebhookService, log: IncomingLog): Router {
  const router = Router();

  const on = <T extends { readonly evotorUserId: string }>(
    path: string,
    versions: readonly string[],
    keys: 'secret' | 'secret_or_token',
    schema: z.ZodType<T>,
    act: Act<T>,
  ): void => {
    const paths = ['', ...versions].map(version => version + path);
    router.post(paths, requireKey, noteMessages(log), async (req, res) => {
      // Who it is comes first: nothing is read of a stranger's message.
      const access = await webhooks.admit(senderOf(req), keys);
      const text = await takeMessage(req);
      const message = readMessage(schema, text);
      res.locals.incoming = { evotorUserId: message.evotorUserId, kept: keptOf(text) };
      res.status(200).json((await act(message, access)) ?? {});
    });
  };

  on('/user/create', ['/api/v1'], 'secret', registration, async message => ({
    userId: message.evotorUserId,
    ...(await webhooks.tillRegistered(message)),
  }));
  on('/user/verify', ['/api/v1'], 'secret', logIn, async message => ({
    userId: message.evotorUserId,
    // Evotor bills the merchants, and so it tells us of their subscriptions.
    hasBilling: false,
    ...(await webhooks.tillLoggedIn(message)),
  }));
  on('/user/token', ['/api/v1'], 'secret', givenToken, async message => {
    await webhooks.tokenGiven(message);
    return undefined;
  });
  on('/subscription/event', ['/api/v1'], 'secret_or_token', subscription, async (event, access) => {
    await webhooks.subscriptionChanged(access, event);
    return undefined;
  });
  on('/installation/event', ['/api/v1', '/api/v2'], 'secret_or_token', installation, async (event, access) => {
    await webhooks.installationChanged(access, event);
    return undefined;
  });
  return router;
}
