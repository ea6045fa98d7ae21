import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';

/** An account's number out of a path. Throws `ACCOUNT.NOT_FOUND` for anything else. */
export function userIdOf(text: unknown): UserId {
  if (typeof text !== 'string' || !/^[1-9]\d{0,15}$/u.test(text)) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
  return Number(text) as UserId;
}
