import { z } from 'zod';
import type { CallOutcome } from '../../domain/result.js';
import type { ApiLog } from '../http/api-log.js';
import type { Http, HttpReply } from '../http/http.js';
import { parseJson, unknownFromFailure, unknownFromReply } from '../http/http-outcome.js';
import { scrub } from '../http/scrub.js';
import type { VkIdCode } from './codes.js';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 64 * 1024;

interface VkIdOptions {
  /** `VK_ID_URL`, without a slash at the end. */
  readonly vkIdUrl: string;
  readonly clientId: string;
  /** Came with the first code; VK ID binds the tokens to it. */
  readonly deviceId: string;
  readonly http: Http;
  readonly log: ApiLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

export interface RefreshOptions extends VkIdOptions {
  readonly refreshToken: string;
}

export interface CodeOptions extends VkIdOptions {
  readonly code: string;
  readonly codeVerifier: string;
  /** To the letter the address the code was asked for with. */
  readonly redirectUri: string;
  readonly state: string;
}

/** New tokens. The refresh token is new each time and the old one is dead. */
export interface VkTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  /** Space-separated; VK narrows it without a word. `null` when not said. */
  readonly scope: string | null;
  readonly userId: number | null;
}

const tokens = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().int().nonnegative(),
  scope: z.string().optional(),
  user_id: z.number().int().optional(),
});
const refusal = z.looseObject({ error: z.string(), error_description: z.string().optional() });

function judge(reply: HttpReply, secrets: readonly string[]): CallOutcome<VkTokens> {
  const json = parseJson(reply.text);
  const refused = refusal.safeParse(json);
  if (refused.success && reply.status < 500) {
    const isDead = refused.data.error === 'invalid_grant';
    const code: VkIdCode = isDead ? 'VK_ID.GRANT_REJECTED' : 'VK_ID.REFUSED';
    return {
      outcome: 'api_error',
      code,
      kind: isDead ? 'unauthenticated' : 'upstream_rejected',
      vendorCode: scrub(refused.data.error, secrets, 60),
      vendorMessage: scrub(refused.data.error_description ?? '', secrets, 300),
      retryAfterSeconds: null,
    };
  }
  const granted = tokens.safeParse(json);
  if (reply.status !== 200 || !granted.success) return unknownFromReply(reply);
  const { access_token, refresh_token, expires_in, scope, user_id } = granted.data;
  return {
    outcome: 'ok',
    value: {
      accessToken: access_token,
      refreshToken: refresh_token,
      expiresInSeconds: expires_in,
      scope: scope ?? null,
      userId: user_id ?? null,
    },
  };
}

/**
 * Trades the refresh token for new tokens; sent once. Call under a lock and from the address that will use the token.
 * After Unknown the old refresh token may be dead already: one more try tells (`VK_ID.GRANT_REJECTED`).
 */
export async function refreshToken(options: RefreshOptions): Promise<CallOutcome<VkTokens>> {
  return askTokens(options, { grant_type: 'refresh_token', refresh_token: options.refreshToken });
}

/**
 * Trades the code of a sign-in for tokens, from the address that will use them; sent once. A code is good for one answer:
 * after Unknown one more try tells whether it was used (`VK_ID.GRANT_REJECTED`).
 */
export async function exchangeCode(options: CodeOptions): Promise<CallOutcome<VkTokens>> {
  return askTokens(options, {
    grant_type: 'authorization_code',
    code: options.code,
    code_verifier: options.codeVerifier,
    redirect_uri: options.redirectUri,
    state: options.state,
  });
}

async function askTokens(
  options: VkIdOptions,
  grant: Readonly<Record<string, string>> & { readonly grant_type: string },
): Promise<CallOutcome<VkTokens>> {
  const { grant_type, ...rest } = grant;
  const secrets = [...Object.values(rest), options.deviceId];
  const body = new URLSearchParams({
    ...grant,
    client_id: options.clientId,
    device_id: options.deviceId,
  }).toString();
  const startedAt = options.now();
  const reply = await options.http({
    method: 'POST',
    url: `${options.vkIdUrl}/oauth2/auth`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    signal: options.signal ?? null,
  });
  const isReply = reply.kind === 'reply';
  const outcome = isReply ? judge(reply, secrets) : unknownFromFailure(reply);
  const refused = outcome.outcome === 'api_error' ? outcome : null;
  options.log({
    service: 'vk_id',
    method: 'POST',
    path: '/oauth2/auth',
    status: isReply ? reply.status : null,
    outcome: outcome.outcome,
    vendorCode: refused?.vendorCode ?? (outcome.outcome === 'unknown' ? outcome.cause : null),
    warning: null,
    startedAt: new Date(startedAt),
    durationMs: options.now() - startedAt,
    requestBytes: body.length,
    responseBytes: isReply ? reply.bytes : 0,
    requestBody: JSON.stringify({ grant_type }),
    responseBody: refused && JSON.stringify({ error: refused.vendorCode, error_description: refused.vendorMessage }),
  });
  return outcome;
}
