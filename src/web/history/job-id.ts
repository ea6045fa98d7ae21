import type { JobId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';

/** A job's number out of a path. Throws `JOB.NOT_FOUND` for anything else. */
export function jobIdOf(text: unknown): JobId {
  if (typeof text !== 'string' || !/^[1-9]\d{0,15}$/u.test(text)) throw new AppError('not_found', 'JOB.NOT_FOUND');
  return Number(text) as JobId;
}
