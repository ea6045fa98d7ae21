import type { Queries } from '../../db/database.js';
import { keepFailedOf } from '../../db/repositories/failed-operations.repository.js';
import type { JobRecord } from '../../db/repositories/jobs.repository.js';

/** Whether a run is about some goods alone: it leaves the rest, the clock and the question of what is left to do as they are. */
export const isPartial = ({ kind, options }: Pick<JobRecord, 'kind' | 'options'>): boolean =>
  kind === 'sync' && (options?.onlyKeys !== undefined || options?.onlyFailed === true);

/** Leaves in the plan of a partial run its goods alone; any other plan stays as it is. */
export async function keepOnly(queries: Queries, job: JobRecord): Promise<void> {
  if (!isPartial(job)) return;
  if (job.options?.onlyFailed === true && job.sourceJobId !== null)
    return keepFailedOf(queries, job.id, job.sourceJobId);
  const keys = job.options?.onlyKeys ?? [];
  await queries.change(
    `DELETE FROM sync_operations WHERE job_id = :jobId AND state = 'planned' AND listing_key NOT IN (:keys)`,
    { jobId: job.id, keys: keys.length > 0 ? [...keys] : [''] },
  );
}
