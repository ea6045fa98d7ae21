import type { Actor } from '../../domain/access/actor.js';
import type { Role } from '../../domain/account.js';
import type {
  ExchangeState,
  HealthEvent,
  UserNumbers,
  UserRow,
  UsersQuery,
  UserStatus,
  VendorRest,
} from '../../domain/account-list.js';
import type { AuditLine } from '../../domain/audit-line.js';
import type { UserId } from '../../domain/brand.js';
import type { ConnectionCard, JobView } from '../web-services.js';

export type {
  HealthEvent,
  ShortConnection,
  SyncCondition,
  UserNumbers,
  UserRow,
  UserSort,
  UsersQuery,
  UserStatus,
  VendorRest,
} from '../../domain/account-list.js';

export interface UserList {
  readonly rows: readonly UserRow[];
  readonly total: number;
  readonly pageSize: number;
  readonly numbers: UserNumbers;
}

/** What an operator may do to an account. */
export const USER_ACTIONS = ['edit', 'activate', 'suspend', 'reset-password', 'send-invite', 'delete'] as const;
export type UserAction = (typeof USER_ACTIONS)[number];

/** One account with everything an operator may see of it. No token, no hash. */
export interface UserView {
  readonly id: UserId;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  readonly status: UserStatus;
  /** When everything of it is deleted; `null` = it is not going to be. */
  readonly deletesAt: Date | null;
  readonly roles: readonly Role[];
  readonly isEmailConfirmed: boolean;
  /** `false`: invited, and has not chosen a password yet. */
  readonly hasPassword: boolean;
  /** Until when the invitation can be used; `null` = there is none. */
  readonly invitedUntil: Date | null;
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
  readonly passwordChangedAt: Date | null;
  readonly cards: readonly ConnectionCard[];
  readonly rests: readonly VendorRest[];
  /** `null` = nothing was ever set up. */
  readonly sync: ExchangeState | null;
  readonly numbers: {
    readonly onTill: number;
    readonly selected: number;
    readonly inVk: number;
    readonly withReason: number;
  };
  /** Newest first; `null` = the operator may not see runs. */
  readonly runs: readonly JobView[] | null;
  readonly events: readonly HealthEvent[];
  /** Refused and lost calls to the vendors of the last day; `null` = the operator may not see the log. */
  readonly apiErrors: number | null;
  /** Newest first; `null` = the operator may not see the audit log. */
  readonly audit: readonly AuditLine[] | null;
  readonly actions: readonly UserAction[];
}

export interface UserEdit {
  readonly firstName: string;
  readonly lastName: string;
  /** As typed; empty = none. */
  readonly phone: string;
  readonly email: string;
  readonly role: Role;
}

/**
 * Accounts as operators look after them. Everything throws `ACCESS.DENIED` without its permission; what touches an
 * account throws `ACCOUNT.NOT_FOUND`, `ACCESS.OWN_ACCOUNT`, `ACCESS.HIGHER_ROLE`, and `USER.STATE` (the account is not in
 * a state for that) besides what stands there.
 */
export interface AdminUsersService {
  list(actor: Actor, query: UsersQuery): Promise<UserList>;
  view(actor: Actor, id: UserId): Promise<UserView>;
  /** Throws `ACCESS.ROLE_NOT_YOURS`, `ACCOUNT.EMAIL_TAKEN`, `ACCOUNT.EMAIL_INVALID`, `MAIL.NOT_SENT`. */
  invite(
    actor: Actor,
    input: { readonly email: string; readonly firstName: string; readonly lastName: string; readonly role: Role },
  ): Promise<{ readonly userId: UserId; readonly expiresAt: Date }>;
  /** Throws `MAIL.NOT_SENT`. */
  sendInvite(actor: Actor, id: UserId): Promise<{ readonly expiresAt: Date }>;
  activate(actor: Actor, id: UserId): Promise<void>;
  /** Sessions end at once, a run at its next operation. Throws `ACCESS.LAST_SYSTEM`. */
  suspend(actor: Actor, id: UserId): Promise<void>;
  /** Sends a link for a new password and ends all sessions. Throws `MAIL.NOT_SENT`. */
  resetPassword(actor: Actor, id: UserId): Promise<void>;
  /** Throws `ACCESS.LAST_SYSTEM`, `ACCESS.ROLE_NOT_YOURS`, `ACCOUNT.EMAIL_TAKEN`, `ACCOUNT.*_INVALID` with details.field. */
  edit(actor: Actor, id: UserId, input: UserEdit): Promise<void>;
  /** Everything goes at once. Throws `USER.EMAIL_DIFFERS` (details.field), `ACCESS.LAST_SYSTEM`. */
  delete(actor: Actor, id: UserId, input: { readonly email: string }): Promise<void>;
}
