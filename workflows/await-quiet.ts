import { condition } from '@temporalio/workflow';
import type { UserId } from '../src/domain/brand.js';
import { ledger } from './activity-proxies.js';
import type { PipelineState } from './pipeline-state.js';

/** No wait of a workflow is longer than a minute: the database is looked at again after each. */
const LONGEST_SLEEP_MS = 60_000;

/**
 * Waits until the hints of a changed till have come to rest. `true` = the run they ask for may begin; `false` = a wish
 * came that runs at once, or there is nothing to do any more. How long to wait is the database's word, read again after
 * each sleep.
 */
export async function awaitQuiet(state: PipelineState, userId: UserId): Promise<boolean> {
  for (;;) {
    const waitMs = await ledger.hintWait(userId);
    if (state.queued.length > 0 || waitMs === null) return false;
    if (waitMs === 0) return true;
    await condition(() => state.queued.length > 0, Math.min(waitMs, LONGEST_SLEEP_MS));
  }
}
