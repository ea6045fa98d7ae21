import type { Database } from '../../db/database.js';
import { findEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { findJobByRequest, insertJob, lockJob, updateJob, type NewJob } from '../../db/repositories/jobs.repository.js';
import {
  getSyncConfig,
  lockSyncConfig,
  raiseInputVersion,
  updateSyncConfig,
} from '../../db/repositories/sync-config.repository.js';
import { findUserById } from '../../db/repositories/users.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { JobId } from '../../domain/brand.js';
import { refusalOf } from '../../domain/sync/may-run.js';
import { undoRefusal } from './undo.js';

interface OpenedJob {
  readonly jobId: JobId | null;
  readonly refusedCode: string | null;
}

/** Makes the job's row if the merchant may run now; else says why not. The one gate for every trigger. */
export async function openJobFor(deps: { readonly db: Database }, wish: NewJob): Promise<OpenedJob> {
  const refusedCode = await refusalFor(deps, wish);
  if (refusedCode !== null) return { jobId: null, refusedCode };
  if (wish.kind === 'undo') return openUndo(deps.db, wish);
  if (wish.kind === 'disconnect') return openDisconnect(deps.db, wish);
  return { jobId: await insertJob(deps.db, wish), refusedCode: null };
}

/**
 * Makes the job of a leaving together with the wish it carries out: an earlier job of the same wish that ends meanwhile,
 * because this one takes its place, may have taken the wish with it. The clock only goes on with a wish that still stands.
 */
async function openDisconnect(db: Database, wish: NewJob): Promise<OpenedJob> {
  return db.transaction(async queries => {
    const { pendingDisconnect } = await lockSyncConfig(queries, wish.userId);
    if (wish.trigger !== 'manual' && pendingDisconnect === null) return { jobId: null, refusedCode: 'SYNC.CANCELLED' };
    const goods = wish.options?.goods ?? pendingDisconnect ?? 'hide';
    await updateSyncConfig(queries, wish.userId, { pending_disconnect: goods });
    return { jobId: await insertJob(queries, wish), refusedCode: null };
  });
}

/**
 * Makes the job that takes another one back. In one step with it the other one is marked, so that nobody takes it back
 * twice, and the merchant is asked before every run from now on: the next run would undo the undoing.
 */
async function openUndo(db: Database, wish: NewJob): Promise<OpenedJob> {
  return db.transaction(async queries => {
    const source = wish.sourceJobId === undefined ? null : await lockJob(queries, wish.sourceJobId);
    if (source?.userId !== wish.userId) return { jobId: null, refusedCode: 'JOB.NOT_FOUND' };
    const repeated = await findJobByRequest(queries, wish.userId, wish.requestId);
    if (repeated !== null) return { jobId: repeated, refusedCode: null };
    const refusedCode = await undoRefusal(queries, source);
    if (refusedCode !== null) return { jobId: null, refusedCode };
    const jobId = await insertJob(queries, wish);
    await updateJob(queries, source.id, { undone_by_job_id: jobId });
    const { settings } = await lockSyncConfig(queries, wish.userId);
    if (settings.mode !== 'approve') {
      await updateSyncConfig(queries, wish.userId, { settings: JSON.stringify({ ...settings, mode: 'approve' }) });
      await raiseInputVersion(queries, wish.userId);
    }
    return { jobId, refusedCode: null };
  });
}

/** Why a run may not start now; `null` = it may. */
export async function refusalFor(
  { db }: { readonly db: Database },
  wish: Pick<NewJob, 'userId' | 'kind' | 'trigger'>,
): Promise<string | null> {
  const user = await findUserById(db, wish.userId);
  if (!user) return 'ACCOUNT.NOT_FOUND';
  const config = await getSyncConfig(db, wish.userId);
  const evotor = await findEvotorConnection(db, wish.userId);
  const vk = await findVkConnection(db, wish.userId);
  // What only takes back or takes away needs no till.
  const needsTill = wish.kind !== 'undo' && wish.kind !== 'disconnect';
  if (wish.kind !== 'disconnect' && config.pendingDisconnect !== null) return 'SYNC.DISCONNECTING';
  return refusalOf({
    kind: wish.kind,
    isAutomatic: wish.trigger === 'schedule' || wish.trigger === 'webhook',
    isMerchant: user.roles.includes('user'),
    isActive: user.status === 'active',
    isConnected: vk !== null && (!needsTill || evotor?.sealedToken != null),
    isBlocked: vk?.blockedCode != null || (needsTill && evotor?.blockedCode != null),
    isEnabled: config.isEnabled,
    isConfirmed: config.confirmedAt !== null,
    isPaused: config.pausedAt !== null,
    mustChooseMerge: config.mergeAskedAt !== null && config.mergeChosenAt === null,
  });
}
