import type { Permission } from './access/permissions.js';
import type { UserId } from './brand.js';

/** Days between the wish to delete an account and the deletion, in which it can be taken back. */
export const DELETION_GRACE_DAYS = 14;

/** Roles, lowest first. Only `user` accounts are synced. */
export type Role = 'user' | 'admin' | 'system';

/** The logged-in person, read anew on each request. */
export interface CurrentUser {
  readonly id: UserId;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly status: 'pending' | 'active' | 'suspended';
  readonly roles: readonly Role[];
  /** What the roles grant. */
  readonly permissions: readonly Permission[];
  /** Raised at password change and suspension: older sessions end. */
  readonly sessionEpoch: number;
  /** The account is to be deleted: until the grace is over its owner may only take that back. `null` = it is not. */
  readonly deleteRequestedAt: Date | null;
}

/** When an account whose deletion was asked for is deleted. */
export const deletionDate = (requestedAt: Date): Date =>
  new Date(requestedAt.getTime() + DELETION_GRACE_DAYS * 86_400_000);
