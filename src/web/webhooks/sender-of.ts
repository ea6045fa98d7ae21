import type { Request } from 'express';
import type { WebhookSender } from '../../services/webhooks/webhook-service.js';

/** Behind a proxy the address is right only where `TRUST_PROXY` says how many there are. */
export function senderOf(req: Request): WebhookSender {
  return { authorization: req.headers.authorization, address: req.ip ?? '' };
}
