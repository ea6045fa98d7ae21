import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { diskFault } from '../../domain/disk-fault.js';
import { AppError, isAppError } from '../../domain/errors.js';
import type { PagePresenter } from '../render/page-presenter.js';
import { problemCard } from '../texts/problem.js';
import type { WebLogger } from '../web-deps.js';
import { LOG_LEVEL_OF_KIND } from '../../observability/error-kinds.js';
import { HTTP_STATUS } from './http-status.js';
import { wantsFragment, wantsJson } from './wants.js';

/** No route answered. */
export const notFound: RequestHandler = (_req, _res, next) => next(new AppError('not_found', 'PAGE.NOT_FOUND'));

/** Every error ends here: a page with what happened and what to do, or the same as JSON. */
export function handleErrors(presenter: PagePresenter, logger: WebLogger): ErrorRequestHandler {
  return async (thrown: unknown, req, res, _next) => {
    const { error, status } = understand(thrown);
    const { requestId } = res.locals;
    logger.log(LOG_LEVEL_OF_KIND[error.kind], 'request failed', {
      requestId,
      code: error.code,
      path: req.path,
      // Around what is no error of ours there is only a shell.
      error: isAppError(thrown) ? thrown : (error.cause ?? error),
    });
    // Half an answer must not look like a whole one.
    if (res.headersSent) return void req.socket.destroy();

    const card = problemCard(error.code, error.details);
    setRetryAfter(res, error);
    res.status(status);
    if (wantsJson(req))
      return void res.json({ error: { code: error.code, message: card.what, fix: card.fix, id: requestId } });
    if (wantsFragment(req)) return presenter.fragment(req, res, 'reason-card', { card });
    await presenter.page(req, res, { view: 'error', title: card.what, status, model: { card, requestId } });
  };
}

function setRetryAfter(res: Response, error: AppError): void {
  const seconds = error.details['retryAfterSeconds'];
  if (typeof seconds === 'number') res.set('Retry-After', String(seconds));
  else if (error.kind === 'unavailable') res.set('Retry-After', '30');
}

/** Errors of ours keep their kind; a 4xx of the body parser or the router is the sender's; the rest are bugs. */
function understand(thrown: unknown): { error: AppError; status: number } {
  const full = diskFault(thrown);
  if (full !== null) return { error: full, status: HTTP_STATUS[full.kind] };
  if (isAppError(thrown)) return { error: thrown, status: HTTP_STATUS[thrown.kind] };
  const status =
    thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number' ? thrown.status : 500;
  if (status < 400 || status >= 500) return { error: new AppError('bug', 'BUG', {}, { cause: thrown }), status: 500 };
  const code = status === 413 ? 'REQUEST.TOO_LARGE' : 'REQUEST.BROKEN';
  return { error: new AppError('invalid', code, {}, { cause: thrown }), status };
}
