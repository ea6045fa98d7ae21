import { AppError } from './errors.js';

/** What the system says when nothing more can be written. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** The error as ours when a file could not be written for lack of space, else `null`. */
export function diskFault(error: unknown): AppError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return FULL.has(code) ? new AppError('unavailable', 'DISK.FULL', { reason: code }, { cause: error }) : null;
}
