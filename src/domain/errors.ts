/** The closed set of error kinds. HTTP status, Temporal failure and log level are tables over it. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'rate_limited'
  | 'upstream_rejected'
  | 'unavailable'
  | 'bug';

/** Values for the sentence of a code; never a secret, never a whole body. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The one error that leaves a use case. `code` is namespaced (`VK.TOKEN_REVOKED`) and has its Russian sentence
 * and remedy in `domain/messages.ts` and `docs/errors.md`.
 */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly details: ErrorDetails = {},
    options: { cause?: unknown } = {},
  ) {
    super(code, options);
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}
