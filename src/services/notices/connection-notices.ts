import type { Queries } from '../../db/database.js';
import { findEvotorConnection, setEvotorState } from '../../db/repositories/evotor-connections.repository.js';
import { findVkConnection, setVkState } from '../../db/repositories/vk-connections.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { TILL_ENDED } from '../connections/till-ended.js';
import type { VendorService } from '../web-services.js';
import { closeCause, dropCauses, openNotice } from './notices.js';

interface Owner {
  readonly userId: UserId;
  readonly jobId: JobId | null;
}

interface State {
  readonly isOnline: boolean;
  /** What keeps the clock away until the merchant does something; `null` = nothing. */
  readonly blockedCode: string | null;
}

/** Causes that are about a connection: without it they mean nothing. */
const CAUSES: Readonly<Record<VendorService, readonly string[]>> = {
  evotor: ['till', 'stale_store', 'parked'],
  vk: ['shop', 'captcha', 'twins', 'parked', 'first_load'],
};

/** Writes down how VK answered, and tells the merchant when it is his turn, or that it is not any more. */
export async function noteShopState(queries: Queries, owner: Owner, state: State): Promise<void> {
  await setVkState(queries, owner.userId, state);
  if (state.blockedCode !== null && (await findVkConnection(queries, owner.userId)) === null) return;
  await tell(queries, owner, 'shop', state, []);
}

/** The same of the till. What Evotor itself told of the app ends only by its own word. */
export async function noteTillState(
  queries: Queries,
  owner: Owner,
  state: State & { readonly blockedUntil?: Date | null },
): Promise<void> {
  await setEvotorState(queries, owner.userId, state);
  // The token was taken away in the middle of a call: why, Evotor or the merchant has told already.
  if (state.blockedCode !== null && (await findEvotorConnection(queries, owner.userId))?.sealedToken == null) return;
  await tell(queries, owner, 'till', state, TILL_ENDED);
}

async function tell(
  queries: Queries,
  owner: Owner,
  cause: string,
  state: State,
  except: readonly string[],
): Promise<void> {
  const { isOnline, blockedCode } = state;
  // First the new one: at no moment does it look as if nothing were wrong.
  if (blockedCode !== null) await openNotice(queries, owner.userId, blockedCode, {}, owner.jobId);
  if (blockedCode !== null || isOnline)
    await closeCause(queries, owner.userId, cause, [...except, ...(blockedCode === null ? [] : [blockedCode])]);
}

/** A new connection was accepted: what was wrong with the former one is over, but for what is wrong with this one too. */
export async function noteConnected(
  queries: Queries,
  userId: UserId,
  service: VendorService,
  stillWrong: readonly string[] = [],
): Promise<void> {
  await closeCause(queries, userId, service === 'evotor' ? 'till' : 'shop', stillWrong);
}

/** The merchant has no such connection any more: nobody has to mend it, and nobody is told that it works again. */
export async function noteDisconnected(queries: Queries, userId: UserId, service: VendorService): Promise<void> {
  await dropCauses(queries, userId, CAUSES[service]);
}
