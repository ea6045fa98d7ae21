import type { Request } from 'express';
import type { CurrentUser } from '../../services/web-services.js';

/** However often a session is used, it ends after 30 days. */
export const SESSION_LIMIT_MS = 30 * 24 * 60 * 60 * 1000;

/** An empty session under a new id: nothing of the old one can be used again. */
export function renewSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error?: Error | null) => (error == null ? resolve() : reject(error)));
  });
}

/** Log-in: a new id, so that one planted before is worth nothing. */
export async function beginSession(req: Request, user: CurrentUser, now: Date): Promise<void> {
  await renewSession(req);
  Object.assign(req.session, { userId: user.id, epoch: user.sessionEpoch, startedAt: now.getTime() });
}
