import type { ErrorKind } from './errors.js';

/** The vendor did it and said so. */
export interface Ok<T> {
  readonly outcome: 'ok';
  readonly value: T;
}

/** The vendor answered that it did not do it. */
export interface ApiError {
  readonly outcome: 'api_error';
  /** Our namespaced code, from the client's one error table. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** The vendor's own code or HTTP status, for the log and small print. */
  readonly vendorCode: string;
  /** The vendor's own words, shortened and scrubbed; for the log, never for a page. */
  readonly vendorMessage: string;
  /** When the vendor said when to come back: whole seconds from now. */
  readonly retryAfterSeconds: number | null;
}

/** Nobody knows: time-out, reset, broken JSON, 5xx without an error code. The call may have been processed. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly cause: string;
}

/** The three outcomes of every vendor call (spec §4). */
export type CallOutcome<T> = Ok<T> | ApiError | Unknown;
