import type { Database } from '../../db/database.js';
import { dueMerchants, STALE_MARK_MS, type DueMerchant } from '../../db/repositories/due-merchants.repository.js';
import { updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import type { UserId } from '../../domain/brand.js';
import { dueAfterFailure, nextDueAt } from '../../domain/sync/due.js';
import type { Logger } from '../../observability/logger.js';
import type { Metrics } from '../../observability/metrics/metrics.js';
import type { RunRequest } from '../../../temporal/contracts.js';

/** Merchants released per minute at most: what one worker can begin without falling behind. */
const CEILING = 300;

/** Starts the merchant's pipeline; `false` = one is running already. */
export type StartRun = (
  userId: UserId,
  wish: Pick<RunRequest, 'kind' | 'options'> & { readonly trigger: 'schedule' | 'webhook' },
) => Promise<boolean>;

export interface DispatchDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly refreshIntervalMs: number;
  readonly logger: Logger;
  readonly start: StartRun;
  readonly metrics?: Pick<Metrics, 'dispatched'>;
}

/** Starts the runs of all merchants that are due, longest due first. One merchant's failure never touches another. */
export async function dispatchDue(deps: DispatchDeps): Promise<{ started: number; running: number; failed: number }> {
  const now = deps.now();
  const due = await dueMerchants(deps.db, {
    now: new Date(now),
    staleMark: new Date(now - STALE_MARK_MS),
    limit: CEILING,
  });
  const counts = { started: 0, running: 0, failed: 0 };
  for (const merchant of due) {
    try {
      counts[await release(deps, merchant)] += 1;
    } catch (error) {
      counts.failed += 1;
      deps.logger.warn('a due run could not be started', { userId: merchant.userId, error });
      await backOff(deps, merchant.userId);
    }
  }
  for (const [result, count] of Object.entries(counts)) deps.metrics?.dispatched(result as keyof typeof counts, count);
  return counts;
}

async function release(deps: DispatchDeps, { userId, isDirty, goods }: DueMerchant): Promise<'started' | 'running'> {
  const next = nextDueAt(userId, deps.now(), deps.refreshIntervalMs);
  // Set before the start: if this process dies here, the merchant waits one interval instead of being hammered.
  await updateSyncConfig(deps.db, userId, { next_due_at: new Date(next) });
  const wish =
    goods === null
      ? ({ kind: 'sync', trigger: isDirty ? 'webhook' : 'schedule' } as const)
      : ({ kind: 'disconnect', trigger: 'schedule', options: { goods } } as const);
  return (await deps.start(userId, wish)) ? 'started' : 'running';
}

/** A merchant that cannot even be started waits for a few minutes, whatever the reason, and never stops the others. */
async function backOff(deps: DispatchDeps, userId: UserId): Promise<void> {
  const until = new Date(dueAfterFailure(1, deps.now()));
  try {
    await updateSyncConfig(deps.db, userId, { next_due_at: until, rest_until: until });
  } catch (error) {
    deps.logger.warn('the rest of a merchant could not be written down', { userId, error });
  }
}
