import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { noteShopState, noteTillState } from '../notices/connection-notices.js';
import type { CheckResult } from '../web-services.js';
import type { ConnectionDeps } from './accept-connection.js';
import { checkShop, checkTill, firstBadCode } from './checks.js';
import { isPassing } from './passing-codes.js';

/** Checks a stored connection now and writes down whether it is online; an event only on a change. */
export async function testConnection(
  deps: Pick<ConnectionDeps, 'db' | 'vendors'>,
  input: { userId: UserId; service: 'evotor' | 'vk' },
): Promise<CheckResult> {
  const owner = { userId: input.userId, jobId: null };
  const result = input.service === 'evotor' ? await testTill(deps, owner) : await testShop(deps, owner);
  const code = firstBadCode(result);
  const isOnline = code === null;
  const note = input.service === 'evotor' ? noteTillState : noteShopState;
  await note(deps.db, owner, { isOnline, blockedCode: isPassing(code) ? null : code });
  return result;
}

interface Owner {
  readonly userId: UserId;
  readonly jobId: null;
}

async function testTill(deps: Pick<ConnectionDeps, 'vendors'>, owner: Owner): Promise<CheckResult> {
  const client = await deps.vendors.till(owner);
  if (!client) throw new AppError('conflict', 'CONNECTION.MISSING');
  return (await checkTill(client)).result;
}

async function testShop(deps: Pick<ConnectionDeps, 'vendors'>, owner: Owner): Promise<CheckResult> {
  const session = await deps.vendors.shop(owner);
  if (!session) throw new AppError('conflict', 'CONNECTION.MISSING');
  return (await checkShop(session.client)).result;
}
