import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';

/** Names the request: eight characters a merchant can read out to support. */
export const nameRequest: RequestHandler = (_req, res, next) => {
  res.locals.requestId = randomBytes(4).toString('hex');
  res.set('X-Request-Id', res.locals.requestId);
  next();
};
