import { insertPartnerToken, keepNewestTokens } from '../../db/repositories/partner-tokens.repository.js';
import { seeInstall, updateInstall, type TillInstall } from '../../db/repositories/till-installs.repository.js';
import { findUserById } from '../../db/repositories/users.repository.js';
import type { Queries } from '../../db/database.js';
import { AppError } from '../../domain/errors.js';
import { registerSecret } from '../../observability/redact.js';
import { hashToken, newToken } from '../../security/hash-token.js';
import type { TillRegistration } from './webhook-contracts.js';
import type { WebhookDeps } from './webhook-deps.js';

/** Tokens of one till that stay good: a repeated message must not end the token of an answer that got through. */
const TOKENS_KEPT = 20;

/**
 * `/user/create`: notes the account with the e-mail that was typed there, and gives it a token. An e-mail proves nothing;
 * it only decides to whom the till is offered. Repeats give another token each, and the earlier ones stay good.
 */
export function registerTill({ db }: Pick<WebhookDeps, 'db'>, message: TillRegistration): Promise<{ token: string }> {
  const { evotorUserId, email } = message;
  return db.transaction(async queries => {
    const { install } = await seeInstall(queries, evotorUserId);
    if (await isSomebodyElses(queries, install, email)) throw new AppError('conflict', 'WEBHOOK.TILL_TAKEN');
    // Also without an e-mail: what Evotor speaks of is not forgotten.
    const isNamed = install.userId === null && email !== null;
    await updateInstall(queries, install.id, isNamed ? { claimed_email: email } : {});
    return giveToken(queries, install.id);
  });
}

/** A token of ours for a till; only its hash is kept. */
export async function giveToken(queries: Queries, connectionId: number): Promise<{ token: string }> {
  const token = newToken();
  registerSecret(token);
  await insertPartnerToken(queries, connectionId, hashToken(token));
  await keepNewestTokens(queries, connectionId, TOKENS_KEPT);
  return { token };
}

/** The till is a merchant's already, and the form names somebody else. */
async function isSomebodyElses(queries: Queries, install: TillInstall, email: string | null): Promise<boolean> {
  if (install.userId === null || email === null) return false;
  const owner = await findUserById(queries, install.userId);
  const isSame = (known: string | null | undefined) => known?.toLowerCase() === email.toLowerCase();
  return !isSame(owner?.email) && !isSame(install.claimedEmail);
}
