import { findPartnerToken } from '../../db/repositories/partner-tokens.repository.js';
import { countHit } from '../../db/repositories/rate-counters.repository.js';
import type { Queries } from '../../db/database.js';
import { AppError } from '../../domain/errors.js';
import { hashToken } from '../../security/hash-token.js';
import { networkOf } from '../../security/network-of.js';
import { sameSecret } from '../../security/same-secret.js';
import { tokensOf } from './authorization.js';
import type { WebhookAccess, WebhookSender } from './webhook-contracts.js';
import { WEBHOOK_LIMITS, type WebhookDeps } from './webhook-deps.js';

const QUARTER_HOUR_SECONDS = 15 * 60;

type Deps = Pick<WebhookDeps, 'db' | 'webhookSecret' | 'limits'>;

/** Evotor's own secret, or also a token of one till. What is neither counts against its address. */
export async function admitSender(
  deps: Deps,
  sender: WebhookSender,
  keys: 'secret' | 'secret_or_token',
): Promise<WebhookAccess> {
  const given = tokensOf(sender.authorization);
  const { webhookSecret } = deps;
  // Each form is compared, also after one that fits: the time tells nothing.
  if (webhookSecret !== null && given.filter(text => sameSecret(text, webhookSecret)).length > 0)
    return { as: 'evotor' };
  if (keys === 'secret_or_token') {
    const till = await tillOfToken(deps.db, given);
    if (till !== null) return { as: 'till', connectionId: till.connectionId };
  }
  await countWrong(deps, sender.address);
  throw new AppError('unauthenticated', 'WEBHOOK.SECRET_WRONG');
}

/** The till a token of ours names. */
export async function admitTill(deps: Deps, sender: WebhookSender) {
  const till = await tillOfToken(deps.db, tokensOf(sender.authorization));
  if (till !== null) return till;
  // Counted after the look-up, so that a right token gets through from an address that others misuse.
  await countWrong(deps, sender.address);
  throw new AppError('unauthenticated', 'WEBHOOK.TOKEN_UNKNOWN');
}

async function tillOfToken(queries: Queries, given: readonly string[]) {
  for (const token of given) {
    const found = await findPartnerToken(queries, hashToken(token));
    if (found !== null) return found;
  }
  return null;
}

function countWrong({ db, limits }: Deps, address: string): Promise<void> {
  const limit = limits?.wrongPerAddress ?? WEBHOOK_LIMITS.wrongPerAddress;
  return allowHit(db, { bucket: `push-from:${networkOf(address).slice(0, 60)}`, limit, seconds: QUARTER_HOUR_SECONDS });
}

/** Counts a hit. Throws `WEBHOOK.TOO_MANY` past the limit. */
export async function allowHit(
  queries: Queries,
  { bucket, limit, seconds }: { readonly bucket: string; readonly limit: number; readonly seconds: number },
): Promise<void> {
  const { hits, endsAt } = await countHit(queries, bucket, seconds);
  if (hits <= limit) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((endsAt.getTime() - Date.now()) / 1000));
  throw new AppError('rate_limited', 'WEBHOOK.TOO_MANY', { retryAfterSeconds });
}
