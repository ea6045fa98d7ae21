import type { Request } from 'express';
import type { CurrentUser } from '../../services/web-services.js';

/** However often a merchant's session is used, it ends after 30 days. */
export const SESSION_LIMIT_MS = 30 * 24 * 60 * 60 * 1000;
/** An operator's, who sees every merchant, after a working day. */
export const OPERATOR_SESSION_LIMIT_MS = 12 * 60 * 60 * 1000;

/** An empty session under a new id: nothing of the old one can be used again. */
export function renewSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error?: Error | null) => (error == null ? resolve() : reject(error)));
  });
}

/** Log-in: a new id, so that one planted before is worth nothing. Only a form of the same person comes along. */
export async function beginSession(req: Request, user: CurrentUser, now: Date): Promise<void> {
  const { keptForm } = req.session;
  await renewSession(req);
  if (keptForm !== undefined && (keptForm.owner === null || keptForm.owner === user.id))
    req.session.keptForm = keptForm;
  Object.assign(req.session, { userId: user.id, epoch: user.sessionEpoch, startedAt: now.getTime() });
}
