import { timingSafeEqual } from 'node:crypto';
import type { Database } from '../../../db/database.js';
import { findWaitingAttempt } from '../../../db/repositories/connection-attempts.repository.js';
import {
  answerVkIdRequest,
  deleteVkIdRequest,
  findVkIdRequest,
} from '../../../db/repositories/vk-id-requests.repository.js';
import type { UserId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import { registerSecret } from '../../../observability/redact.js';
import { hashToken } from '../../../security/hash-token.js';
import type { TokenVault } from '../../../security/token-vault.js';
import type { Orchestrator } from '../../orchestrator.js';
import { tokenPlace } from '../../vendors/token-places.js';
import { choiceSince } from './choice-life.js';
import type { VkIdAnswer } from './vk-id-contracts.js';

interface Deps {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly orchestrator: Orchestrator;
  readonly now: () => number;
}

/** VK's codes live ten minutes, and so long may somebody read the consent page. */
const REQUEST_LIFE_MS = 10 * 60_000;

/** What the worker needs to trade the code; sealed in the request's row. */
export interface VkIdCode {
  readonly code: string;
  readonly deviceId: string;
  readonly state: string;
}

/** Takes what VK ID sent back: checks the state, keeps the code sealed, and has it traded where VK is called from. */
export async function answerVkId(
  deps: Deps,
  { userId, sessionId, answer }: { userId: UserId; sessionId: string; answer: VkIdAnswer },
): Promise<void> {
  const { db, vault, orchestrator } = deps;
  const request = await findVkIdRequest(db, userId, { stateHash: hashToken(answer.state) });
  if (!request || !timingSafeEqual(request.sessionHash, hashToken(sessionId)))
    throw new AppError('conflict', 'VK_ID.STATE_UNKNOWN');
  if (request.answeredAt !== null) return alreadyAnswered(deps, userId, request.attemptId);
  if (request.createdAt.getTime() < deps.now() - REQUEST_LIFE_MS) {
    await deleteVkIdRequest(db, request.id);
    throw new AppError('conflict', 'VK_ID.STATE_UNKNOWN');
  }
  if (answer.error !== '' || answer.code === '' || answer.deviceId === '') {
    await deleteVkIdRequest(db, request.id);
    throw new AppError('forbidden', answer.error === 'access_denied' ? 'VK_ID.DENIED' : 'VK_ID.REFUSED');
  }
  registerSecret(answer.code);
  const { code, deviceId, state } = answer;
  const kept: VkIdCode = { code, deviceId, state };
  const sealed = vault.seal(JSON.stringify(kept), tokenPlace.vkIdAnswer(userId));
  const isFirst = await answerVkIdRequest(db, request.id, sealed, new Date(deps.now()));
  if (!isFirst) return alreadyAnswered(deps, userId, null);
  try {
    await orchestrator.exchangeVkCode({ userId, requestId: request.id });
  } catch (error) {
    // The code is worth nothing any more, whatever stood in the way.
    await deleteVkIdRequest(db, request.id);
    throw error;
  }
}

/** The same address opened again: no harm while the key it brought still waits for its community. */
async function alreadyAnswered({ db, now }: Deps, userId: UserId, attemptId: number | null): Promise<void> {
  const waiting = attemptId === null ? null : await findWaitingAttempt(db, userId, attemptId, choiceSince(now()));
  if (!waiting) throw new AppError('conflict', 'VK_ID.STATE_UNKNOWN');
}
