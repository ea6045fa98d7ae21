import { randomUUID } from 'node:crypto';
import { catalogueNumbers } from '../../db/repositories/goods-page.repository.js';
import { listFilters } from '../../db/repositories/filters.repository.js';
import { findOwnJob, lastFinishedJob, openJob, waitingJob } from '../../db/repositories/jobs.repository.js';
import { listOperations } from '../../db/repositories/operations.repository.js';
import {
  getSyncConfig,
  lockSyncConfig,
  raiseInputVersion,
  updateSyncConfig,
  type SyncConfigRecord,
} from '../../db/repositories/sync-config.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { nextDueAt } from '../../domain/sync/due.js';
import type { MerchantSettings } from '../../domain/settings.js';
import type { JobKind } from '../../../temporal/contracts.js';
import { evotorCard, vkCard } from '../connections/connection-service.js';
import { auditExchange } from '../audit/audit-account.js';
import type { Orchestrator } from '../orchestrator.js';
import type { ConnectionCard, SyncOverview, SyncService } from '../web-services.js';
import type { RuleDeps } from '../catalogue/change-rules.js';
import { auditSettings } from './audit-settings.js';
import { checkedSettings } from './checked-settings.js';
import { jobView } from './job-view.js';
import { refusalFor } from './open-job.js';
import { operationViews } from './operation-view.js';
import { stopRun, writePause } from './pause.js';
import { recomputeListings } from './recompute-listings.js';

/** After confirming, the clock leaves the first run to the merchant for so long. */
const FIRST_RUN_GRACE_MS = 5 * 60_000;
const OPERATIONS_PER_PAGE = 50;

export type SyncServiceDeps = RuleDeps & {
  readonly orchestrator: Orchestrator;
  readonly now: () => number;
  /** `CATALOG_REFRESH_INTERVAL_SECONDS` in milliseconds. */
  readonly refreshIntervalMs: number;
};

