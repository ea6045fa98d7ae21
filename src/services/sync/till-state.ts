import { setEvotorState } from '../../db/repositories/evotor-connections.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import { closeNotices, openNotice } from '../notices/notices.js';
import type { SyncDeps } from './sync-deps.js';
import { tillStateAfter } from './till-stop.js';

/** Refusals after which only the merchant can make the till readable again. */
const RECONNECT: readonly string[] = ['EVOTOR.TOKEN_REJECTED', 'EVOTOR.RIGHT_MISSING'];

interface Owner {
  readonly userId: UserId;
  readonly jobId: JobId | null;
}

/** Writes down what a stop says about the connection, and tells the merchant if something is to be done. */
export async function noteTillStop({ db }: Pick<SyncDeps, 'db'>, owner: Owner, stop: StopReason): Promise<void> {
  await setEvotorState(db, owner.userId, tillStateAfter(stop));
  if (stop.kind === 'failed' && RECONNECT.includes(stop.code))
    await openNotice(db, owner.userId, stop.code, {}, owner.jobId);
}

/** The till answers: what was to be done has been done. */
export async function noteTillAnswers({ db }: Pick<SyncDeps, 'db'>, { userId }: Owner): Promise<void> {
  await setEvotorState(db, userId, { isOnline: true, blockedCode: null });
  await closeNotices(db, userId, RECONNECT);
}
