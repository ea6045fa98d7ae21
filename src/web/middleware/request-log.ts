import type { RequestHandler } from 'express';
import type { WebLogger } from '../web-deps.js';

/** One line for each request. The path goes without its query, which may hold what a person typed. */
export function logRequests(logger: WebLogger): RequestHandler {
  return (req, res, next) => {
    const startedAt = process.hrtime.bigint();
    res.once('finish', () => {
      const ms = Number((process.hrtime.bigint() - startedAt) / 1_000_000n);
      const { requestId, user } = res.locals;
      const isQuiet = /^\/(?:health|public|vendor)\b/u.test(req.path);
      logger.log(isQuiet ? 'debug' : 'info', 'request', {
        requestId,
        method: req.method,
        path: req.path,
        status: res.statusCode,
        ms,
        userId: user?.id ?? null,
      });
    });
    next();
  };
}
