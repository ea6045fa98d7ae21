/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import { may, mustHave, type Actor } from '../../src/domain/access/actor.js';
import { mayTouch, mustGive, mustTouch } from '../../src/domain/access/rank-rules.js';
import type { CurrentUser } from '../../src/domain/account.js';
import type { UserId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { ACTION_PERMISSIONS } from '../../src/services/admin/user-actions.js';
import {
  USER_ACTIONS,
  type AdminUsersService,
  type UserAction,
  type UserRow,
  type UsersQuery,
  type UserView,
} from '../../src/services/admin/users-contracts.js';
import type { FakeAccounts } from './fake-accounts.js';
import { AUDIT_LINES } from './fake-audit.js';
import { minutesAgo, NOW } from './fake-connections.js';
import type { FakeConnections } from './fake-connections.js';
import { JOBS } from './fake-jobs.js';

/** An account nobody has a password for yet. */
export const INVITED_ID = 6 as UserId;

export interface FakeAdminUsers extends AdminUsersService {
  /** What was asked for: which action, of whom, with what. */
  asked: { action: string; id: number | null; input: unknown }[];
  /** The last search. */
  query: UsersQuery | null;
  /** When set, the next change is refused with it. */
  failure: AppError | null;
  pageSize: number;
}

const TROUBLES: Readonly<Record<number, Partial<UserRow>>> = {
  1: {
    phone: '+79161234567',
    till: { name: 'Магазин «Чайная»', isOnline: true, problemCode: null },
    shop: { name: 'Чайная на Мира', isOnline: true, problemCode: null },
    isEnabled: true,
    isConfirmed: true,
    lastLoginAt: minutesAgo(12),
  },
  4: {
    firstName: 'Александра-Мария'.repeat(6),
    lastName: 'Преображенская-Задунайская'.repeat(3),
    till: { name: 'Продукты у дома на Большой Академической', isOnline: false, problemCode: 'EVOTOR.TOKEN_REJECTED' },
    shop: { name: 'Магазин с очень длинным названием сообщества во ВКонтакте', isOnline: true, problemCode: null },
    isEnabled: true,
    isConfirmed: true,
    failingCount: 3,
    parkedUntil: new Date('2026-11-21T12:30:00Z'),
    lastLoginAt: minutesAgo(60 * 24 * 9),
  },
};

const BARE = { phone: null, lastLoginAt: null, till: null, shop: null, failingCount: 0, parkedUntil: null } as const;

export function createFakeAdminUsers(accounts: FakeAccounts, connections: FakeConnections): FakeAdminUsers {
  const invited: CurrentUser = {
    ...{ id: INVITED_ID, email: 'invited@evosync.example', firstName: '', lastName: '', status: 'pending' },
    ...{ roles: ['user'], permissions: [], sessionEpoch: 0, deleteRequestedAt: null },
  };
  const all = (): CurrentUser[] => [...accounts.users, invited];
  const rowOf = ({ id, email, firstName, lastName, status, roles, deleteRequestedAt }: CurrentUser): UserRow => ({
    ...{ id, email, firstName, lastName, roles, ...BARE },
    status: deleteRequestedAt === null ? status : 'deleting',
    createdAt: new Date('2026-11-02T08:12:00Z'),
    ...{ isEnabled: false, isConfirmed: false, isPaused: false },
    ...TROUBLES[id],
  });
  const found = (id: UserId): CurrentUser => {
    const user = all().find(known => known.id === id);
    if (user === undefined) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
    return user;
  };
  const fits = (action: UserAction, { id, status }: CurrentUser): boolean => {
    if (action === 'activate') return status === 'suspended' || (status === 'pending' && id !== INVITED_ID);
    if (action === 'suspend') return status === 'active';
    if (action === 'send-invite') return id === INVITED_ID;
    return action !== 'reset-password' || id !== INVITED_ID;
  };
  const actionsOf = (actor: Actor, user: CurrentUser): readonly UserAction[] =>
    mayTouch(actor, user)
      ? USER_ACTIONS.filter(action => may(actor, ACTION_PERMISSIONS[action]) && fits(action, user))
      : [];
  const act = (actor: Actor, action: UserAction, id: UserId, input: unknown = null): void => {
    mustHave(actor, ACTION_PERMISSIONS[action]);
    mustTouch(actor, found(id));
    note(action, id, input);
  };
  const note = (action: string, id: number | null, input: unknown): void => {
    users.asked.push({ action, id, input });
    const { failure } = users;
    users.failure = null;
    if (failure !== null) throw failure;
  };
  const set = (id: UserId, over: Partial<CurrentUser>): void => {
    accounts.users = accounts.users.map(user => (user.id === id ? { ...user, ...over } : user));
  };
  const users: FakeAdminUsers = {
    asked: [],
    query: null,
    failure: null,
    pageSize: 50,
    async list(actor, query) {
      mustHave(actor, 'users.view');
      users.query = query;
      const rows = all()
        .map(rowOf)
        .filter(
          row =>
            (query.status === null || row.status === query.status) &&
            (query.role === null || row.roles.includes(query.role)) &&
            (query.search === '' || `${row.email} ${row.firstName} ${row.lastName}`.includes(query.search)),
        );
      return {
        rows: rows.slice((query.page - 1) * users.pageSize, query.page * users.pageSize),
        total: rows.length,
        pageSize: users.pageSize,
        numbers: {
          all: all().length,
          statuses: { pending: 2, active: 3, suspended: 1, deleting: 0 },
          roles: { user: 4, admin: 1, system: 1 },
          conditions: { connected: 2, confirmed: 2, parked: 1, failing: 1 },
        },
      };
    },
    async view(actor, id): Promise<UserView> {
      mustHave(actor, 'users.view');
      const user = found(id);
      const row = rowOf(user);
      const isInvited = id === INVITED_ID;
      const isMerchant = row.till !== null;
      return {
        ...{ id, email: row.email, firstName: row.firstName, lastName: row.lastName, phone: row.phone },
        ...{ status: row.status, roles: row.roles, createdAt: row.createdAt, lastLoginAt: row.lastLoginAt },
        deletesAt: user.deleteRequestedAt === null ? null : new Date('2026-12-05T11:00:00Z'),
        isEmailConfirmed: row.status === 'active',
        hasPassword: !isInvited,
        invitedUntil: isInvited ? new Date('2026-11-23T11:00:00Z') : null,
        passwordChangedAt: null,
        cards: isMerchant
          ? await connections.cards(id)
          : [
              { service: 'evotor', connection: null },
              { service: 'vk', connection: null },
            ],
        rests:
          row.parkedUntil === null
            ? []
            : [{ service: 'vk', method: 'market.add', code: 'VK.FLOOD', until: row.parkedUntil }],
        sync: isMerchant
          ? {
              ...{ isEnabled: true, confirmedAt: new Date('2026-11-03T09:00:00Z'), pausedAt: null },
              ...{ nextDueAt: new Date(NOW.getTime() + 32 * 60_000), restUntil: null, failingCount: row.failingCount },
            }
          : null,
        numbers: isMerchant
          ? { onTill: 420, selected: 398, inVk: 396, withReason: 2 }
          : { onTill: 0, selected: 0, inVk: 0, withReason: 0 },
        runs: may(actor, 'jobs.view') ? (isMerchant ? JOBS.slice(0, 5) : []) : null,
        events: isMerchant
          ? [
              { service: 'vk', event: 'online', detail: '', at: minutesAgo(60 * 26) },
              { service: 'vk', event: 'offline', detail: 'VK.DOWN', at: minutesAgo(60 * 27) },
              { service: 'vk', event: 'token_refreshed', detail: '', at: minutesAgo(60 * 30) },
            ]
          : [],
        apiErrors: may(actor, 'api_log.view') ? (isMerchant ? 12 : 0) : null,
        audit: may(actor, 'audit.view') ? (isMerchant ? AUDIT_LINES.slice(0, 6) : []) : null,
        actions: actionsOf(actor, user),
      };
    },
    async invite(actor, input) {
      mustHave(actor, 'users.invite');
      mustGive(actor, input.role);
      note('invite', null, input);
      return { userId: INVITED_ID, expiresAt: new Date('2026-11-23T11:00:00Z') };
    },
    async sendInvite(actor, id) {
      act(actor, 'send-invite', id);
      return { expiresAt: new Date('2026-11-23T11:00:00Z') };
    },
    async activate(actor, id) {
      act(actor, 'activate', id);
      set(id, { status: 'active' });
    },
    async suspend(actor, id) {
      act(actor, 'suspend', id);
      set(id, { status: 'suspended' });
    },
    resetPassword: async (actor, id) => act(actor, 'reset-password', id),
    async edit(actor, id, input) {
      act(actor, 'edit', id, input);
      const { firstName, lastName, email, role } = input;
      set(id, { firstName, lastName, email, roles: [role] });
    },
    async delete(actor, id, input) {
      act(actor, 'delete', id, input);
      if (input.email !== found(id).email) throw new AppError('invalid', 'USER.EMAIL_DIFFERS', { field: 'email' });
      accounts.users = accounts.users.filter(user => user.id !== id);
    },
  };
  return users;
}
