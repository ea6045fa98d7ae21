import type { VkClient } from '../../clients/vk/client.js';
import type { VkApiError } from '../../clients/vk/outcome.js';
import type { Queries } from '../../db/database.js';
import {
  deleteMethodBlock,
  listMethodBlocks,
  saveMethodBlock,
  type VkConnection,
} from '../../db/repositories/vk-connections.repository.js';
import type { Unknown } from '../../domain/result.js';
import { ALL_METHODS, blockMs } from '../../domain/sync/method-block.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import { noteShopState } from '../notices/connection-notices.js';
import { closeNotices, openNotice } from '../notices/notices.js';
import type { SyncDeps } from './sync-deps.js';

/** Rest after a VK that does not answer or is out of order. */
const SILENCE_REST_MS = 5 * 60_000;
const CAPTCHA = 'VK.CAPTCHA';

/**
 * What an outcome that is not about one item means for the run, and remembers it: a block of the method, or that the
 * connection needs its merchant.
 */
export async function vkStop(
  deps: Pick<SyncDeps, 'db' | 'now'>,
  connection: VkConnection,
  outcome: VkApiError | Unknown,
): Promise<StopReason> {
  const now = deps.now();
  if (outcome.outcome === 'unknown') return { kind: 'parked', code: 'VK.DOWN', resumeAtMs: now + SILENCE_REST_MS };
  switch (outcome.policy) {
    case 'block_method':
    case 'captcha': {
      const method = outcome.policy === 'captcha' ? ALL_METHODS : outcome.method;
      const until = await blockMethod(deps, connection, method, outcome.code);
      return { kind: 'parked', code: outcome.code, resumeAtMs: until };
    }
    case 'refresh':
    case 'stop_merchant':
    case 'stop_operator':
      await noteShopState(
        deps.db,
        { userId: connection.userId, jobId: null },
        { isOnline: false, blockedCode: outcome.code },
      );
      return { kind: 'failed', code: outcome.code };
    case 'backoff':
    case 'retry':
    case 'split_batch':
      return { kind: 'parked', code: outcome.code, resumeAtMs: now + SILENCE_REST_MS };
    default:
      return { kind: 'failed', code: outcome.code };
  }
}

/** VK lets us in without a captcha. */
export async function endCaptcha(queries: Queries, { id, userId }: Pick<VkConnection, 'id' | 'userId'>): Promise<void> {
  await deleteMethodBlock(queries, id, ALL_METHODS);
  await closeNotices(queries, userId, [CAPTCHA]);
}

/** Leaves a method alone for a growing while; answers until when, in epoch milliseconds. */
export async function blockMethod(
  deps: Pick<SyncDeps, 'db' | 'now'>,
  connection: VkConnection,
  method: string,
  code: string,
): Promise<number> {
  const before = (await listMethodBlocks(deps.db, connection.id)).find(block => block.method === method);
  const step = before === undefined ? 0 : before.step + 1;
  const until = deps.now() + blockMs(code, step);
  await saveMethodBlock(deps.db, connection.id, { method, blockedUntil: new Date(until), code, step });
  if (code === CAPTCHA) await openNotice(deps.db, connection.userId, code);
  return until;
}

/**
 * What a captcha of the last day means for a run that begins now: while its hour lasts the run rests; after it one cheap
 * call is tried before anything else. `null` = go on.
 */
export async function captchaStop(
  deps: Pick<SyncDeps, 'db' | 'now'>,
  session: { readonly client: VkClient; readonly connection: VkConnection },
): Promise<StopReason | null> {
  const { client, connection } = session;
  const block = (await listMethodBlocks(deps.db, connection.id)).find(({ method }) => method === ALL_METHODS);
  if (!block) return null;
  const until = block.blockedUntil.getTime();
  if (until > deps.now()) return { kind: 'parked', code: block.code, resumeAtMs: until };
  const answer = await client.me();
  if (answer.outcome !== 'ok') return vkStop(deps, connection, answer);
  await endCaptcha(deps.db, connection);
  return null;
}
