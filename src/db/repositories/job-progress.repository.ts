import type { JobId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/** Adds operations that were left out to a job's progress. */
export async function addProgress(queries: Queries, jobId: JobId, count: number): Promise<void> {
  if (count === 0) return;
  await queries.change(
    'UPDATE sync_jobs SET progress_done = progress_done + :count, progress_at = :now WHERE id = :jobId',
    { jobId, count, now: new Date() },
  );
}
