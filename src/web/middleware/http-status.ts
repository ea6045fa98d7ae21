import type { ErrorKind } from '../../domain/errors.js';

/** What each kind of error is in HTTP. A new kind does not compile until it stands here. */
export const HTTP_STATUS = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  upstream_rejected: 502,
  unavailable: 503,
  bug: 500,
} as const satisfies Record<ErrorKind, number>;
