import type { Database } from '../../db/database.js';
import { findOwnJob, findServingJob } from '../../db/repositories/jobs.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import type { RunRequest } from '../../../temporal/contracts.js';

export interface ServingQuestion {
  readonly userId: UserId;
  readonly request: RunRequest;
  /** Jobs of the wanted kind that the merchant's pipeline runs or will run. */
  readonly candidates: readonly JobId[];
}

/**
 * The job that serves a wish without a new one: it will read the till after the wish was made, or it has done so and
 * went through. A job that was asked to end serves nobody. `null` = a job of its own is needed.
 */
export async function servingJob(
  deps: { readonly db: Database },
  { userId, request, candidates }: ServingQuestion,
): Promise<JobId | null> {
  if (request.kind === 'pilot' || (request.kind === 'sync' && request.options !== undefined))
    return sameChoice(deps.db, userId, request, candidates);
  const isPlain = request.sourceJobId === undefined && request.options === undefined;
  if (!isPlain || (request.kind !== 'sync' && request.kind !== 'preview')) return null;
  const askedAt = request.askedAtMs === undefined ? null : new Date(request.askedAtMs);
  return findServingJob(deps.db, { userId, kind: request.kind, candidates, askedAt });
}

/**
 * A run of just these goods that is under way: a second click on the button of a first try must not publish as many
 * again.
 */
async function sameChoice(
  db: Database,
  userId: UserId,
  { kind, options, sourceJobId }: RunRequest,
  candidates: readonly JobId[],
): Promise<JobId | null> {
  for (const id of candidates) {
    const job = await findOwnJob(db, userId, id);
    const isOpen = job?.kind === kind && job.finishedAt === null && job.cancelRequestedAt === null;
    const isSame = isOpen && job.sourceJobId === (sourceJobId ?? null);
    if (isSame && JSON.stringify(job.options) === JSON.stringify(options ?? null)) return id;
  }
  return null;
}
