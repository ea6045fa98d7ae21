import type { ApiError, Unknown } from '../../domain/result.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';

/** Rest after a till that does not answer: it is tried again with the next short interval. */
const SILENCE_REST_MS = 5 * 60_000;
/** Evotor's own word on 429: work resumes after 30 minutes. */
const RATE_LIMIT_REST_MS = 30 * 60_000;

/** What an outcome of the till means for the whole run. */
export function tillStop(outcome: ApiError | Unknown, nowMs: number): StopReason {
  if (outcome.outcome === 'unknown')
    return { kind: 'parked', code: 'EVOTOR.DOWN', resumeAtMs: nowMs + SILENCE_REST_MS };
  if (outcome.kind !== 'rate_limited') return { kind: 'failed', code: outcome.code };
  const waitMs = outcome.retryAfterSeconds === null ? RATE_LIMIT_REST_MS : outcome.retryAfterSeconds * 1000;
  return { kind: 'parked', code: outcome.code, resumeAtMs: nowMs + waitMs };
}
