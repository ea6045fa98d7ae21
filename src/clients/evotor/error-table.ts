import type { ErrorKind } from '../../domain/errors.js';
import type { ApiError } from '../../domain/result.js';

/** Every code this client can give; each has its sentence and remedy in `docs/errors.md`. */
export const EVOTOR_CODES = [
  'EVOTOR.TOKEN_REJECTED',
  'EVOTOR.STORE_NOT_PAID',
  'EVOTOR.RIGHT_MISSING',
  'EVOTOR.NOT_FOUND',
  'EVOTOR.RATE_LIMITED',
  'EVOTOR.CALL_REFUSED',
] as const;
export type EvotorCode = (typeof EVOTOR_CODES)[number];

interface EvotorRule {
  readonly code: EvotorCode;
  readonly kind: ErrorKind;
}

/** HTTP status → what it means here. 402 is a state of one store, 403 usually wants the app reinstalled. */
const TABLE: Readonly<Record<number, EvotorRule>> = {
  400: { code: 'EVOTOR.CALL_REFUSED', kind: 'bug' },
  401: { code: 'EVOTOR.TOKEN_REJECTED', kind: 'unauthenticated' },
  402: { code: 'EVOTOR.STORE_NOT_PAID', kind: 'upstream_rejected' },
  403: { code: 'EVOTOR.RIGHT_MISSING', kind: 'forbidden' },
  404: { code: 'EVOTOR.NOT_FOUND', kind: 'not_found' },
  405: { code: 'EVOTOR.CALL_REFUSED', kind: 'bug' },
  406: { code: 'EVOTOR.CALL_REFUSED', kind: 'bug' },
  413: { code: 'EVOTOR.CALL_REFUSED', kind: 'bug' },
  415: { code: 'EVOTOR.CALL_REFUSED', kind: 'bug' },
  429: { code: 'EVOTOR.RATE_LIMITED', kind: 'rate_limited' },
};

/** The refusal behind an HTTP status; `null` for a status that proves nothing (5xx, redirects, 408, …). */
export function evotorError(status: number, message: string, retryAfterSeconds: number | null): ApiError | null {
  const rule = TABLE[status];
  if (rule === undefined) return null;
  return { outcome: 'api_error', ...rule, vendorCode: String(status), vendorMessage: message, retryAfterSeconds };
}
