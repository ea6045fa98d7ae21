import type { Database } from '../../db/database.js';
import { clearHits, countHit } from '../../db/repositories/rate-counters.repository.js';
import { findUserByEmail, findUserById, touchLogin, type UserRecord } from '../../db/repositories/users.repository.js';
import type { CurrentUser } from '../../domain/account.js';
import { AppError } from '../../domain/errors.js';
import { verifyPassword } from '../../security/passwords.js';
import type { AccountService } from '../web-services.js';

/** Wrong passwords for one e-mail before it rests, and for one address (many people may share it). */
const TRIES_PER_EMAIL = 8;
const TRIES_PER_ADDRESS = 40;
const WINDOW_SECONDS = 15 * 60;

/** Log-in with throttling by e-mail and by address; the answer never tells whether an account exists. */
export function createAccountService(db: Database): AccountService {
  async function throttle(bucket: string, limit: number): Promise<void> {
    const { hits, endsAt } = await countHit(db, bucket, WINDOW_SECONDS);
    if (hits <= limit) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((endsAt.getTime() - Date.now()) / 1000));
    throw new AppError('rate_limited', 'LOGIN.TOO_MANY', { retryAfterSeconds });
  }

  return {
    async logIn({ email, password, address }) {
      const emailBucket = `login:${email.trim().toLowerCase().slice(0, 60)}`;
      await throttle(emailBucket, TRIES_PER_EMAIL);
      await throttle(`login-from:${address.slice(0, 60)}`, TRIES_PER_ADDRESS);
      const user = await findUserByEmail(db, email);
      const isRight = await verifyPassword(password, user?.passwordHash ?? null);
      if (!user || !isRight) throw new AppError('unauthenticated', 'LOGIN.WRONG');
      if (user.status === 'suspended') throw new AppError('forbidden', 'ACCOUNT.SUSPENDED');
      if (user.status === 'pending') throw new AppError('forbidden', 'ACCOUNT.PENDING');
      await clearHits(db, emailBucket);
      await touchLogin(db, user.id);
      return withoutHash(user);
    },
    async findUser(id) {
      const user = await findUserById(db, id);
      return user ? withoutHash(user) : null;
    },
  };
}

function withoutHash({ passwordHash: _hash, ...user }: UserRecord): CurrentUser {
  return user;
}
