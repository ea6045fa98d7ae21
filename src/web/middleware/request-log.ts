import type { Request, RequestHandler } from 'express';
import { currentContext } from '../../observability/context.js';
import type { Metrics } from '../../observability/metrics/metrics.js';
import type { WebLogger } from '../web-deps.js';

/** Methods that are counted by name. */
const METHODS: readonly string[] = ['GET', 'HEAD', 'POST'];

/**
 * One line for each request, and one count. The path goes without its query, which may hold what a person typed; the
 * count goes by the route as it is declared, so that ids and guesses of strangers do not make series of their own.
 */
export function logRequests(logger: WebLogger, counters?: Pick<Metrics, 'requestEnded'>): RequestHandler {
  return (req, res, next) => {
    const startedAt = process.hrtime.bigint();
    // The end of an answer is told from outside of the request: its ids are kept for the line.
    const context = currentContext();
    let isTold = false;
    const tell = (): void => {
      if (isTold) return;
      isTold = true;
      const ms = Number((process.hrtime.bigint() - startedAt) / 1_000_000n);
      const { requestId, user } = res.locals;
      const isQuiet = /^\/(?:health|metrics|public|vendor)\b/u.test(req.path);
      logger.log(isQuiet ? 'debug' : 'info', 'request', {
        ...context,
        requestId,
        method: req.method,
        path: req.path,
        status: res.statusCode,
        ms,
        userId: user?.id ?? null,
        ...(res.writableFinished ? {} : { isBrokenOff: true }),
      });
      counters?.requestEnded({
        method: METHODS.includes(req.method) ? req.method : 'OTHER',
        route: routeOf(req),
        status: res.statusCode,
        seconds: ms / 1000,
      });
    };
    res.once('finish', tell);
    // Of an answer whose reader has gone there is no end but this one.
    res.once('close', tell);
    next();
  };
}

function routeOf(req: Request): string {
  const { path } = (req.route ?? {}) as { path?: string | readonly string[] };
  if (path !== undefined) return typeof path === 'string' ? path : (path[0] ?? '');
  return /^\/(?:public|vendor)\//u.test(req.path) ? 'asset' : 'none';
}
