import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import { withContext } from '../../observability/context.js';

/** What may be noted of a name a proxy gave the request: nothing that could pass for another line or field of a log. */
const PROXY_ID = /^[\w-]{8,64}$/u;

/** Names the request: eight characters a merchant can read out to support. A proxy's own name is noted beside it. */
export const nameRequest: RequestHandler = (req, res, next) => {
  const requestId = randomBytes(4).toString('hex');
  const given = req.get('X-Request-Id');
  res.locals.requestId = requestId;
  res.set('X-Request-Id', requestId);
  withContext({ requestId, ...(given !== undefined && PROXY_ID.test(given) ? { proxyRequestId: given } : {}) }, next);
};
