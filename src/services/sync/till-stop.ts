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

/** What a stop says about the connection: a refusal needs its merchant, a used-up quota keeps everybody away for a while. */
export function tillStateAfter(stop: StopReason): {
  isOnline: boolean;
  blockedCode: string | null;
  blockedUntil: Date | null;
} {
  if (stop.kind === 'failed') return { isOnline: false, blockedCode: stop.code, blockedUntil: null };
  const isQuota = stop.kind === 'parked' && stop.code === 'EVOTOR.RATE_LIMITED';
  // A till that asks for patience is there; one that says nothing is not.
  return { isOnline: isQuota, blockedCode: null, blockedUntil: isQuota ? new Date(stop.resumeAtMs) : null };
}
