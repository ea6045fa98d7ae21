import type { RequestHandler } from 'express';
import { may } from '../../domain/access/actor.js';
import type { SystemHealthService } from '../../services/admin/health/health-contracts.js';
import { systemBanner } from '../admin/health/system-banner.js';
import { asksForPage } from './load-needs.js';
import { actorOf, isMerchant } from './require-permission.js';

/** What is wrong with the installation, for the top of an operator's page that is about to be shown. */
export function loadSystemNotices(systemHealth: SystemHealthService): RequestHandler {
  return async (req, res, next) => {
    const { user } = res.locals;
    if (user === undefined || isMerchant(user) || !may(user, 'health.view') || !asksForPage(req)) return next();
    res.locals.needBanner = systemBanner(await systemHealth.notices(actorOf(req, res)));
    next();
  };
}