/** Switching, settings, runs and their history. */
export function createSyncService(deps: SyncServiceDeps): SyncService {
  const { db, orchestrator } = deps;

  async function request(userId: UserId, kind: JobKind) {
    const refusedCode = await refusalFor(deps, { userId, kind, trigger: 'manual' });
    if (refusedCode !== null) throw new AppError('conflict', refusedCode);
    const answer = await orchestrator.requestRun(userId, { requestId: randomUUID(), kind, trigger: 'manual' });
    if (answer.refusedCode !== null || answer.jobId === null)
      throw new AppError('conflict', answer.refusedCode ?? 'SYNC.NOT_CONNECTED');
    return { outcome: answer.outcome, jobId: answer.jobId };
  }

  async function setConfirmed(userId: UserId): Promise<void> {
    const config = await getSyncConfig(db, userId);
    if (!config.isEnabled) throw new AppError('conflict', 'SYNC.DISABLED');
    const refusedCode = await refusalFor(deps, { userId, kind: 'preview', trigger: 'manual' });
    if (refusedCode !== null) throw new AppError('conflict', refusedCode);
    // Looked at here too, for a preview may go before the choice.
    if (config.mergeAskedAt !== null && config.mergeChosenAt === null)
      throw new AppError('conflict', 'SYNC.MERGE_NOT_CHOSEN');
    const now = deps.now();
    await db.transaction(async queries => {
      await updateSyncConfig(queries, userId, {
        confirmed_at: new Date(now),
        paused_at: null,
        // The merchant's own slot in the rhythm: the clock does not run into the run that is usually asked for next.
        next_due_at: new Date(nextDueAt(userId, now + FIRST_RUN_GRACE_MS, deps.refreshIntervalMs)),
      });
      await auditExchange(queries, userId, 'sync.confirm');
    });
  }

  return {
    async overview(userId): Promise<SyncOverview> {
      const config = await getSyncConfig(db, userId);
      const rules = await listFilters(db, userId);
      const [evotor, vk] = [await evotorCard(db, userId), await vkCard(db, userId)];
      const current = await openJob(db, userId);
      const waiting = await waitingJob(db, userId);
      const last = await lastFinishedJob(db, userId);
      const of = (type: string) => rules.filter(rule => rule.entityType === type).length;
      return {
        isEnabled: config.isEnabled,
        confirmedAt: config.confirmedAt,
        pausedAt: config.pausedAt,
        state: stateOf(config),
        evotor,
        vk,
        rules: { stores: of('store'), groups: of('group'), products: of('product') },
        numbers: await catalogueNumbers(db, userId),
        settings: config.settings,
        mustChooseMerge: config.mergeAskedAt !== null && config.mergeChosenAt === null,
        current: current ? jobView(current, deps.now()) : null,
        waiting: waiting ? jobView(waiting, deps.now()) : null,
        last: last ? jobView(last, deps.now()) : null,
        nextDueAt: isClockRunning(config, [evotor, vk]) ? config.nextDueAt : null,
      };
    },
    async setEnabled(userId, enabled) {
      await getSyncConfig(db, userId);
      await db.transaction(async queries => {
        await updateSyncConfig(queries, userId, { is_enabled: enabled });
        await auditExchange(queries, userId, enabled ? 'sync.enable' : 'sync.disable');
      });
      if (!enabled) await stopRun(deps, userId);
    },
    setConfirmed,
    async confirm(userId) {
      await setConfirmed(userId);
      return request(userId, 'sync');
    },
    runNow: userId => request(userId, 'sync'),
    preview: userId => request(userId, 'preview'),
    async setPaused(userId, paused) {
      await db.transaction(async queries => {
        await writePause(queries, userId, paused, new Date(deps.now()));
        await auditExchange(queries, userId, paused ? 'sync.pause' : 'sync.resume');
      });
      if (paused) await stopRun(deps, userId);
    },
    saveSettings: (userId, values) => saveSettings(deps, userId, values),
    async job(userId, jobId: JobId, page, filter, pageSize = OPERATIONS_PER_PAGE) {
      const job = await findOwnJob(db, userId, jobId);
      if (!job) throw new AppError('not_found', 'JOB.NOT_FOUND');
      const offset = (Math.max(1, page) - 1) * pageSize;
      const found = await listOperations(db, jobId, { offset, limit: pageSize }, filter);
      return {
        job: jobView(job, deps.now()),
        operations: await operationViews(db, userId, found.rows),
        total: found.total,
        pageSize,
      };
    },
  };
}

/** Whether the clock will start the next run by itself; a vendor's refusal waits for the merchant. */
function isClockRunning(config: SyncConfigRecord, cards: readonly ConnectionCard[]): boolean {
  const isRefused = cards.some(({ connection }) => {
    const code = connection?.problemCode ?? null;
    return connection === null || (code !== null && !code.endsWith('.DOWN'));
  });
  return config.isEnabled && config.confirmedAt !== null && config.pausedAt === null && !isRefused;
}

function stateOf(config: SyncConfigRecord): SyncOverview['state'] {
  if (!config.isEnabled) return 'not_set_up';
  if (config.confirmedAt === null) return 'awaiting_confirmation';
  return config.pausedAt === null ? 'active' : 'paused';
}

/** Saves some settings and brings the listings up to date. Throws `SETTING.INVALID`, `SETTING.*`. */
export async function saveSettings(
  deps: RuleDeps,
  userId: UserId,
  values: Readonly<Record<string, string>>,
): Promise<MerchantSettings> {
  const settings = await deps.db.transaction(async queries => {
    // Two savings at once (two open pages) must not undo each other.
    const before = (await lockSyncConfig(queries, userId)).settings;
    const wanted = await checkedSettings(queries, userId, before, values);
    await updateSyncConfig(queries, userId, {
      settings: JSON.stringify(wanted),
      // Saved is chosen, even the way it was.
      ...(Object.hasOwn(values, 'merge_by') ? { merge_chosen_at: new Date() } : {}),
    });
    await raiseInputVersion(queries, userId);
    await auditSettings(queries, userId, before, wanted);
    return wanted;
  });
  await recomputeListings(deps, userId);
  return settings;
}
