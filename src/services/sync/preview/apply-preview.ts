import { randomUUID } from 'node:crypto';
import type { Database } from '../../../db/database.js';
import { findOwnJob, type JobStatus } from '../../../db/repositories/jobs.repository.js';
import { approveShown, keysOfOperations } from '../../../db/repositories/preview.repository.js';
import { getSyncConfig } from '../../../db/repositories/sync-config.repository.js';
import type { JobId, ListingKey, UserId } from '../../../domain/brand.js';
import { AppError } from '../../../domain/errors.js';
import type { RunRequest } from '../../../../temporal/contracts.js';
import type { StartedJob } from '../../engine-services.js';
import type { Orchestrator } from '../../orchestrator.js';
import { refusalFor } from '../open-job.js';
import { PILOT_MOST } from '../pilot.js';
import { startedJob } from '../started-job.js';

export interface ApplyPreviewDeps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How a preview ends that has something to show. */
const DONE: readonly JobStatus[] = ['success', 'unchanged'];

export type PreviewChoice = 'all' | { readonly operationIds: readonly number[] };

/** Carries out a preview, whole or in part; see `PreviewService.apply`. */
export async function applyPreview(
  deps: ApplyPreviewDeps,
  userId: UserId,
  jobId: JobId,
  choice: PreviewChoice,
): Promise<StartedJob & { readonly goods: number | null }> {
  const { db, orchestrator } = deps;
  const job = await findOwnJob(db, userId, jobId);
  if (job?.kind !== 'preview') throw new AppError('not_found', 'JOB.NOT_FOUND');
  // Half a list is no preview: nobody can have looked at it.
  if (job.finishedAt === null) throw new AppError('conflict', 'JOB.NOT_OVER');
  if (!DONE.includes(job.status)) throw new AppError('not_found', 'JOB.NOT_FOUND');
  const keys = choice === 'all' ? null : await chosenKeys(db, jobId, choice.operationIds);
  const { settings, confirmedAt } = await getSyncConfig(db, userId);
  // Before the first run a part is a first try: everything else stays where it is until the merchant confirms.
  const isPilot = confirmedAt === null && keys !== null;
  if (isPilot && keys.length > PILOT_MOST) throw new AppError('invalid', 'PILOT.COUNT', { field: 'count' });
  const wish: Pick<RunRequest, 'kind' | 'trigger'> = { kind: isPilot ? 'pilot' : 'sync', trigger: 'manual' };
  const refusedCode = await refusalFor(deps, { userId, ...wish });
  if (refusedCode !== null) throw new AppError('conflict', refusedCode);
  if (!isPilot && (settings.mode === 'preview' || !settings.mirror))
    throw new AppError('conflict', 'PREVIEW.ONLY_SHOWN');
  // Where every run is asked about, this is the answer: to these very changes, not to what the till says meanwhile.
  if (!isPilot && settings.mode === 'approve') await approveShown(db, jobId, keys, new Date(deps.now()));
  const options = keys === null ? {} : { options: isPilot ? { pilotKeys: keys } : { onlyKeys: keys } };
  const answer = await orchestrator.requestRun(userId, { requestId: randomUUID(), ...wish, ...options });
  return { ...startedJob(answer), goods: keys?.length ?? null };
}

/** The goods of the chosen lines, each once. */
async function chosenKeys(db: Database, jobId: JobId, ids: readonly number[]): Promise<readonly ListingKey[]> {
  if (ids.length === 0) throw new AppError('invalid', 'JOB.NOTHING_CHOSEN');
  const found = await keysOfOperations(db, jobId, ids);
  const unknown = ids.find(id => !found.has(id));
  if (unknown !== undefined) throw new AppError('not_found', 'JOB.OPERATION_NOT_FOUND', { id: unknown });
  const keys = [...new Set(found.values())].filter(key => (key as string) !== '');
  if (keys.length === 0) throw new AppError('invalid', 'JOB.NOTHING_CHOSEN');
  return keys;
}
