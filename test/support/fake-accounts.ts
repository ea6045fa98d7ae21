/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { UserId } from '../../src/domain/brand.js';
import { DEFAULT_GRANTS } from '../../src/domain/access/permissions.js';
import { AppError } from '../../src/domain/errors.js';
import type { ProfileView } from '../../src/services/accounts/account-contracts.js';
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
  permissions: over.permissions ?? (over.roles ?? ['user']).flatMap(role => DEFAULT_GRANTS[role]),
});

/** Tokens of links the fakes know; each is 43 characters long as ours are. */
export const TOKENS = {
  confirm: 'c'.repeat(43),
  change: 'e'.repeat(43),
  used: 'u'.repeat(43),
  reset: 'r'.repeat(43),
  invite: 'i'.repeat(43),
} as const;

export const NEW_USER_EMAIL = 'new@evosync.example';

export const PROFILE: ProfileView = {
  email: 'olga@chainaya.example',
  firstName: 'Ольга',
  lastName: 'Ветрова',
  phone: '+79161234567',
  createdAt: new Date('2026-03-08T09:30:00Z'),
  lastLoginAt: new Date('2026-11-20T11:02:00Z'),
  passwordChangedAt: null,
  pendingEmail: null,
  deletesAt: null,
};

export interface FakeAccounts extends AccountService {
  users: CurrentUser[];
  /** E-mail and address of every try. */
  tries: { email: string; address: string }[];
  /** When set, further tries are refused. */
  retryAfterSeconds: number | null;
  /** What was asked for, with what was typed. */
  asked: { what: string; input: unknown }[];
  /** When set, the next wish is refused with it. */
  failure: AppError | null;
  mayKeep: boolean;
  own: ProfileView;
}

export function createFakeAccounts(): FakeAccounts {
  const note = (what: string, input: unknown): void => {
    accounts.asked.push({ what, input });
    const { failure } = accounts;
    accounts.failure = null;
    if (failure !== null) throw failure;
  };
  const change = (id: UserId, over: Partial<CurrentUser>): CurrentUser => {
    accounts.users = accounts.users.map(user => (user.id === id ? { ...user, ...over } : user));
    return accounts.users.find(user => user.id === id) ?? buildUser();
  };
  const epochOf = (id: UserId): number => (accounts.users.find(user => user.id === id)?.sessionEpoch ?? 0) + 1;
  const accounts: FakeAccounts = {
    users: [
      buildUser(),
      buildUser({ id: 2 as UserId, email: 'operator@evosync.example', roles: ['admin'] }),
      buildUser({ id: 3 as UserId, email: NEW_USER_EMAIL, status: 'pending' }),
      buildUser({ id: 4 as UserId, email: 'stopped@evosync.example', status: 'suspended' }),
      buildUser({ id: 5 as UserId, email: 'system@evosync.example', roles: ['system'] }),
    ],
    tries: [],
    retryAfterSeconds: null,
    asked: [],
    failure: null,
    mayKeep: true,
    own: PROFILE,
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
    mayKeepForm: async () => accounts.mayKeep,
    register: async input => note('register', input),
    resendConfirmation: async input => note('resend', input),
    async confirmation(token) {
      if (token === TOKENS.confirm) return { state: 'open', kind: 'registration', email: NEW_USER_EMAIL };
      if (token === TOKENS.change) return { state: 'open', kind: 'change', email: 'olga@new.example' };
      return { state: token === TOKENS.used ? 'done' : 'over' };
    },
    async confirmEmail(input) {
      note('confirm', input);
      if (input.token === TOKENS.used) return { kind: 'done' };
      if (input.token === TOKENS.change) return { kind: 'change', email: 'olga@new.example' };
      if (input.token !== TOKENS.confirm) throw new AppError('invalid', 'LINK.OVER');
      if (input.password !== PASSWORD) throw new AppError('invalid', 'PASSWORD.WRONG', { field: 'password' });
      return { kind: 'registration', user: change(3 as UserId, { status: 'active' }) };
    },
    forgotPassword: async input => note('forgot', input),
    canReset: async token => token === TOKENS.reset,
    async resetPassword(input) {
      note('reset', input);
      if (input.token !== TOKENS.reset) throw new AppError('invalid', 'LINK.OVER');
    },
    async invite(_actor, input) {
      note('invite', input);
      return { userId: 3 as UserId, expiresAt: new Date('2026-11-23T11:00:00Z') };
    },
    invitation: async token =>
      token === TOKENS.invite ? { email: NEW_USER_EMAIL, firstName: 'Пётр', lastName: '', phone: '' } : null,
    async acceptInvitation(input) {
      note('accept', input);
      if (input.token !== TOKENS.invite) throw new AppError('invalid', 'LINK.OVER');
      return change(3 as UserId, { status: 'active' });
    },
    async profile(userId) {
      const user = await accounts.findUser(userId);
      const { email, firstName, lastName } = user ?? PROFILE;
      return { ...accounts.own, email, firstName, lastName };
    },
    async editProfile(_userId, input) {
      note('edit', input);
      return { letterTo: input.email === accounts.own.email ? null : input.email };
    },
    cancelEmailChange: async () => note('cancel-email', null),
    async changePassword(userId, input) {
      note('change-password', input);
      if (input.current !== PASSWORD) throw new AppError('invalid', 'PASSWORD.WRONG', { field: 'current' });
      return change(userId, { sessionEpoch: epochOf(userId) });
    },
    async requestDeletion(userId, input) {
      note('delete', input);
      if (input.password !== PASSWORD) throw new AppError('invalid', 'PASSWORD.WRONG', { field: 'password' });
      accounts.own = { ...accounts.own, deletesAt: new Date('2026-12-05T11:00:00Z') };
      return change(userId, { sessionEpoch: epochOf(userId), deleteRequestedAt: new Date('2026-11-21T11:00:00Z') });
    },
    async cancelDeletion(userId) {
      note('restore', null);
      accounts.own = { ...accounts.own, deletesAt: null };
      return change(userId, { sessionEpoch: epochOf(userId), deleteRequestedAt: null });
    },
    async exportData() {
      note('export', null);
      return (async function* () {
        yield '{"account": {"email": "olga@chainaya.example"},';
        yield '\n "rules": []}\n';
      })();
    },
  };
  return accounts;
}
