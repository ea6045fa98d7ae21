import { createHash } from 'node:crypto';
import type { Database } from '../../../db/database.js';
import { insertVkIdRequest, keepNewestVkIdRequests } from '../../../db/repositories/vk-id-requests.repository.js';
import type { UserId } from '../../../domain/brand.js';
import { hashToken, newToken } from '../../../security/hash-token.js';
import type { TokenVault } from '../../../security/token-vault.js';
import { tokenPlace } from '../../vendors/token-places.js';

/** Our app at VK ID. */
export interface VkIdApp {
  /** `VK_ID_URL`, without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  /** Where VK ID sends people back to; must be registered there. */
  readonly redirectUri: string;
}

/** What is asked for: the shop, and the list of communities to choose from. Each further right needs VK's approval. */
const SCOPE = 'market groups';
/** Sign-ins of one merchant that may be open at once: tabs, and buttons pressed twice. */
const OPEN_AT_ONCE = 10;

/** What has to come back with the code to trade it; sealed in the request's row. */
export interface VkIdSecret {
  readonly verifier: string;
  readonly redirectUri: string;
}

/**
 * Begins a sign-in (authorization code with PKCE): a state bound to the session and a code verifier that never leave us,
 * and the address of the consent page.
 */
export async function beginVkId(
  { db, vault, app, now }: { db: Database; vault: TokenVault; app: VkIdApp; now: () => number },
  { userId, sessionId }: { userId: UserId; sessionId: string },
): Promise<string> {
  const [state, verifier] = [newToken(), newToken()];
  const secret: VkIdSecret = { verifier, redirectUri: app.redirectUri };
  await insertVkIdRequest(db, {
    userId,
    stateHash: hashToken(state),
    sessionHash: hashToken(sessionId),
    sealedSecret: vault.seal(JSON.stringify(secret), tokenPlace.vkIdSecret(userId)),
    now: new Date(now()),
  });
  await keepNewestVkIdRequests(db, userId, OPEN_AT_ONCE);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: SCOPE,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${app.url}/authorize?${query.toString()}`;
}
