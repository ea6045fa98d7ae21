import type { Queries } from '../../db/database.js';
import { declinedCreates } from '../../db/repositories/decisions.repository.js';
import type { JobRecord } from '../../db/repositories/jobs.repository.js';
import { plannedCreates } from '../../db/repositories/plan-facts.repository.js';
import { byPriority } from '../../domain/sync/limits.js';

/** Most goods of a first try. */
export const PILOT_MOST = 50;

/** What a first try may do to its goods: nothing is taken away. */
const PILOT_KINDS = ['create', 'update', 'unhide', 'restore', 'album_add'] as const;

/** Leaves in a pilot's plan its chosen goods alone: those named, or the first so many new ones. */
export async function keepPilot(queries: Queries, job: JobRecord): Promise<void> {
  const keys = job.options?.pilotKeys ?? (await firstNew(queries, job));
  await queries.change(
    `DELETE FROM sync_operations WHERE job_id = :jobId AND state = 'planned'
       AND (kind NOT IN (:kinds) OR listing_key NOT IN (:keys))`,
    { jobId: job.id, kinds: [...PILOT_KINDS], keys: keys.length > 0 ? [...keys] : [''] },
  );
}

/**
 * The best new goods, without those the merchant has said no to; what an earlier plan of this very job has made counts.
 */
async function firstNew(queries: Queries, job: JobRecord): Promise<readonly string[]> {
  const made = await queries.rows<{ key: string }>(
    `SELECT listing_key AS \`key\` FROM sync_operations WHERE job_id = :jobId AND kind = 'create' AND state <> 'planned'`,
    { jobId: job.id },
  );
  const declined = await declinedCreates(queries, job.id);
  const creates = [...(await plannedCreates(queries, job.id))]
    .filter(({ key }) => !declined.has(key))
    .sort(byPriority)
    .map(create => create.key as string);
  const count = Math.max(0, (job.options?.pilotCount ?? 0) - made.length);
  return [...made.map(row => row.key), ...creates.slice(0, count)];
}
