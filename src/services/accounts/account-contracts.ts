import type { Actor } from '../../domain/access/actor.js';
import type { CurrentUser, Role } from '../../domain/account.js';
import type { UserId } from '../../domain/brand.js';

/** What a person tells of themselves. `phone` as typed; it is kept as `+79161234567`. */
export interface PersonInput {
  readonly firstName: string;
  readonly lastName: string;
  /** May be empty where the form says so. */
  readonly phone: string;
}

/** Where a wish came from, for throttling. */
interface From {
  readonly address: string;
}

/** What a link that confirms an address is about. */
export type ConfirmationView =
  | { readonly state: 'open'; readonly kind: 'registration' | 'change'; readonly email: string }
  /** It was used before: nothing is left to do. */
  | { readonly state: 'done' }
  /** Unknown, or too old. */
  | { readonly state: 'over' };

/** What a used link did. */
export type Confirmed =
  | { readonly kind: 'registration'; readonly user: CurrentUser }
  | { readonly kind: 'change'; readonly email: string }
  | { readonly kind: 'done' };

export interface Invitation extends PersonInput {
  readonly email: string;
}

/** The account as its page shows it. */
export interface ProfileView {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** E.164; `null` = none. */
  readonly phone: string | null;
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
  readonly passwordChangedAt: Date | null;
  /** A new address that waits for an answer to its letter. */
  readonly pendingEmail: { readonly email: string; readonly expiresAt: Date } | null;
  /** When everything is deleted; `null` = it is not going to be. */
  readonly deletesAt: Date | null;
}

/**
 * Accounts of the site. No answer tells whether an e-mail has an account: what differs goes by letter to that address.
 * Every use case that checks a password or sends a letter is throttled: `LOGIN.TOO_MANY`, `LETTER.TOO_MANY`
 * (details.retryAfterSeconds).
 */
export interface AccountService {
  /** Throws `LOGIN.WRONG`, `LOGIN.TOO_MANY`, `ACCOUNT.PENDING`, `ACCOUNT.SUSPENDED`. */
  logIn(input: { email: string; password: string } & From): Promise<CurrentUser>;
  findUser(id: UserId): Promise<CurrentUser | null>;
  /** Whether one more form of this address may be kept over a log-in. */
  mayKeepForm(address: string): Promise<boolean>;
  /** Throws `ACCOUNT.EMAIL_INVALID`, `ACCOUNT.PHONE_INVALID`, `PASSWORD.*` with details.field. */
  register(input: PersonInput & { email: string; password: string } & From): Promise<void>;
  resendConfirmation(input: { email: string } & From): Promise<void>;
  confirmation(token: string): Promise<ConfirmationView>;
  /**
   * Registration asks for the password chosen then: who registered somebody else's address never gets in.
   * Throws `LINK.OVER`, `PASSWORD.WRONG` (details.field), `ACCOUNT.EMAIL_TAKEN`, `ACCOUNT.SUSPENDED`.
   */
  confirmEmail(input: { token: string; password: string } & From): Promise<Confirmed>;
  forgotPassword(input: { email: string } & From): Promise<void>;
  /** Whether the link still resets a password. */
  canReset(token: string): Promise<boolean>;
  /** Throws `LINK.OVER`, `PASSWORD.*`. Ends every session of the account. */
  resetPassword(input: { token: string; password: string } & From): Promise<void>;
  /**
   * Makes or renews an invitation and sends it. Throws `ACCOUNT.EMAIL_TAKEN`, `ACCOUNT.EMAIL_INVALID`, `MAIL.NOT_SENT`,
   * `ACCESS.DENIED` (`users.invite`), `ACCESS.ROLE_NOT_YOURS`, `ACCESS.HIGHER_ROLE`.
   */
  invite(
    actor: Actor,
    input: { email: string; firstName: string; lastName: string; role: Role },
  ): Promise<{ readonly userId: UserId; readonly expiresAt: Date }>;
  /** `null` = unknown, used or too old. */
  invitation(token: string): Promise<Invitation | null>;
  /** Throws `LINK.OVER`, `ACCOUNT.PHONE_INVALID`, `PASSWORD.*`. */
  acceptInvitation(input: PersonInput & { token: string; password: string } & From): Promise<CurrentUser>;
  profile(userId: UserId): Promise<ProfileView>;
  /**
   * A changed e-mail needs the password, and takes effect when the letter to it is answered; answers that address.
   * Throws `ACCOUNT.PHONE_INVALID`, `ACCOUNT.EMAIL_INVALID`, `PASSWORD.WRONG` with details.field.
   */
  editProfile(
    userId: UserId,
    input: PersonInput & { email: string; password: string } & From,
  ): Promise<{ readonly letterTo: string | null }>;
  /** The e-mail stays as it is; the letter's link ends. */
  cancelEmailChange(userId: UserId): Promise<void>;
  /** Ends every session of the account; the answer is for a new one. Throws `PASSWORD.*`. */
  changePassword(userId: UserId, input: { current: string; password: string } & From): Promise<CurrentUser>;
  /**
   * Vendor keys go at once, everything else after the grace. Ends every session. Throws `PASSWORD.WRONG`,
   * `ACCOUNT.NOT_MERCHANT`, `ACCESS.LAST_SYSTEM`.
   */
  requestDeletion(userId: UserId, input: { password: string } & From): Promise<CurrentUser>;
  cancelDeletion(userId: UserId): Promise<CurrentUser>;
  /** Own data as JSON, piece by piece; no secret, nobody else's. Throws `EXPORT.TOO_MANY`. */
  exportData(userId: UserId): Promise<AsyncIterable<string>>;
}
