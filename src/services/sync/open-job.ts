import type { Database } from '../../db/database.js';
import { findEvotorConnection } from '../../db/repositories/evotor-connections.repository.js';
import { insertJob, type JobKind, type JobTrigger } from '../../db/repositories/jobs.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { findUserById } from '../../db/repositories/users.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { refusalOf } from '../../domain/sync/may-run.js';

export interface JobWish {
  readonly userId: UserId;
  readonly kind: JobKind;
  readonly trigger: JobTrigger;
  readonly workflowId: string;
  /** A wish repeated with the same id is the same wish. */
  readonly requestId: string;
}

/** Makes the job's row if the merchant may run now; else says why not. The one gate for every trigger. */
export async function openJobFor(
  deps: { readonly db: Database },
  wish: JobWish,
): Promise<{ jobId: JobId | null; refusedCode: string | null }> {
  const refusedCode = await refusalFor(deps, wish);
  if (refusedCode !== null) return { jobId: null, refusedCode };
  const { userId, kind, trigger, workflowId, requestId } = wish;
  return { jobId: await insertJob(deps.db, { userId, kind, trigger, workflowId, requestId }), refusedCode: null };
}

/** Why a run may not start now; `null` = it may. */
export async function refusalFor(
  { db }: { readonly db: Database },
  wish: Pick<JobWish, 'userId' | 'kind' | 'trigger'>,
): Promise<string | null> {
  const user = await findUserById(db, wish.userId);
  if (!user) return 'ACCOUNT.NOT_FOUND';
  const config = await getSyncConfig(db, wish.userId);
  const evotor = await findEvotorConnection(db, wish.userId);
  const vk = await findVkConnection(db, wish.userId);
  return refusalOf({
    kind: wish.kind,
    isAutomatic: wish.trigger === 'schedule' || wish.trigger === 'webhook',
    isMerchant: user.roles.includes('user'),
    isActive: user.status === 'active',
    isConnected: evotor?.sealedToken != null && vk !== null,
    isBlocked: evotor?.blockedCode != null || vk?.blockedCode != null,
    isEnabled: config.isEnabled,
    isConfirmed: config.confirmedAt !== null,
    isPaused: config.pausedAt !== null,
  });
}
