import type { UserId } from '../../domain/brand.js';
import type { AppLife, SubscriptionMark } from '../../domain/connections/app-life.js';

/** Who sends a webhook. */
export interface WebhookSender {
  /** The header `Authorization` as it came. */
  readonly authorization: string | undefined;
  /** Address of the caller, for the limit on wrong secrets and tokens; behind a proxy right only with `TRUST_PROXY`. */
  readonly address: string;
}

/** As whom a sender was let in: as Evotor itself, or with the token we gave out for one till. */
export type WebhookAccess = { readonly as: 'evotor' } | { readonly as: 'till'; readonly connectionId: number };

export interface TillRegistration {
  readonly evotorUserId: string;
  /** What was typed into the form of the app; `null` = nothing. */
  readonly email: string | null;
}

export interface TillLogIn {
  readonly evotorUserId: string;
  /** E-mail or telephone. */
  readonly username: string;
  readonly password: string;
}

export interface GivenToken {
  readonly evotorUserId: string;
  readonly token: string;
}

export interface InstallationEvent {
  readonly evotorUserId: string;
  /** `null` = a kind nobody knows yet: taken and left. */
  readonly isInstalled: boolean | null;
  /** Evotor's time, epoch milliseconds. */
  readonly at: NonNullable<AppLife['installedAt']>;
}

export interface SubscriptionEvent extends SubscriptionMark {
  readonly evotorUserId: string;
}

/** What Evotor tells us of its own accord. */
export interface WebhookService {
  /**
   * Lets a sender in before anything of its message is read. Throws `WEBHOOK.SECRET_WRONG` (also where no secret is
   * configured), `WEBHOOK.TOO_MANY` (details.retryAfterSeconds).
   */
  admit(sender: WebhookSender, keys: 'secret' | 'secret_or_token'): Promise<WebhookAccess>;
  /**
   * Somebody changed goods on a till: a hint that starts an early run; what the message says is not looked at.
   * Answers whose till it is. Throws `WEBHOOK.TOKEN_UNKNOWN`, `WEBHOOK.TOO_MANY` (details.retryAfterSeconds).
   */
  productsChanged(sender: WebhookSender): Promise<{ readonly userId: UserId | null }>;
  /**
   * An account of Evotor gets a token of ours; a merchant it is not tied to, whatever the e-mail.
   * Throws `WEBHOOK.TILL_TAKEN`.
   */
  tillRegistered(message: TillRegistration): Promise<{ readonly token: string }>;
  /**
   * The same, and the till becomes that merchant's own. Throws `WEBHOOK.LOGIN_WRONG`, `LOGIN.TOO_MANY`
   * (details.retryAfterSeconds), `WEBHOOK.TILL_TAKEN`, `CLAIM.TILL_THERE`.
   */
  tillLoggedIn(message: TillLogIn): Promise<{ readonly token: string }>;
  /**
   * The token for reading the till. It is kept in any case: nobody says that it would be sent again.
   * Throws `WEBHOOK.USER_UNKNOWN` for an account never heard of before.
   */
  tokenGiven(message: GivenToken): Promise<void>;
  /** Throws `WEBHOOK.TOKEN_UNKNOWN` when the token is of another till than the message. */
  installationChanged(access: WebhookAccess, event: InstallationEvent): Promise<void>;
  /** Throws as `installationChanged`. */
  subscriptionChanged(access: WebhookAccess, event: SubscriptionEvent): Promise<void>;
}
