import type { Queries } from '../../../db/database.js';
import type { Operation, OperationState } from '../../../db/repositories/operations.repository.js';
import type { JobId } from '../../../domain/brand.js';
import type { OperationKind } from '../../../domain/sync/compact.js';

type Counter = 'items_created' | 'items_updated' | 'items_hidden' | 'items_deleted';

/** Which counter a finished operation belongs to; album work moves the progress bar only. */
const COUNTER: Readonly<Partial<Record<OperationKind, Counter>>> = {
  create: 'items_created',
  update: 'items_updated',
  unhide: 'items_updated',
  rekey: 'items_updated',
  hide: 'items_hidden',
  delete: 'items_deleted',
  twin_delete: 'items_deleted',
};

/** Adds the end of operations to the job's counters and its progress. */
export async function addToJob(
  queries: Queries,
  jobId: JobId,
  operations: readonly Operation[],
  state: OperationState,
): Promise<void> {
  if (state !== 'done' && state !== 'failed' && state !== 'skipped') return;
  const added = new Map<string, number>([['progress_done', operations.length]]);
  if (state === 'failed') added.set('items_failed', operations.length);
  if (state === 'done') {
    for (const { kind } of operations) {
      const counter = COUNTER[kind];
      if (counter) added.set(counter, (added.get(counter) ?? 0) + 1);
    }
  }
  const names = [...added.keys()];
  await queries.change(
    `UPDATE sync_jobs SET ${names.map(name => `${name} = ${name} + :${name}`).join(', ')}, progress_at = :now
     WHERE id = :jobId`,
    { ...Object.fromEntries(added), jobId, now: new Date() },
  );
}
