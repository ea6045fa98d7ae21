import type { Database } from '../../../db/database.js';
import { takeCaptchaPage } from '../../../db/repositories/captcha-page.repository.js';
import { findWaitingAttempt, insertAttempt } from '../../../db/repositories/connection-attempts.repository.js';
import { formerCommunity } from '../../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import type { TokenVault } from '../../../security/token-vault.js';
import type { Orchestrator } from '../../orchestrator.js';
import { tokenPlace } from '../../vendors/token-places.js';
import { cleanToken } from '../clean-token.js';
import { answerVkId } from './answer-vk-id.js';
import { beginVkId, type VkIdApp } from './begin-vk-id.js';
import { choiceSince } from './choice-life.js';
import { chooseCommunity, communityChange } from './choose-community.js';
import type { VkIdService } from './vk-id-contracts.js';

export interface VkIdServiceDeps {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly orchestrator: Orchestrator;
  /** `null` = no app of ours is set up. */
  readonly vkIdApp: VkIdApp | null;
  readonly now: () => number;
}

/** Connecting a community with VK ID or by hand. The vendor is called by short workflows alone. */
export function createVkIdService(deps: VkIdServiceDeps): VkIdService {
  const { db, vault, orchestrator, vkIdApp: app, now } = deps;
  return {
    isOffered: app !== null,
    async begin(input) {
      if (app === null) throw new AppError('conflict', 'VK_ID.NOT_OFFERED');
      return beginVkId({ ...deps, app }, input);
    },
    answer: input => answerVkId(deps, input),
    async choice(userId) {
      const attempt = await findWaitingAttempt(db, userId, null, choiceSince(now()));
      if (attempt?.vkId == null) return null;
      const { personName, communities } = attempt.vkId;
      return { attemptId: attempt.id, personName, communities, currentGroupId: await formerCommunity(db, userId) };
    },
    async connectByHand({ userId, token, groupId }) {
      const sealedToken = vault.seal(cleanToken(token), tokenPlace.attempt(userId, 'vk'));
      const attemptId = await insertAttempt(db, { userId, service: 'vk', sealedToken, vkGroupId: groupId });
      return chooseCommunity(deps, { userId, attemptId, groupId, isSure: false });
    },
    choose: input => chooseCommunity(deps, input),
    change: (userId, attemptId) => communityChange(deps, userId, attemptId),
    async probeCaptcha(userId) {
      const { isNeeded } = await orchestrator.probeCaptcha({ userId });
      return { page: isNeeded ? await captchaPage(deps, userId) : null };
    },
  };
}

/** Only an address of the web is opened; VK's own word for anything else is that there is nothing to open. */
async function captchaPage({ db, vault }: VkIdServiceDeps, userId: UserId): Promise<string> {
  const sealed = await takeCaptchaPage(db, userId);
  const page = sealed === null ? '' : vault.open(sealed, tokenPlace.captchaPage(userId));
  if (!/^https?:\/\//iu.test(page)) throw new AppError('upstream_rejected', 'VK.CAPTCHA');
  return page;
}
