import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../../domain/errors.js';

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  size: 32,
  getTokenFromRequest: req => {
    const body = req.body as Record<string, unknown> | undefined;
    return typeof body?.['_csrf'] === 'string' ? body['_csrf'] : undefined;
  },
});

/** Refuses every request that changes something and does not carry the token of its session. */
export const protectFromForgery: RequestHandler = (req, res, next) => {
  csrfSynchronisedProtection(req, res, (error?: unknown) => {
    next(error === undefined ? undefined : new AppError('forbidden', 'CSRF.EXPIRED'));
  });
};

/**
 * The token of this session for a form; the first call makes it. A form of another site came without our cookie: a session
 * made for its answer would take the place of the one the browser kept back, and log the person out.
 */
export const csrfTokenOf = (req: Request): string => (isForeignForm(req) ? '' : generateToken(req));

const isForeignForm = (req: Request): boolean =>
  req.method === 'POST' && req.get('Sec-Fetch-Site') === 'cross-site' && req.session.userId === undefined;
