import { createHash } from 'node:crypto';
import { assertContract, contractValidator } from '../contracts/contract-schemas.js';
import type { Sandbox } from '../sandbox.js';
import type { VkIdGrant } from '../world/world.js';

const CODE_LIFE_MS = 10 * 60_000;
/** "Up to 180 days" by a field note; VK gives no number. */
const REFRESH_LIFE_MS = 180 * 86_400_000;

/** A refusal in OAuth form. */
export class VkIdRefusal extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

/** A one-time code for the user who agreed; undefined when nobody has that id. */
export function issueCode(
  sandbox: Sandbox,
  userId: number,
  asked: { clientId: string; redirectUri: string; challenge: string; scope: string },
): VkIdGrant | undefined {
  const merchant = [...sandbox.world.merchants.values()].find(known => known.vkUserId === userId);
  if (merchant === undefined) return undefined;
  const { approvedScopes } = sandbox.world.vkId;
  const grant: VkIdGrant = {
    kind: 'code',
    value: sandbox.newSecret('vk2.a'),
    userId,
    merchantId: merchant.id,
    clientId: asked.clientId,
    deviceId: sandbox.newSecret('dev'),
    // Rights the app was never granted are dropped silently, as VK does.
    scopes: asked.scope.split(/[\s,]+/).filter(scope => approvedScopes.includes(scope)),
    redirectUri: asked.redirectUri,
    challenge: asked.challenge,
    expiresAt: sandbox.clock.now() + CODE_LIFE_MS,
    spent: false,
  };
  sandbox.world.grants.set(grant.value, grant);
  sandbox.changed();
  return grant;
}

/** `POST /oauth2/auth`: a code or a refresh token against a pair of tokens; each works once. */
export function redeem(sandbox: Sandbox, body: Record<string, string>, ip: string): object {
  const isCode = body['grant_type'] === 'authorization_code';
  if (!isCode && body['grant_type'] !== 'refresh_token')
    throw new VkIdRefusal('unsupported_grant_type', 'grant_type is wrong');
  const validate = contractValidator('vk', isCode ? 'vkid.token.params.code' : 'vkid.token.params.refresh');
  if (!validate(body)) {
    throw new VkIdRefusal(
      'invalid_request',
      (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`.trim()).join('; '),
    );
  }
  const grant = sandbox.world.grants.get(String(isCode ? body['code'] : body['refresh_token']));
  const alive =
    grant !== undefined &&
    grant.kind === (isCode ? 'code' : 'refresh') &&
    !grant.spent &&
    grant.expiresAt > sandbox.clock.now();
  if (!alive)
    throw new VkIdRefusal(
      'invalid_grant',
      isCode ? 'code is invalid or expired' : 'refresh token is invalid or expired',
    );
  if (grant.clientId !== body['client_id']) throw new VkIdRefusal('invalid_client', 'client_id differs');
  if (grant.deviceId !== body['device_id']) throw new VkIdRefusal('invalid_grant', 'device_id differs');
  if (isCode) {
    if (grant.redirectUri !== body['redirect_uri']) throw new VkIdRefusal('invalid_grant', 'redirect_uri differs');
    const proof = createHash('sha256').update(String(body['code_verifier'])).digest('base64url');
    if (grant.challenge !== proof) throw new VkIdRefusal('invalid_grant', 'code_verifier differs');
  }
  grant.spent = true;
  const reply = {
    ...issueTokens(sandbox, grant, ip),
    ...(body['state'] === undefined ? {} : { state: body['state'] }),
  };
  if (sandbox.options.validate) assertContract('vk', 'vkid.token.reply', reply);
  return reply;
}

function issueTokens(sandbox: Sandbox, grant: VkIdGrant, ip: string): object {
  const { world, clock } = sandbox;
  const { accessLifeSeconds, bindIp, callsPerSecond = 3 } = world.vkId;
  const token = sandbox.newSecret('vk2.a');
  world.vkTokens.set(token, {
    token,
    merchantId: grant.merchantId,
    kind: 'user',
    userId: grant.userId,
    scopes: grant.scopes,
    revoked: false,
    callsPerSecond,
    expiresAt: clock.now() + accessLifeSeconds * 1000,
    ...(bindIp ? { boundIp: ip } : {}),
  });
  const refresh: VkIdGrant = {
    kind: 'refresh',
    value: sandbox.newSecret('vk2.r'),
    userId: grant.userId,
    merchantId: grant.merchantId,
    clientId: grant.clientId,
    deviceId: grant.deviceId,
    scopes: grant.scopes,
    expiresAt: clock.now() + REFRESH_LIFE_MS,
    spent: false,
  };
  world.grants.set(refresh.value, refresh);
  sandbox.changed();
  return {
    access_token: token,
    refresh_token: refresh.value,
    id_token: sandbox.random.hex(32),
    token_type: 'Bearer',
    expires_in: accessLifeSeconds,
    user_id: grant.userId,
    scope: grant.scopes.join(' '),
  };
}
