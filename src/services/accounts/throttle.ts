import type { Database } from '../../db/database.js';
import { countHit } from '../../db/repositories/rate-counters.repository.js';
import { AppError } from '../../domain/errors.js';
import { hashToken } from '../../security/hash-token.js';
import { networkOf } from '../../security/network-of.js';

/** How often something may be tried in a while. */
export interface Limit {
  readonly tries: number;
  readonly seconds: number;
  /** Thrown when it is exceeded, with `retryAfterSeconds`. */
  readonly code: string;
}

const QUARTER = 15 * 60;
const HOUR = 60 * 60;

/** Wrong passwords of one account before it rests, and from one address (many people may share it). */
export const LOGIN_PER_ACCOUNT: Limit = { tries: 8, seconds: QUARTER, code: 'LOGIN.TOO_MANY' };
export const LOGIN_PER_ADDRESS: Limit = { tries: 40, seconds: QUARTER, code: 'LOGIN.TOO_MANY' };
/** Letters somebody may have sent to one e-mail, and from one address. */
export const LETTERS_PER_EMAIL: Limit = { tries: 5, seconds: HOUR, code: 'LETTER.TOO_MANY' };
export const LETTERS_PER_ADDRESS: Limit = { tries: 30, seconds: HOUR, code: 'LETTER.TOO_MANY' };
/** Forms kept over a log-in. */
export const KEPT_PER_ADDRESS: Limit = { tries: 30, seconds: QUARTER, code: 'LOGIN.TOO_MANY' };
export const EXPORTS_PER_ACCOUNT: Limit = { tries: 5, seconds: HOUR, code: 'EXPORT.TOO_MANY' };

/** One counter: hashed, so that any text fits and the table holds no addresses. An address counts with its network. */
export function bucketOf(what: string, whose: string | number): string {
  return `${what}:${hashToken(networkOf(String(whose).trim().toLowerCase())).toString('base64url')}`;
}

/** Counts a try. @throws AppError of the limit's code when there were too many */
export async function throttle(db: Database, bucket: string, limit: Limit): Promise<void> {
  const { hits, endsAt } = await countHit(db, bucket, limit.seconds);
  if (hits <= limit.tries) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((endsAt.getTime() - Date.now()) / 1000));
  throw new AppError('rate_limited', limit.code, { retryAfterSeconds });
}

/** A letter somebody wants sent to an e-mail, whether or not it has an account. */
export async function throttleLetters(db: Database, email: string, address: string): Promise<void> {
  await throttle(db, bucketOf('letters', email), LETTERS_PER_EMAIL);
  await throttle(db, bucketOf('letters-from', address), LETTERS_PER_ADDRESS);
}
