import type { RequestHandler, Response } from 'express';
import { AppError } from '../../domain/errors.js';
import type { UserId } from '../../domain/brand.js';
import type { CurrentUser } from '../../services/web-services.js';
import { links } from '../links.js';
import { wantsJson } from './wants.js';

/** Lets logged-in people through; others log in first and come back to the page they wanted. */
export const requireLogIn: RequestHandler = (req, res, next) => {
  if (res.locals.user !== undefined) return next();
  if (wantsJson(req)) return next(new AppError('unauthenticated', 'LOGIN.REQUIRED'));
  const target = links.login(req.method === 'GET' && req.originalUrl !== '/' ? req.originalUrl : '');
  // htmx follows redirects by itself and would put the log-in page into the fragment's place.
  if (req.get('HX-Request') === 'true') return void res.set('HX-Redirect', links.login()).sendStatus(204);
  res.redirect(303, target);
};

/** Merchants only: operators have their own pages. */
export const requireMerchant: RequestHandler = (req, res, next) => {
  requireLogIn(req, res, (error?: unknown) => {
    if (error !== undefined) return next(error);
    if (isMerchant(currentUser(res))) return void refuseLeaving(req, res, next);
    if (req.method === 'GET' && !wantsJson(req)) return res.redirect(303, '/admin');
    next(new AppError('forbidden', 'ACCOUNT.NOT_MERCHANT'));
  });
};

/** An account that is to be deleted has one page: the one to take that back on. */
const refuseLeaving: RequestHandler = (req, res, next) => {
  if (currentUser(res).deleteRequestedAt === null) return next();
  if (wantsJson(req)) return next(new AppError('conflict', 'ACCOUNT.DELETING'));
  if (req.get('HX-Request') === 'true') return void res.set('HX-Redirect', links.deleteAccount).sendStatus(204);
  res.redirect(303, links.deleteAccount);
};

export const isMerchant = (user: CurrentUser): boolean => user.roles.includes('user');

/** Behind `requireLogIn` there is always somebody. */
export function currentUser(res: Response): CurrentUser {
  if (res.locals.user === undefined) throw new AppError('unauthenticated', 'LOGIN.REQUIRED');
  return res.locals.user;
}

export const merchantId = (res: Response): UserId => currentUser(res).id;
