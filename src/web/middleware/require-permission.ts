import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../../domain/access/actor.js';
import { mustHave } from '../../domain/access/actor.js';
import { isOperator, type Permission } from '../../domain/access/permissions.js';
import { AppError } from '../../domain/errors.js';
import type { UserId } from '../../domain/brand.js';
import type { CurrentUser } from '../../services/web-services.js';
import { links } from '../links.js';
import { wantsJson } from './wants.js';

/**
 * What a route asks for: a permission; `any_operator`, one of those that operators have; `key`, a machine's own secret,
 * which the use case compares; or `open`, nothing.
 */
export type Access = Permission | 'any_operator' | 'key' | 'open';

/**
 * A guard in front of a route: each route has exactly one, as the first of its handlers, and none inherits another one's.
 * It names what it asks for, so that a test can compare all routes with what they answer.
 */
export type Guard = RequestHandler & { readonly permission: Access };

const guard = (permission: Access, handler: RequestHandler): Guard => Object.assign(handler, { permission });

/** For everybody, logged in or not. Such routes are listed one by one in `docs/operations/access.md`. */
export const openToAll: Guard = guard('open', (_req, _res, next) => next());

/** For a machine that shows a secret of its own with each message: webhooks. */
export const requireKey: Guard = guard('key', (_req, _res, next) => next());

const askToLogIn: RequestHandler = (req, res, next) => {
  if (wantsJson(req)) return next(new AppError('unauthenticated', 'LOGIN.REQUIRED'));
  const target = links.login(req.method === 'GET' && req.originalUrl !== '/' ? req.originalUrl : '');
  // htmx follows redirects by itself and would put the log-in page into the fragment's place.
  if (req.get('HX-Request') === 'true') return void res.set('HX-Redirect', links.login()).sendStatus(204);
  res.redirect(303, target);
};

/** Somebody is logged in, and their account stays; then `judge` decides. */
const forPerson = (permission: Access, judge: (user: CurrentUser) => void): Guard =>
  guard(permission, (req, res, next) => {
    const { user } = res.locals;
    if (user === undefined) return void askToLogIn(req, res, next);
    judge(user);
    if (permission === 'account.own') return next();
    refuseLeaving(req, res, next);
  });

/** Lets those through who may do it; strangers log in first and come back to the page they wanted. */
export const requirePermission = (permission: Permission): Guard =>
  forPerson(permission, user => mustHave(user, permission));

/** Everybody's own account. */
export const requireLogIn: Guard = requirePermission('account.own');

/** Whoever has some page of the operators'. */
export const requireOperator: Guard = forPerson('any_operator', user => {
  if (!isOperator(user)) throw new AppError('forbidden', 'ACCESS.DENIED');
});

/** Merchants only: operators have their own pages. */
export const requireMerchant: Guard = guard('shop.own', (req, res, next) => {
  const { user } = res.locals;
  if (user === undefined) return void askToLogIn(req, res, next);
  if (isMerchant(user)) return void refuseLeaving(req, res, next);
  if (req.method === 'GET' && !wantsJson(req)) return res.redirect(303, homeOf(user));
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

/** The first page of whoever has logged in. */
export const homeOf = (user: CurrentUser): string =>
  isMerchant(user) ? links.overview : isOperator(user) ? links.admin.home : links.profile;

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
