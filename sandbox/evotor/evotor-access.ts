import type { Request, Response } from 'express';
import type { Sandbox } from '../sandbox.js';
import type { Till, TillStore } from '../world/till.js';
import type { Merchant } from '../world/world.js';
import { EvotorFailure } from './evotor-failure.js';

/** Media type of REST v2. */
export const EVOTOR_V2 = 'application/vnd.evotor.v2+json';

/** The merchant whose token the request carries in a form that is accepted; 401 otherwise. */
export function identify(sandbox: Sandbox, req: Request): Merchant {
  const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  const raw = req.headers['x-authorization'];
  for (const merchant of sandbox.world.merchants.values()) {
    const { till } = merchant;
    const fits =
      (till.authForms.bearer && bearer === till.token) || (till.authForms.xAuthorization && raw === till.token);
    if (fits && !till.revoked) return merchant;
  }
  throw new EvotorFailure(401, { code: 'unauthorized', message: 'unauthorized' });
}

/** 406 when the `Accept` header leaves no room for v2 JSON. */
export function checkAccept(req: Request): void {
  const accept = req.headers.accept ?? '*/*';
  const types = accept.split(',').map(part => part.split(';')[0]?.trim().toLowerCase());
  if (
    !types.some(type => type !== undefined && ['*/*', 'application/*', 'application/json', EVOTOR_V2].includes(type))
  ) {
    throw new EvotorFailure(406, { message: 'not acceptable' });
  }
}

interface Period {
  startedAt: number;
  used: number;
  blockedUntil?: number;
}

/** Counts the call per token and URI, sets the X-RateLimit headers, 429 when used up. */
export function countCall(sandbox: Sandbox, till: Till, path: string, res: Response): void {
  const { limit, periodSeconds, blockSeconds = 0 } = till.rate;
  const now = sandbox.clock.now();
  const key = `${till.token} ${path}`;
  let period = sandbox.evotorPeriods.get(key);
  if (period === undefined || endOf(period, periodSeconds) <= now) period = { startedAt: now, used: 0 };
  sandbox.evotorPeriods.set(key, period);
  period.used += 1;
  if (period.used > limit && blockSeconds > 0) period.blockedUntil ??= now + blockSeconds * 1000;
  tell(sandbox, till, period, res);
  if (period.used > limit || period.blockedUntil !== undefined)
    throw new EvotorFailure(429, { message: 'too many requests' });
}

/** Serves nothing to this token and URI for so long, as after a 429. */
export function blockCalls(sandbox: Sandbox, till: Till, path: string, seconds: number, res: Response): void {
  const now = sandbox.clock.now();
  const period = { startedAt: now, used: till.rate.limit, blockedUntil: now + seconds * 1000 };
  sandbox.evotorPeriods.set(`${till.token} ${path}`, period);
  tell(sandbox, till, period, res);
}

function tell(sandbox: Sandbox, { rate }: Till, period: Period, res: Response): void {
  if (rate.told === false) return;
  const endsAt = endOf(period, rate.periodSeconds);
  const seconds = Math.ceil((rate.resetForm === 'epochSeconds' ? endsAt : endsAt - sandbox.clock.now()) / 1000);
  res.set({
    'X-RateLimit-Limit': String(rate.limit),
    'X-RateLimit-Remaining': String(Math.max(0, rate.limit - period.used)),
    'X-RateLimit-Reset': String(rate.resetForm === 'epochMs' ? endsAt : seconds),
  });
}

/** Epoch ms when calls are served anew. */
function endOf(period: Period, periodSeconds: number): number {
  return period.blockedUntil ?? period.startedAt + periodSeconds * 1000;
}

/** The merchant's store: 403 without the right to read the catalogue, 404 if unknown, 402 if not paid for there. */
export function findStore(till: Till, id: string): TillStore {
  if (!till.rights.catalogue) throw new EvotorFailure(403, { code: 'forbidden', message: 'forbidden' });
  const store = till.stores.get(id);
  if (store === undefined) throw new EvotorFailure(404, { message: 'store not found' });
  if (store.paymentRequired) throw new EvotorFailure(402, { message: 'payment required' });
  return store;
}
