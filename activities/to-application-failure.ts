import { ApplicationFailure } from '@temporalio/common';
import { AppError, type ErrorKind } from '../src/domain/errors.js';

/** Whether Temporal may try again, per kind of error. A bug is retried, so that a fixed worker can heal the run. */
const RETRYABLE = {
  invalid: false,
  unauthenticated: false,
  forbidden: false,
  not_found: false,
  conflict: false,
  rate_limited: true,
  upstream_rejected: false,
  unavailable: true,
  bug: true,
} as const satisfies Record<ErrorKind, boolean>;

/** Our error as Temporal understands it: the code as its type, no details that could hold a secret. */
export function toApplicationFailure(error: unknown): Error {
  if (error instanceof AppError) {
    return ApplicationFailure.create({
      type: error.code,
      message: error.code,
      nonRetryable: !RETRYABLE[error.kind],
      details: [error.details],
    });
  }
  // The message of a foreign error may quote a statement or a body: only its name goes into the history.
  const name = error instanceof Error ? error.name : 'Error';
  return ApplicationFailure.create({ type: 'BUG', message: name, nonRetryable: false });
}
