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

/** The token of this session for a form; the first call makes it. */
export const csrfTokenOf = (req: Request): string => generateToken(req);
