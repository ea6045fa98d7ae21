import type { JobId, UserId } from '../../domain/brand.js';
import type { StopReason } from '../../domain/sync/job-outcome.js';
import { noteTillState } from '../notices/connection-notices.js';
import type { SyncDeps } from './sync-deps.js';
import { tillStateAfter } from './till-stop.js';

interface Owner {
  readonly userId: UserId;
  readonly jobId: JobId | null;
}

/** Writes down what a stop says about the connection, and tells the merchant if something is to be done. */
export async function noteTillStop({ db }: Pick<SyncDeps, 'db'>, owner: Owner, stop: StopReason): Promise<void> {
  await noteTillState(db, owner, tillStateAfter(stop));
}

/** The till answers: what was to be done has been done. */
export async function noteTillAnswers({ db }: Pick<SyncDeps, 'db'>, owner: Owner): Promise<void> {
  await noteTillState(db, owner, { isOnline: true, blockedCode: null });
}
