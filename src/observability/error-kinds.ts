import type { LogLevel } from '../config/config.js';
import { type ErrorKind, isAppError } from '../domain/errors.js';
import type { LogFields, Logger } from './logger.js';

/** In a healthy hour there is no `error` line and fewer than ten `warn` lines; what people do wrong is neither. */
export const LOG_LEVEL_OF_KIND = {
  invalid: 'debug',
  unauthenticated: 'info',
  forbidden: 'info',
  not_found: 'debug',
  conflict: 'info',
  rate_limited: 'info',
  upstream_rejected: 'warn',
  unavailable: 'warn',
  bug: 'error',
} as const satisfies Record<ErrorKind, LogLevel>;

/** Writes an error at the level of its kind; anything that is not an AppError is a bug. */
export function logError(logger: Logger, message: string, error: unknown, fields: LogFields = {}): void {
  logger[LOG_LEVEL_OF_KIND[isAppError(error) ? error.kind : 'bug']](message, { ...fields, error });
}
