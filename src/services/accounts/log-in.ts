import type { Database, Queries } from '../../db/database.js';
import { saveRehash } from '../../db/repositories/profiles.repository.js';
import { clearHits } from '../../db/repositories/rate-counters.repository.js';
import { findUserByEmail, touchLogin } from '../../db/repositories/users.repository.js';
import type { CurrentUser } from '../../domain/account.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { rehashIfOld, verifyPassword } from '../../security/passwords.js';
import { writeAudit } from '../audit/write-audit.js';
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
  if (!user?.passwordHash || !isRight) {
    // A line for unknown e-mails too: the time of the answer tells nothing. What was typed may be a password.
    await auditLogIn(db, user?.id ?? null, address, user === null ? 'unknown' : 'password');
    throw new AppError('unauthenticated', 'LOGIN.WRONG');
  }
  if (user.status !== 'active') await auditLogIn(db, user.id, address, user.status);
  if (user.status === 'suspended') throw new AppError('forbidden', 'ACCOUNT.SUSPENDED');
  if (user.status === 'pending') throw new AppError('forbidden', 'ACCOUNT.PENDING');
  await clearHits(db, bucket);
  const rehashed = await rehashIfOld(password, user.passwordHash);
  if (rehashed !== null) await saveRehash(db, user.id, user.passwordHash, rehashed);
  await db.transaction(async queries => {
    await touchLogin(queries, user.id);
    await auditLogIn(queries, user.id, address, null);
  });
  return withoutHash(user);
}

/** The limits above bound how many lines somebody who guesses can write. `refusal`: why not; `null` = they are in. */
async function auditLogIn(
  queries: Queries,
  userId: UserId | null,
  address: string,
  refusal: 'unknown' | 'password' | 'pending' | 'suspended' | null,
): Promise<void> {
  await writeAudit(queries, {
    actor: refusal === null ? userId : null,
    subject: userId,
    action: refusal === null ? 'account.log_in' : 'account.log_in_failed',
    entity: userId === null ? '' : `user:${userId}`,
    before: null,
    after: refusal === null ? null : { reason: refusal },
    // The till's form is answered at Evotor: there is no address of the merchant's.
    origin: address.startsWith('evotor:') ? 'evotor' : `web ${address}`.trim(),
  });
}
