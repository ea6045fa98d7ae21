import { z } from 'zod';
import type { ApiError, CallOutcome, Unknown } from '../../domain/result.js';
import type { HttpReply } from '../http/http.js';
import { parseJson, unknownFromFailure, unknownFromReply } from '../http/http-outcome.js';
import { scrub } from '../http/scrub.js';
import type { EvotorAuthScheme, EvotorClientOptions } from './api.js';
import { evotorError } from './error-table.js';
import { pauseSeconds, secondsUntilReset } from './rate-limit.js';

/** Evotor's own version marker; v2 is the default, the docs ask to say so anyway. */
const MEDIA_TYPE = 'application/vnd.evotor.v2+json';
const TIMEOUT_MS = 30_000;
/** A page of 1,000 goods is about 1 MB. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Pauses before the two repeats of a read whose outcome is unknown. */
const REPEAT_AFTER_MS = [500, 2000] as const;
/** A used-up quota is waited out up to this long; else the caller parks. */
const MAX_QUOTA_WAIT_SECONDS = 60;
const MESSAGE_CHARS = 300;

/** GETs a path below the base URL; `query` starts with `?` or is empty. The value is parsed JSON. */
export type EvotorCall = (path: string, query?: string) => Promise<CallOutcome<unknown>>;

const errorBody = z.looseObject({
  code: z.string().optional(),
  message: z.string().optional(),
  violations: z.array(z.looseObject({ reason: z.string().optional(), subject: z.string().optional() })).optional(),
});

/** The allowed fields of an error body; `null` when it is none. */
function errorFields(json: unknown): z.infer<typeof errorBody> | null {
  const { success, data } = errorBody.safeParse(json);
  if (!success) return null;
  const { code, message } = data;
  const violations = data.violations?.map(({ reason, subject }) => ({ reason, subject }));
  return { code, message, violations };
}

const isProof404 = (text: string, json: unknown) => text.trim() === '' || json !== undefined;

/** Sends GETs with pacing, the two header forms, bounded repeats and one log entry each. */
export function createEvotorCall(options: EvotorClientOptions): EvotorCall {
  const { now, sleep, token } = options;
  let scheme = options.authScheme;
  /** Quotas are counted per token and address: when a used-up one is full again, epoch milliseconds by path. */
  const quotaFullAt = new Map<string, number>();

  function judge(reply: HttpReply): CallOutcome<unknown> {
    const json = parseJson(reply.text);
    if (reply.status === 200 && json !== undefined) return { outcome: 'ok', value: json };
    // Deletions hang on a 404: a proxy's or a provider's page must not be taken for the till's word.
    if (reply.status === 404 && !isProof404(reply.text, json)) return unknownFromReply(reply);
    const message = scrub(errorFields(json)?.message ?? '', [token], MESSAGE_CHARS);
    const pause = reply.status === 429 ? pauseSeconds(reply.headers, now()) : null;
    return evotorError(reply.status, message, pause) ?? unknownFromReply(reply);
  }

  async function send(path: string, query: string, form: EvotorAuthScheme): Promise<CallOutcome<unknown>> {
    const startedAt = now();
    const reply = await options.http({
      method: 'GET',
      url: options.baseUrl + path + query,
      headers: {
        accept: MEDIA_TYPE,
        'content-type': MEDIA_TYPE,
        ...(form === 'bearer' ? { authorization: `Bearer ${token}` } : { 'x-authorization': token }),
      },
      body: null,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      signal: options.signal ?? null,
    });
    const outcome = reply.kind === 'reply' ? judge(reply) : unknownFromFailure(reply);
    if (reply.kind === 'reply') noteQuota(path, reply);
    logCall(path, startedAt, reply.kind === 'reply' ? reply : null, outcome);
    return outcome;
  }

  function noteQuota(path: string, { headers }: HttpReply): void {
    const left = headers['x-ratelimit-remaining'];
    const seconds = left?.trim() === '0' ? secondsUntilReset(headers['x-ratelimit-reset'], now()) : null;
    if (seconds === null) quotaFullAt.delete(path);
    else quotaFullAt.set(path, now() + seconds * 1000);
  }

  async function awaitQuota(path: string): Promise<ApiError | null> {
    const seconds = Math.ceil(((quotaFullAt.get(path) ?? 0) - now()) / 1000);
    if (seconds > MAX_QUOTA_WAIT_SECONDS) return evotorError(429, 'X-RateLimit-Remaining: 0', seconds);
    if (seconds > 0) await sleep(seconds * 1000);
    return null;
  }

  function logCall(path: string, startedAt: number, reply: HttpReply | null, outcome: CallOutcome<unknown>): void {
    const fields = outcome.outcome === 'ok' || reply === null ? null : errorFields(parseJson(reply.text));
    options.log({
      service: 'evotor',
      method: 'GET',
      path,
      status: reply?.status ?? null,
      outcome: outcome.outcome,
      vendorCode: vendorCodeOf(outcome),
      warning: reply?.headers['warning'] === undefined ? null : scrub(reply.headers['warning'], [token], MESSAGE_CHARS),
      startedAt: new Date(startedAt),
      durationMs: now() - startedAt,
      requestBytes: 0,
      responseBytes: reply?.bytes ?? 0,
      requestBody: null,
      responseBody: fields === null ? null : scrub(JSON.stringify(fields), [token]),
    });
  }

  /** One try with the known header form and, on 401, one with the other; the form that worked is kept. */
  async function sendEitherWay(path: string, query: string): Promise<CallOutcome<unknown>> {
    const first = await send(path, query, scheme);
    if (first.outcome !== 'api_error' || first.vendorCode !== '401') return first;
    const other = scheme === 'bearer' ? 'x_authorization' : 'bearer';
    const second = await send(path, query, other);
    if (second.outcome === 'unknown') return second;
    if (second.outcome === 'api_error' && second.vendorCode === '401') return first;
    scheme = other;
    options.onScheme?.(other);
    return second;
  }

  return async (path, query = '') => {
    for (const pause of [...REPEAT_AFTER_MS, null]) {
      const refused = await awaitQuota(path);
      if (refused !== null) return refused;
      const outcome = await sendEitherWay(path, query);
      if (outcome.outcome !== 'unknown' || pause === null || !isWorthRepeating(outcome, options.signal)) return outcome;
      await sleep(pause);
    }
    throw new Error('unreachable: the last pass returns');
  };
}

function isWorthRepeating({ cause }: Unknown, signal: AbortSignal | undefined): boolean {
  return !signal?.aborted && !cause.startsWith('aborted') && !cause.startsWith('too_large');
}

function vendorCodeOf(outcome: CallOutcome<unknown>): string | null {
  if (outcome.outcome === 'ok') return null;
  return outcome.outcome === 'api_error' ? outcome.vendorCode : outcome.cause;
}
