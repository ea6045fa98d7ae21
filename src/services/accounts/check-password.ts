import type { Database } from '../../db/database.js';
import { clearHits } from '../../db/repositories/rate-counters.repository.js';
import type { UserRecord } from '../../db/repositories/users.repository.js';
import { findUserById } from '../../db/repositories/users.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { verifyPassword } from '../../security/passwords.js';
import { bucketOf, LOGIN_PER_ACCOUNT, LOGIN_PER_ADDRESS, throttle } from './throttle.js';

/** What a person typed to prove who they are. */
export interface PasswordProof {
  readonly userId: UserId;
  readonly password: string;
  /** The form's field, for the fault. */
  readonly field: string;
  readonly address: string;
}

/**
 * Asks a known person for the password again, throttled like a log-in.
 * @throws AppError `PASSWORD.WRONG` (details.field), `LOGIN.TOO_MANY`
 */
export async function checkPassword(db: Database, proof: PasswordProof): Promise<UserRecord> {
  const user = await findUserById(db, proof.userId);
  const bucket = bucketOf('password', proof.userId);
  await throttle(db, bucket, LOGIN_PER_ACCOUNT);
  await throttle(db, bucketOf('login-from', proof.address), LOGIN_PER_ADDRESS);
  const isRight = await verifyPassword(proof.password, user?.passwordHash ?? null);
  if (!user || !isRight) throw new AppError('invalid', 'PASSWORD.WRONG', { field: proof.field });
  await clearHits(db, bucket);
  return user;
}
