import type { Request, RequestHandler } from 'express';
import type { NoticeService } from '../../services/notices/notice-contracts.js';
import { needBanner } from '../notices/need-banner.js';
import type { WebClock } from '../web-deps.js';
import { isMerchant } from './require-permission.js';
import { wantsFragment, wantsJson } from './wants.js';

/**
 * Whether a whole page is about to be shown. Pictures and files are asked for by the tag that shows them; a page names
 * `text/html`, or a program names nothing.
 */
export function asksForPage(req: Request): boolean {
  const accept = req.get('Accept');
  const isPage = accept === undefined || accept.includes('text/html');
  return req.method === 'GET' && isPage && !wantsFragment(req) && !wantsJson(req);
}

/** What needs the merchant, for the top of the page that is about to be shown: one statement, for pages alone. */
export function loadNeeds(notices: NoticeService, clock: WebClock): RequestHandler {
  return async (req, res, next) => {
    const { user } = res.locals;
    if (user === undefined || !isMerchant(user) || !asksForPage(req)) return next();
    res.locals.needs = await notices.needs(user.id);
    res.locals.needBanner = needBanner(res.locals.needs, clock.now(), req.path);
    next();
  };
}
