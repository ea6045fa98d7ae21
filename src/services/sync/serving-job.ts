import type { Database } from '../../db/database.js';
import { findServingJob } from '../../db/repositories/jobs.repository.js';
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
  const isPlain = request.sourceJobId === undefined && request.options === undefined;
  if (!isPlain || (request.kind !== 'sync' && request.kind !== 'preview')) return null;
  const askedAt = request.askedAtMs === undefined ? null : new Date(request.askedAtMs);
  return findServingJob(deps.db, { userId, kind: request.kind, candidates, askedAt });
}
