/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { UserId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type { AccountService, CurrentUser } from '../../src/services/web-services.js';

export const PASSWORD = 'чай-и-баранки-7';

export const buildUser = (over: Partial<CurrentUser> = {}): CurrentUser => ({
  id: 1 as UserId,
  email: 'olga@chainaya.example',
  firstName: 'Ольга',
  lastName: 'Ветрова',
  status: 'active',
  roles: ['user'],
  sessionEpoch: 1,
  deleteRequestedAt: null,
  ...over,
});

export interface FakeAccounts extends AccountService {
  users: CurrentUser[];
  /** E-mail and address of every try. */
  tries: { email: string; address: string }[];
  /** When set, further tries are refused. */
  retryAfterSeconds: number | null;
}

export function createFakeAccounts(): FakeAccounts {
  const accounts: FakeAccounts = {
    users: [
      buildUser(),
      buildUser({ id: 2 as UserId, email: 'operator@evosync.example', roles: ['admin'] }),
      buildUser({ id: 3 as UserId, email: 'new@evosync.example', status: 'pending' }),
      buildUser({ id: 4 as UserId, email: 'stopped@evosync.example', status: 'suspended' }),
    ],
    tries: [],
    retryAfterSeconds: null,
    async logIn({ email, password, address }) {
      accounts.tries.push({ email, address });
      if (accounts.retryAfterSeconds !== null) {
        throw new AppError('rate_limited', 'LOGIN.TOO_MANY', { retryAfterSeconds: accounts.retryAfterSeconds });
      }
      const user = accounts.users.find(known => known.email === email);
      if (user === undefined || password !== PASSWORD) throw new AppError('unauthenticated', 'LOGIN.WRONG');
      if (user.status === 'pending') throw new AppError('forbidden', 'ACCOUNT.PENDING');
      if (user.status === 'suspended') throw new AppError('forbidden', 'ACCOUNT.SUSPENDED');
      return user;
    },
    async findUser(id) {
      return accounts.users.find(user => user.id === id) ?? null;
    },
  };
  return accounts;
}
