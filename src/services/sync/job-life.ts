import type { Database } from '../../db/database.js';
import { findJob, updateJob } from '../../db/repositories/jobs.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { JobRef } from '../../../temporal/contracts.js';

interface Deps {
  readonly db: Database;
  readonly now: () => number;
}

/**
 * The job leaves the queue; its start stays the same when it goes on as a new run of the workflow. A job that was ended
 * while it waited stays ended: its first phase finds that out.
 */
export async function startJob(deps: Deps, job: JobRef, runId: string | null = null): Promise<void> {
  const record = await findJob(deps.db, job.jobId);
  if (record === null || record.finishedAt !== null) return;
  await updateJob(deps.db, job.jobId, {
    status: 'running',
    phase: 'till',
    run_id: runId,
    ...(record.startedAt ? {} : { started_at: new Date(deps.now()) }),
  });
}

/**
 * Whether a finished plan is carried out: `show` for previews, in mode «preview only» and with a switched-off mirror.
 * What waits for the merchant's yes is marked in the plan itself; a pilot is the merchant's own click.
 */
export async function jobMode(deps: Deps, job: JobRef): Promise<'apply' | 'show'> {
  const record = await findJob(deps.db, job.jobId);
  const { settings } = await getSyncConfig(deps.db, job.userId);
  const isOnlyShown = settings.mode === 'preview' || !settings.mirror;
  if (record?.kind === 'preview' || (record?.kind === 'sync' && isOnlyShown)) return 'show';
  await updateJob(deps.db, job.jobId, { phase: 'apply' });
  return 'apply';
}
