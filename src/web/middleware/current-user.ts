import type { RequestHandler } from 'express';
import type { AccountService } from '../../services/web-services.js';
import type { WebClock } from '../web-deps.js';
import { withContext } from '../../observability/context.js';
import { OPERATOR_SESSION_LIMIT_MS, SESSION_LIMIT_MS, renewSession } from './session-life.js';

/** Reads the person anew on each request: a suspension or a new password ends open sessions at once. */
export function loadCurrentUser(accounts: AccountService, clock: WebClock): RequestHandler {
  return async (req, res, next) => {
    const { userId, epoch, startedAt = 0 } = req.session;
    if (userId === undefined) return next();
    const user = await accounts.findUser(userId);
    const isOperator = user?.roles.some(role => role !== 'user') === true;
    const limit = isOperator ? OPERATOR_SESSION_LIMIT_MS : SESSION_LIMIT_MS;
    const isOver = clock.now().getTime() - startedAt > limit;
    if (user !== null && user.status === 'active' && user.sessionEpoch === epoch && !isOver) {
      res.locals.user = user;
      return withContext({ userId }, next);
    }
    await renewSession(req);
    res.locals.formerUserId = userId;
    const code = user?.status === 'suspended' ? 'ACCOUNT.SUSPENDED' : 'LOGIN.SESSION_OVER';
    req.session.flash = { kind: 'problem', code, details: {} };
    next();
  };
}
