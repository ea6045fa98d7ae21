import type { VkClient } from '../../../clients/vk/client.js';
import type { VkTokens } from '../../../clients/vk/vk-id.js';
import type { VkGroup } from '../../../clients/vk/types.js';
import { insertAttempt, type OfferedCommunity } from '../../../db/repositories/connection-attempts.repository.js';
import { endVkIdRequest, findVkIdRequest } from '../../../db/repositories/vk-id-requests.repository.js';
import type { UserId, VkGroupId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import { registerSecret } from '../../../observability/redact.js';
import { tokenPlace } from '../../vendors/token-places.js';
import type { ConnectionDeps } from '../accept-connection.js';
import type { VkIdCode } from './answer-vk-id.js';
import type { VkIdSecret } from './begin-vk-id.js';

type Deps = ConnectionDeps & { readonly now: () => number };

/** Calls that concern the person alone need no community. */
const NO_COMMUNITY = 0 as VkGroupId;
/** VK gives rights apart by blanks or commas. */
const hasMarket = (scope: string | null): boolean => scope === null || scope.split(/[\s,]+/u).includes('market');

/**
 * Trades the code of a sign-in for tokens and reads the communities to choose from. Runs where VK is called from: VK binds
 * the tokens to that address. Done twice it does nothing the second time. Throws `VK_ID.STATE_UNKNOWN`,
 * `VK_ID.CODE_REJECTED`, `VK_ID.REFUSED`, `VK_ID.RIGHTS_MISSING`, `VK.DOWN`, and what VK refuses the new token with.
 */
export async function exchangeVkCode(
  deps: Deps,
  { userId, requestId }: { userId: UserId; requestId: number },
): Promise<{ attemptId: number }> {
  const { db, vault } = deps;
  const request = await findVkIdRequest(db, userId, { id: requestId });
  if (request?.attemptId != null) return { attemptId: request.attemptId };
  if (request?.sealedSecret == null || request.sealedAnswer === null)
    throw new AppError('conflict', 'VK_ID.STATE_UNKNOWN');
  const secret = JSON.parse(vault.open(request.sealedSecret, tokenPlace.vkIdSecret(userId))) as VkIdSecret;
  const answer = JSON.parse(vault.open(request.sealedAnswer, tokenPlace.vkIdAnswer(userId))) as VkIdCode;
  const tokens = await trade(deps, userId, secret, answer);
  if (!hasMarket(tokens.scope)) throw new AppError('forbidden', 'VK_ID.RIGHTS_MISSING');
  const account = deps.vendors.shopWith(tokens.accessToken, NO_COMMUNITY, { userId, jobId: null });
  const vkId = {
    sealedRefreshToken: vault.seal(tokens.refreshToken, tokenPlace.attemptRefresh(userId)),
    expiresAt: new Date(deps.now() + tokens.expiresInSeconds * 1000),
    deviceId: answer.deviceId,
    personName: await personName(account),
    communities: await communities(account),
  };
  const sealedToken = vault.seal(tokens.accessToken, tokenPlace.attempt(userId, 'vk'));
  return db.transaction(async queries => {
    const attemptId = await insertAttempt(queries, { userId, service: 'vk', sealedToken, vkGroupId: null, vkId });
    // Taken away while VK was asked: the merchant leaves, and no key of theirs is kept.
    if (!(await endVkIdRequest(queries, requestId, attemptId))) throw new AppError('conflict', 'VK_ID.STATE_UNKNOWN');
    return { attemptId };
  });
}

async function trade(deps: Deps, userId: UserId, secret: VkIdSecret, answer: VkIdCode): Promise<VkTokens> {
  const { code, deviceId, state } = answer;
  for (const text of [code, secret.verifier]) registerSecret(text);
  const grant = { code, deviceId, state, codeVerifier: secret.verifier, redirectUri: secret.redirectUri };
  const ask = () => deps.vendors.tradeVkCode(grant, { userId, jobId: null });
  let outcome = await ask();
  // An answer that was lost: asked again, VK tells whether the code has been traded in already.
  if (outcome.outcome === 'unknown') outcome = await ask();
  if (outcome.outcome === 'unknown') throw new AppError('unavailable', 'VK.DOWN');
  if (outcome.outcome === 'api_error') {
    const code = outcome.code === 'VK_ID.GRANT_REJECTED' ? 'VK_ID.CODE_REJECTED' : outcome.code;
    throw new AppError('upstream_rejected', code);
  }
  for (const text of [outcome.value.accessToken, outcome.value.refreshToken]) registerSecret(text);
  return outcome.value;
}

/** A token that VK refuses at once is no use; a VK that is busy is: the name is only shown. */
async function personName(account: VkClient): Promise<string> {
  const me = await account.me();
  if (me.outcome === 'ok') return `${me.value.firstName} ${me.value.lastName}`.trim();
  if (me.outcome === 'api_error' && (me.kind === 'unauthenticated' || me.kind === 'forbidden'))
    throw new AppError(me.kind, me.code);
  return '';
}

/** `null` = VK does not let us read them, for want of a right or of time: the merchant names one. */
async function communities(account: VkClient): Promise<readonly OfferedCommunity[] | null> {
  const found = await account.adminGroups();
  return found.outcome === 'ok' ? found.value.map(toOffer) : null;
}

const toOffer = ({ id, name, screenName, market }: VkGroup): OfferedCommunity => ({
  id,
  name,
  screenName,
  isMarketOn: market?.enabled ?? null,
  marketType: market?.type ?? null,
});
