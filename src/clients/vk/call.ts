import type { Unknown } from '../../domain/result.js';
import type { HttpFailure, HttpReply } from '../http/http.js';
import { parseJson, unknownFromFailure } from '../http/http-outcome.js';
import type { VkClientOptions } from './api.js';
import { UNCLEAR_VK_CODES } from './error-table.js';
import { vkPageOrNull } from './foreign-address.js';
import { replyForLog, requestForLog } from './log-body.js';
import type { VkOutcome } from './outcome.js';
import { wireParams } from './params.js';
import { judgeReply } from './reply.js';
import type { VkCall, VkReply } from './reply.js';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Pauses before the repeats of a read that VK could not answer. */
const REPEAT_READ_AFTER_MS = [500, 2000] as const;
/** How long the lane rests after each "too many per second" of one call; then the call gives up. VK asks for ≥ 1 s. */
const TOO_FAST_REST_MS = [1000, 2000, 4000, 8000, 8000] as const;
const TOO_FAST = 6;

/** Cause of an unknown outcome that is none: the call was called off before it left. */
export const ABORTED_BEFORE_SENDING = 'aborted_before_sending';

/** Sends one method call. */
export type VkCaller = <T>(call: VkCall<T>) => Promise<VkOutcome<VkReply<T>>>;

/** Sends API calls: a lane slot before each, one log entry each, bounded repeats where a repeat is safe. */
export function createVkCaller(options: VkClientOptions): VkCaller {
  const { lane, now, signal } = options;

  async function send<T>(call: VkCall<T>): Promise<VkOutcome<VkReply<T>>> {
    await (call.isWriteBatch === true ? lane.writeBatch() : lane.slot());
    if (signal?.aborted) return { outcome: 'unknown', cause: ABORTED_BEFORE_SENDING };
    const { token } = options;
    const wire = wireParams(call.params);
    const body = new URLSearchParams({
      ...Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, String(value)])),
      access_token: token,
      v: options.version,
    }).toString();
    const startedAt = now();
    const reply = await options.http({
      method: 'POST',
      url: `${options.baseUrl}/method/${call.method}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      signal: signal ?? null,
    });
    const json = reply.kind === 'reply' ? parseJson(reply.text) : undefined;
    const outcome = withVkPage(
      reply.kind === 'reply' ? judgeReply(call, reply, json, token) : unknownFromFailure(reply),
      options.baseUrl,
    );
    const isLoggedInFull = outcome.outcome !== 'ok' || outcome.value.executeErrors.length > 0 || !isRead(call);
    options.log({
      service: 'vk',
      method: 'POST',
      path: call.method,
      ...summary(reply),
      outcome: outcome.outcome,
      vendorCode: vendorCodeOf(outcome),
      warning: null,
      startedAt: new Date(startedAt),
      durationMs: now() - startedAt,
      requestBytes: body.length,
      requestBody: isLoggedInFull ? requestForLog(wire, [token]) : null,
      responseBody: isLoggedInFull ? replyForLog(json, [token]) : null,
    });
    return outcome;
  }

  async function sendUnhurried<T>(call: VkCall<T>): Promise<VkOutcome<VkReply<T>>> {
    let outcome = await send(call);
    for (const rest of TOO_FAST_REST_MS) {
      if (outcome.outcome !== 'api_error' || outcome.vkCode !== TOO_FAST) break;
      await lane.penalty(rest + Math.round(options.random() * 250));
      outcome = await send(call);
    }
    return outcome;
  }

  /** A refused token is proof that nothing was done, so the call may follow once with a renewed one. */
  async function sendWithLiveToken<T>(call: VkCall<T>): Promise<VkOutcome<VkReply<T>>> {
    const outcome = await sendUnhurried(call);
    if (outcome.outcome !== 'api_error' || outcome.policy !== 'refresh') return outcome;
    return (await options.onTokenRefused?.()) === true ? sendUnhurried(call) : outcome;
  }

  return async call => {
    let outcome = await sendWithLiveToken(call);
    if (call.kind !== 'read') return outcome;
    for (const pause of REPEAT_READ_AFTER_MS) {
      if (!isWorthRepeating(outcome) || signal?.aborted) break;
      await options.sleep(pause + Math.round(options.random() * 250));
      outcome = await sendWithLiveToken(call);
    }
    return outcome;
  };
}

const isRead = ({ kind }: VkCall<unknown>) => kind === 'read' || kind === 'read_once';

/** A person is sent to pages of VK only, whatever the answer names. */
function withVkPage<T>(outcome: VkOutcome<T>, baseUrl: string): VkOutcome<T> {
  if (outcome.outcome !== 'api_error') return outcome;
  return { ...outcome, redirectUri: vkPageOrNull(outcome.redirectUri, baseUrl) };
}

function isWorthRepeating(outcome: VkOutcome<unknown>): boolean {
  if (outcome.outcome === 'unknown') return !/^(aborted|too_large)/.test(outcome.cause);
  return outcome.outcome === 'api_error' && UNCLEAR_VK_CODES.has(outcome.vkCode);
}

function vendorCodeOf(outcome: VkOutcome<unknown>): string | null {
  if (outcome.outcome === 'ok') return null;
  return outcome.outcome === 'api_error' ? outcome.vendorCode : (outcome satisfies Unknown).cause;
}

function summary(reply: HttpReply | HttpFailure): { status: number | null; responseBytes: number } {
  return reply.kind === 'reply'
    ? { status: reply.status, responseBytes: reply.bytes }
    : { status: null, responseBytes: 0 };
}
