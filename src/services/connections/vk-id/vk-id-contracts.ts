import type { UserId } from '../../../domain/brand.js';
import type { OfferedCommunity } from '../../../db/repositories/connection-attempts.repository.js';
import type { CheckResult } from '../../web-services.js';

export type { OfferedCommunity };

/** What came back from VK's consent page. */
export interface VkIdAnswer {
  readonly state: string;
  readonly code: string;
  readonly deviceId: string;
  /** VK's word for a refusal (`access_denied`); empty = consent. */
  readonly error: string;
}

/** A key by VK ID that waits for the merchant to choose a community. */
export interface CommunityChoice {
  readonly attemptId: number;
  /** Who signed in; empty when VK did not say. */
  readonly personName: string;
  /** `null` = VK did not let us read them: the number is asked for. */
  readonly communities: readonly OfferedCommunity[] | null;
  /** The community connected now, or before disconnecting. */
  readonly currentGroupId: number | null;
}

/** Another community than before is to be connected: nothing known of one shop holds for the other. */
export interface CommunityChange {
  readonly attemptId: number;
  readonly groupId: number;
  /** Empty when not known. */
  readonly name: string;
  readonly former: { readonly groupId: number; readonly name: string };
  /** Goods of ours that stay behind in the former shop. */
  readonly published: number;
}

/** Choosing led to a connection, or to a question first. */
export type Chosen =
  | { readonly kind: 'connected'; readonly result: CheckResult; readonly isReconnect: boolean }
  | { readonly kind: 'asks'; readonly attemptId: number };

/** Connecting a community: signing in with VK ID, choosing, and being asked before another one takes over. */
export interface VkIdService {
  /** `false` = no app of ours is set up; keys are entered by hand. */
  readonly isOffered: boolean;
  /** Address of VK's consent page. Throws `VK_ID.NOT_OFFERED`. */
  begin(input: { userId: UserId; sessionId: string }): Promise<string>;
  /**
   * Takes VK's answer and trades it for a key, which then waits for its community. Throws `VK_ID.STATE_UNKNOWN`,
   * `VK_ID.DENIED`, `VK_ID.CODE_REJECTED`, `VK_ID.RIGHTS_MISSING`, `VK.DOWN`, `TEMPORAL.DOWN`. An answer given twice is
   * no error while the key it brought still waits.
   */
  answer(input: { userId: UserId; sessionId: string; answer: VkIdAnswer }): Promise<void>;
  /** The newest key by VK ID that still waits; `null` = none does. */
  choice(userId: UserId): Promise<CommunityChoice | null>;
  /** A key entered by hand: connects at once, or keeps it while the merchant is asked. Throws as `connectVk`. */
  connectByHand(input: { userId: UserId; token: string; groupId: number }): Promise<Chosen>;
  /** Throws `VK_ID.CHOICE_OVER`, and as `connectVk`. */
  choose(input: { userId: UserId; attemptId: number; groupId: number; isSure: boolean }): Promise<Chosen>;
  /** What the question is about. Throws `VK_ID.CHOICE_OVER`. */
  change(userId: UserId, attemptId: number): Promise<CommunityChange>;
  /**
   * After a captcha: one cheap call. `page`: where VK wants the person to go, good for minutes; `null` = VK lets us in
   * again, and the exchange goes on. Throws `CONNECTION.MISSING` and what VK refuses with.
   */
  probeCaptcha(userId: UserId): Promise<{ readonly page: string | null }>;
}
