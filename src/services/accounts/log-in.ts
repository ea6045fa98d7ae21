import type { Database } from '../../db/database.js';
import { saveRehash } from '../../db/repositories/profiles.repository.js';
import { clearHits } from '../../db/repositories/rate-counters.repository.js';
import { findUserByEmail, touchLogin } from '../../db/repositories/users.repository.js';
import type { CurrentUser } from '../../domain/account.js';
import { AppError } from '../../domain/errors.js';
import { rehashIfOld, verifyPassword } from '../../security/passwords.js';
import { withoutHash } from './account-deps.js';
import { bucketOf, LOGIN_PER_ACCOUNT, LOGIN_PER_ADDRESS, throttle } from './throttle.js';

/** Log-in with throttling by account and by address; the answer never tells whether an account exists. */
export async function logIn(
  db: Database,
  { email, password, address }: { email: string; password: string; address: string },
): Promise<CurrentUser> {
  const user = await findUserByEmail(db, email);
  // The account's own spelling: which letters differ in their case alone is the database's to say.
  const bucket = bucketOf('login', user?.email ?? email);
  await throttle(db, bucket, LOGIN_PER_ACCOUNT);
  await throttle(db, bucketOf('login-from', address), LOGIN_PER_ADDRESS);
  const isRight = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user?.passwordHash || !isRight) throw new AppError('unauthenticated', 'LOGIN.WRONG');
  if (user.status === 'suspended') throw new AppError('forbidden', 'ACCOUNT.SUSPENDED');
  if (user.status === 'pending') throw new AppError('forbidden', 'ACCOUNT.PENDING');
  await clearHits(db, bucket);
  const rehashed = await rehashIfOld(password, user.passwordHash);
  if (rehashed !== null) await saveRehash(db, user.id, user.passwordHash, rehashed);
  await touchLogin(db, user.id);
  return withoutHash(user);
}
