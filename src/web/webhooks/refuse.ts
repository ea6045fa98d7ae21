import type { ErrorRequestHandler } from 'express';
import { isAppError } from '../../domain/errors.js';

interface Refusal {
  readonly status: number;
  /** Evotor's number; `null` = this status has an empty body. */
  readonly code: number | null;
  readonly reason?: string;
}

/** Refusals as Evotor documents them; those it has no word for carry the status alone. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  'WEBHOOK.SECRET_WRONG': { status: 401, code: 1001 },
  'WEBHOOK.TOKEN_UNKNOWN': { status: 401, code: 1002 },
  'WEBHOOK.LOGIN_WRONG': { status: 401, code: 1006 },
  'WEBHOOK.BROKEN': { status: 400, code: 2001 },
  'WEBHOOK.FIELD_MISSING': { status: 400, code: 2002, reason: 'missing' },
  'WEBHOOK.FIELD_WRONG': { status: 400, code: 2003, reason: 'incorrect' },
  'WEBHOOK.USER_UNKNOWN': { status: 404, code: null },
  'WEBHOOK.TILL_TAKEN': { status: 409, code: 2004 },
  // Left or suspended between the password and the till: as who could not log in.
  'CLAIM.NOT_FOUND': { status: 401, code: 1006 },
  'CLAIM.TILL_THERE': { status: 409, code: 2005 },
  'WEBHOOK.TOO_MANY': { status: 429, code: null },
  'LOGIN.TOO_MANY': { status: 429, code: null },
  'REQUEST.TOO_LARGE': { status: 413, code: 2001 },
};

/** Evotor's form of an error; a fault of ours goes on to the site's own handler. */
export const refuse: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (!isAppError(error)) return next(error);
  res.locals.incoming = { ...res.locals.incoming, refusedWith: error.code };
  const refusal = REFUSALS[error.code];
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
