import type { Database } from '../../db/database.js';
import { findPartnerToken } from '../../db/repositories/partner-tokens.repository.js';
import { countHit } from '../../db/repositories/rate-counters.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { hashToken } from '../../security/hash-token.js';
import type { Orchestrator } from '../orchestrator.js';
import { markDirty } from '../sync/hints.js';
import { tokensOf } from './authorization.js';

export interface WebhookServiceDeps {
  readonly db: Database;
  readonly orchestrator: Pick<Orchestrator, 'hint'>;
  readonly now: () => number;
}

/** Who sends a webhook. */
export interface WebhookSender {
  /** The header `Authorization` as it came. */
  readonly authorization: string | undefined;
  /** Address of the caller, for the limit on wrong tokens. */
  readonly address: string;
}

/** What Evotor tells us of its own accord. */
export interface WebhookService {
  /**
   * Somebody changed goods on a till: a hint that starts an early run; what the message says is not looked at.
   * Throws `WEBHOOK.TOKEN_UNKNOWN`, `WEBHOOK.TOO_MANY` (details.retryAfterSeconds).
   */
  productsChanged(sender: WebhookSender): Promise<void>;
}

/** Pushes of one merchant within a minute that are still looked at; a till sends one per change. */
const PUSHES_PER_MINUTE = 120;
/** Wrong tokens of one address within 15 minutes. */
const WRONG_TOKENS = 60;
const MINUTE_SECONDS = 60;

export function createWebhookService(deps: WebhookServiceDeps): WebhookService {
  const { db, orchestrator, now } = deps;
  return {
    async productsChanged(sender) {
      const { userId } = await merchantOf(db, sender);
      // The till of nobody yet: there is nothing to run, and nothing to complain about.
      if (userId === null) return;
      await allow(db, `push:${userId}`, PUSHES_PER_MINUTE, MINUTE_SECONDS);
      await markDirty({ db, now, wake: id => orchestrator.hint(id) }, userId);
    },
  };
}

/** The merchant a token of ours names. */
async function merchantOf(db: Database, { authorization, address }: WebhookSender): Promise<{ userId: UserId | null }> {
  for (const token of tokensOf(authorization)) {
    const found = await findPartnerToken(db, hashToken(token));
    if (found !== null) return found;
  }
  // Counted after the look-up, so that a right token gets through from an address that others misuse.
  await allow(db, `push-from:${address.slice(0, 60)}`, WRONG_TOKENS, 15 * MINUTE_SECONDS);
  throw new AppError('unauthenticated', 'WEBHOOK.TOKEN_UNKNOWN');
}

async function allow(db: Database, bucket: string, limit: number, seconds: number): Promise<void> {
  const { hits, endsAt } = await countHit(db, bucket, seconds);
  if (hits <= limit) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((endsAt.getTime() - Date.now()) / 1000));
  throw new AppError('rate_limited', 'WEBHOOK.TOO_MANY', { retryAfterSeconds });
}
