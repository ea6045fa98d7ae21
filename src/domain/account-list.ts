import type { CurrentUser, Role } from './account.js';
import type { UserId } from './brand.js';

/** Where an account stands; `deleting`: its owner asked for its deletion and may still take that back. */
export type UserStatus = CurrentUser['status'] | 'deleting';

/**
 * How a merchant's exchange stands: both vendors connected; confirmed and switched on; resting until a vendor lets us
 * call again; failing, or refused by a vendor until a person does something.
 */
export type SyncCondition = 'connected' | 'confirmed' | 'parked' | 'failing';

export type UserSort = 'new' | 'old' | 'name' | 'email' | 'login';

/** Which accounts to list; `null` lets everything through. */
export interface UsersQuery {
  /** Part of an e-mail, name, telephone, community or store, or an id of ours, of the community or of the till. */
  readonly search: string;
  readonly status: UserStatus | null;
  readonly role: Role | null;
  readonly condition: SyncCondition | null;
  readonly sort: UserSort;
  readonly page: number;
}

/** A connection in one cell. */
export interface ShortConnection {
  /** Store or community; empty when not known yet. */
  readonly name: string;
  readonly isOnline: boolean;
  readonly problemCode: string | null;
}

export interface UserRow {
  readonly id: UserId;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string | null;
  readonly status: UserStatus;
  readonly roles: readonly Role[];
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
  /** `null` = not connected. */
  readonly till: ShortConnection | null;
  readonly shop: ShortConnection | null;
  readonly isEnabled: boolean;
  readonly isConfirmed: boolean;
  readonly isPaused: boolean;
  /** Runs that failed in a row. */
  readonly failingCount: number;
  /** A vendor is not called before; `null` = may be. */
  readonly parkedUntil: Date | null;
}

/** How many accounts there are of each kind, whatever is searched for. */
export interface UserNumbers {
  readonly all: number;
  readonly statuses: Readonly<Record<UserStatus, number>>;
  readonly roles: Readonly<Record<Role, number>>;
  readonly conditions: Readonly<Record<SyncCondition, number>>;
}

/** A rest that a vendor asked for. */
export interface VendorRest {
  readonly service: 'evotor' | 'vk';
  /** VK method; `*` = all of them, empty for the till. */
  readonly method: string;
  readonly code: string;
  readonly until: Date;
}

export interface HealthEvent {
  readonly service: 'evotor' | 'vk';
  readonly event: 'online' | 'offline' | 'token_refreshed' | 'token_refresh_failed';
  /** Our code, or empty. */
  readonly detail: string;
  readonly at: Date;
}

/** How an account's exchange is set. */
export interface ExchangeState {
  readonly isEnabled: boolean;
  readonly confirmedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly nextDueAt: Date | null;
  readonly restUntil: Date | null;
  readonly failingCount: number;
}
