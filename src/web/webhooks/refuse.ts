import type { ErrorRequestHandler } from 'express';
import { isAppError } from '../../domain/errors.js';
import { refusalOf } from './refusals.js';

/** Evotor's form of an error; a fault of ours goes on to the site's own handler. */
export const refuse: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (!isAppError(error)) return next(error);
  res.locals.incoming = { ...res.locals.incoming, refusedWith: error.code };
  const refusal = refusalOf(error.code);
  if (refusal === undefined) return next(error);
  const { retryAfterSeconds, field } = error.details;
  if (typeof retryAfterSeconds === 'number') res.set('retry-after', String(retryAfterSeconds));
  // What is left of a message that was not read to its end is not waited for.
  if (!req.readableEnded) res.set('connection', 'close');
  const { status, code, reason } = refusal;
  const said = { code, ...(reason === undefined ? {} : { reason }), ...(field == null ? {} : { subject: field }) };
  if (code === null) return void res.status(status).json({});
  res.locals.incoming = { ...res.locals.incoming, refusedWith: String(code), said: JSON.stringify({ errors: [said] }) };
  res.status(status).json({ errors: [said] });
};
