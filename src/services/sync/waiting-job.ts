import type { Queries } from '../../db/database.js';
import { closeHeld, dropHeld, heldCount, moveHeld } from '../../db/repositories/decisions.repository.js';
import { lockJob, updateJob, waitingJob, type JobRecord } from '../../db/repositories/jobs.repository.js';
import type { MerchantSettings } from '../../domain/settings.js';
import { BRAKES } from '../../domain/sync/brakes.js';
import { closeNotices } from '../notices/notices.js';
import { isPartial } from './partial-run.js';
import type { HoldReason } from './plan-brakes.js';

/** Notices that ask for the merchant's yes. */
export const APPROVAL_NOTICES: readonly string[] = [...BRAKES, 'SYNC.APPROVAL_WANTED'];

/**
 * After a run's brakes: a job that waits already takes over what this run holds, so that the merchant is asked once and
 * about what is so now; if nothing is held any more it is superseded. Else the run itself will wait, with `reason`.
 * Answers how much of this run's plan another job asks about. Part of a transaction of the caller's.
 */
export async function updateWaiting(
  queries: Queries,
  now: Date,
  run: JobRecord,
  settings: MerchantSettings,
  reason: HoldReason,
): Promise<number> {
  // What is only shown replaces nothing: the question stays open as long as nobody writes.
  if (isPartial(run)) return leaveToWaiting(queries, run, reason);
  const isShown = run.kind !== 'sync' || settings.mode === 'preview' || !settings.mirror;
  const held = await heldCount(queries, run.id);
  const open = isShown ? null : await waitingJob(queries, run.userId);
  // Under the row's lock: the merchant may be answering at this very moment.
  const waiting = open === null ? null : await lockJob(queries, open.id);
  if (waiting?.status !== 'awaiting_approval') {
    if (held > 0)
      await updateJob(queries, run.id, { reason_code: reason.code, reason_params: JSON.stringify(reason.params) });
    return 0;
  }
  if (held === 0) {
    await closeHeld(queries, waiting.id, 'SYNC.SUPERSEDED', now);
    await updateJob(queries, waiting.id, { status: 'cancelled', reason_code: 'SYNC.SUPERSEDED', reason_params: null });
    await closeNotices(queries, run.userId, APPROVAL_NOTICES);
    return 0;
  }
  await moveHeld(queries, run.id, waiting.id);
  await updateJob(queries, waiting.id, {
    items_risky: await heldCount(queries, waiting.id),
    reason_code: reason.code,
    reason_params: JSON.stringify(reason.params),
  });
  return held;
}

/** A run of some goods asks about them only if nobody is asked already: the waiting job keeps its whole list. */
async function leaveToWaiting(queries: Queries, run: JobRecord, reason: HoldReason): Promise<number> {
  const held = await heldCount(queries, run.id);
  if (held === 0) return 0;
  if ((await waitingJob(queries, run.userId)) !== null) {
    await dropHeld(queries, run.id);
    return held;
  }
  await updateJob(queries, run.id, { reason_code: reason.code, reason_params: JSON.stringify(reason.params) });
  return 0;
}
