import { findEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import { noteShopState, noteTillState } from '../notices/connection-notices.js';
import { tillStateAfter, tillStop } from '../sync/till-stop.js';
import type { ConnectionDeps } from './accept-connection.js';
import { isPassing } from './passing-codes.js';

/** Blocks that a token which works again takes away; a missing right or a closed shop is not seen by a mere sign of life. */
const ABOUT_THE_TOKEN: readonly string[] = [
  'EVOTOR.TOKEN_REJECTED',
  'VK.TOKEN_REVOKED',
  'VK.TOKEN_EXPIRED',
  'VK.TOKEN_OTHER_ADDRESS',
  'VK.VALIDATION_NEEDED',
  'VK_ID.GRANT_REJECTED',
];

interface Input {
  readonly userId: UserId;
  readonly service: 'evotor' | 'vk';
}
type Deps = Pick<ConnectionDeps, 'db' | 'vendors'> & { readonly now: () => number };

/**
 * The health sweep's one cheap call to a vendor nobody has called for an interval: `GET /stores`, `users.get`. Writes
 * down whether the connection is online, and an event on a change.
 */
export async function pingConnection(deps: Deps, input: Input): Promise<void> {
  if (input.service === 'evotor') return pingTill(deps, input.userId);
  return pingShop(deps, input.userId);
}

async function pingTill({ db, vendors, now }: Deps, userId: UserId): Promise<void> {
  const client = await vendors.till({ userId, jobId: null });
  const before = await findEvotorConnection(db, userId);
  if (!client || !before) return;
  const answer = await client.stores(() => undefined);
  const code = answer.outcome === 'ok' ? null : answer.outcome === 'unknown' ? 'EVOTOR.DOWN' : answer.code;
  const blockedUntil = answer.outcome === 'ok' ? null : tillStateAfter(tillStop(answer, now())).blockedUntil;
  await noteTillState(db, { userId, jobId: null }, { ...stateOf(code, before.blockedCode), blockedUntil });
}

async function pingShop({ db, vendors }: Deps, userId: UserId): Promise<void> {
  const session = await vendors.shop({ userId, jobId: null });
  if (!session) return;
  const answer = await session.client.me();
  const code = answer.outcome === 'ok' ? null : answer.outcome === 'unknown' ? 'VK.DOWN' : answer.code;
  // Read again: the gate may have written down meanwhile that the token is dead.
  const before = (await findVkConnection(db, userId))?.blockedCode ?? null;
  await noteShopState(db, { userId, jobId: null }, stateOf(code, before));
}

function stateOf(code: string | null, before: string | null): { isOnline: boolean; blockedCode: string | null } {
  if (code === null) {
    const isOver = before !== null && ABOUT_THE_TOKEN.includes(before);
    return { isOnline: before === null || isOver, blockedCode: isOver ? null : before };
  }
  // What passes by itself says nothing about the connection.
  return isPassing(code) ? { isOnline: false, blockedCode: before } : { isOnline: false, blockedCode: code };
}
