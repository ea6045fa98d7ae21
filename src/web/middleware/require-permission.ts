import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../../domain/access/actor.js';
import { mustHave } from '../../domain/access/actor.js';
import type { Permission } from '../../domain/access/permissions.js';
import { AppError } from '../../domain/errors.js';
import type { UserId } from '../../domain/brand.js';
import type { CurrentUser } from '../../services/web-services.js';
import { links } from '../links.js';
import { wantsJson } from './wants.js';

/** A guard in front of a route. It names what it asks for, so that a test can compare all routes with their guards. */
export type Guard = RequestHandler & { readonly permission: Permission };

const guard = (permission: Permission, handler: RequestHandler): Guard => Object.assign(handler, { permission });

const askToLogIn: RequestHandler = (req, res, next) => {
  if (wantsJson(req)) return next(new AppError('unauthenticated', 'LOGIN.REQUIRED'));
  const target = links.login(req.method === 'GET' && req.originalUrl !== '/' ? req.originalUrl : '');
  // htmx follows redirects by itself and would put the log-in page into the fragment's place.
  if (req.get('HX-Request') === 'true') return void res.set('HX-Redirect', links.login()).sendStatus(204);
  res.redirect(303, target);
};

/** Lets those through who may do it; strangers log in first and come back to the page they wanted. */
export const requirePermission = (permission: Permission): Guard =>
  guard(permission, (req, res, next) => {
    if (res.locals.user === undefined) return void askToLogIn(req, res, next);
    mustHave(res.locals.user, permission);
    next();
  });

/** Everybody's own account. */
export const requireLogIn: Guard = requirePermission('account.own');

/** Merchants only: operators have their own pages. */
export const requireMerchant: Guard = guard('shop.own', (req, res, next) => {
  if (res.locals.user === undefined) return void askToLogIn(req, res, next);
  if (isMerchant(res.locals.user)) return void refuseLeaving(req, res, next);
  if (req.method === 'GET' && !wantsJson(req)) return res.redirect(303, links.admin.home);
  next(new AppError('forbidden', 'ACCOUNT.NOT_MERCHANT'));
});

/** An account that is to be deleted has one page: the one to take that back on. */
const refuseLeaving: RequestHandler = (req, res, next) => {
  if (currentUser(res).deleteRequestedAt === null) return next();
  if (wantsJson(req)) return next(new AppError('conflict', 'ACCOUNT.DELETING'));
  if (req.get('HX-Request') === 'true') return void res.set('HX-Redirect', links.deleteAccount).sendStatus(204);
  res.redirect(303, links.deleteAccount);
};

/** Only the role `user` is synced, whatever else an account may do. */
export const isMerchant = (user: CurrentUser): boolean =>
  user.roles.includes('user') && user.permissions.includes('shop.own');

/** Behind a guard there is always somebody. */
export function currentUser(res: Response): CurrentUser {
  if (res.locals.user === undefined) throw new AppError('unauthenticated', 'LOGIN.REQUIRED');
  return res.locals.user;
}

export const merchantId = (res: Response): UserId => currentUser(res).id;

/** Who asks, for use cases about what is not their own. */
export function actorOf(req: Request, res: Response): Actor {
  const { id, roles, permissions } = currentUser(res);
  return { userId: id, roles, permissions, origin: `web ${req.ip ?? ''}`.trim() };
}
