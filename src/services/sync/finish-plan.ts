import type { Queries } from '../../db/database.js';
import { dropAddsInto, restingAlbums } from '../../db/repositories/album-refusals.repository.js';
import { dropDeclined, dropStaleDecisions, heldCount } from '../../db/repositories/decisions.repository.js';
import { findJob, updateJob, type JobRecord } from '../../db/repositories/jobs.repository.js';
import { albumLinks, saveAlbumLink, type Shop } from '../../db/repositories/links.repository.js';
import { countByState, insertOperations, type OperationState } from '../../db/repositories/operations.repository.js';
import { heldListings, saveHoldCodes } from '../../db/repositories/plan.repository.js';
import { lockPlanTotals, savePlanTotals } from '../../db/repositories/plan-totals.repository.js';
import { shopAlbumIds } from '../../db/repositories/shop-cache.repository.js';
import { getSyncConfig, updateSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { JobId, ListingKey, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { PlannedChange } from '../../domain/sync/compact.js';
import { limitsInForce } from '../../domain/sync/learnt-limits.js';
import { operationRank } from '../../domain/sync/order.js';
import type { JobRef } from '../../../temporal/contracts.js';
import { isPartial, keepOnly } from './partial-run.js';
import { keepPilot } from './pilot.js';
import { savePlanPage } from './plan.js';
import { applyBrakes, holdReason } from './plan-brakes.js';
import { applyLimits } from './plan-limits.js';
import { planShopCare } from './plan-shop-care.js';
import type { SyncDeps } from './sync-deps.js';
import { updateWaiting } from './waiting-job.js';

type Deps = Pick<SyncDeps, 'db' | 'now' | 'fixedStock'>;

/** What a finished plan holds. */
export interface PlanTotals {
  /** Operations to carry out. */
  readonly planned: number;
  /** Operations of this job that wait for the merchant's yes. */
  readonly held: number;
  /** New goods wait for the next day of the shop's limit until then, epoch milliseconds; `null` = none do. */
  readonly resumeAtMs: number | null;
}

/** Codes written when a plan is whole; those of a page are `plan.ts`'s. */
const PLAN_HOLDS = ['LIMIT.ITEMS', 'LIMIT.ADDS_PER_DAY', 'LIMIT.ALBUMS', 'LIMIT.ALBUM_FULL', 'SYNC.DECLINED'] as const;

/**
 * Ends a plan with its `last` changes: the merchant's earlier answers, the shop's limits, the brakes, albums that have to
 * be found or made, and the counters of the job. All or nothing, and once: a try whose answer was lost is answered as it
 * was, for what it held, declined or moved to a waiting job is not in the plan to be judged again.
 */
export async function finishPlan(
  deps: Deps,
  job: JobRef,
  planNo: number,
  unchanged: number,
  last: readonly PlannedChange[] = [],
): Promise<PlanTotals> {
  return deps.db.transaction(async db => {
    const kept = await lockPlanTotals(db, job.jobId);
    if (kept?.planNo === planNo) return { planned: kept.planned, held: kept.held, resumeAtMs: kept.resumeAtMs };
    await savePlanPage({ ...deps, db }, job, planNo, last);
    const totals = await endPlan(db, deps.now(), job, planNo, unchanged);
    await savePlanTotals(db, job.jobId, { planNo, ...totals });
    return totals;
  });
}

async function endPlan(db: Queries, now: number, job: JobRef, planNo: number, unchanged: number): Promise<PlanTotals> {
  const record = await findJob(db, job.jobId);
  if (!record) throw new AppError('not_found', 'JOB.NOT_FOUND');
  const connection = await findVkConnection(db, job.userId);
  if (!connection) throw new AppError('conflict', 'SYNC.NOT_CONNECTED');
  const shop = { userId: job.userId, groupId: connection.groupId };
  const config = await getSyncConfig(db, job.userId);
  const isPilot = record.kind === 'pilot';

  if (isPilot) await keepPilot(db, record);
  if (record.kind === 'sync' || record.kind === 'preview')
    await planShopCare(db, { shop, jobId: job.jobId, planNo, now: new Date(now) });
  const isWhole = !isPilot && !isPartial(record);
  if (record.kind === 'sync' && isWhole) await dropStaleDecisions(db, shop, job.jobId);
  const declined = isPilot ? [] : await dropDeclined(db, job.jobId);
  const inputVersion = record.inputVersion ?? config.inputVersion;
  const plan = { db, shop, jobId: job.jobId, inputVersion, config };
  // Over everything that is due: what is too much to be true is not believed in part either.
  const fired = isPilot ? [] : await applyBrakes(plan);
  await keepOnly(db, record);
  const { limits } = config.settings;
  const learnt = limitsInForce(connection.learntLimits, now);
  const limited = await applyLimits({ db, now, shop, jobId: job.jobId, limits, learnt });
  let handedOver = 0;
  if (!isPilot) {
    const holds = new Map<ListingKey, string>(limited.held);
    for (const key of declined) holds.set(key as ListingKey, 'SYNC.DECLINED');
    if (isWhole) await noteHolds(db, job.userId, holds);
    // Of the others this run knows nothing.
    else await saveHoldCodes(db, job.userId, limited.held);
    const reason = await holdReason(plan, fired);
    handedOver = await updateWaiting(db, new Date(now), record, config.settings, reason);
  }
  await planAlbums(db, new Date(now), shop, job.jobId, planNo);
  const counts = await countPlan(db, record, unchanged, handedOver);
  // The shop is not what the last converged run left: until this work is done no run may pass for having nothing to do.
  if (!isWhole || counts.planned + counts.held > 0)
    await updateSyncConfig(db, job.userId, { converged_till_digest: null });
  return { ...counts, resumeAtMs: isPilot ? null : limited.resumeAtMs };
}

/** Writes which listings wait and why; those that fit now lose their note. */
async function noteHolds(queries: Queries, userId: UserId, holds: ReadonlyMap<ListingKey, string>): Promise<void> {
  const before = await heldListings(queries, userId, PLAN_HOLDS);
  const changed = new Map<ListingKey, string | null>();
  for (const key of before.keys()) if (!holds.has(key)) changed.set(key, null);
  for (const [key, code] of holds) if (before.get(key) !== code) changed.set(key, code);
  await saveHoldCodes(queries, userId, changed);
}

/** Albums for goods that are put in now: found by their title, else to be made, unless VK does not want the title. */
async function planAlbums(db: Queries, now: Date, shop: Shop, jobId: JobId, planNo: number): Promise<void> {
  const known = await albumLinks(db, shop);
  const inShop = await shopAlbumIds(db, shop);
  const titles = await db.rows<{ title: string }>(
    `SELECT DISTINCT album_title AS title FROM sync_operations
     WHERE job_id = :jobId AND kind = 'album_add' AND state = 'planned' AND NOT is_risky
       AND album_title NOT IN (SELECT r.album_title FROM sync_operations r
         WHERE r.job_id = :jobId AND r.kind = 'album_rename' AND r.state = 'planned')
     ORDER BY album_title`,
    { jobId },
  );
  const resting = await restingAlbums(db, shop, 'album_create', now);
  const unwanted: string[] = [];
  const missing: string[] = [];
  for (const { title } of titles) {
    if (known.has(title)) continue;
    const albumId = inShop.get(title);
    // An album of the same title belongs to the merchant already: goods go into it, it is never renamed or deleted.
    if (albumId !== undefined) await saveAlbumLink(db, shop, { title, albumId, madeBy: 'matched' });
    else (resting.has(title) ? unwanted : missing).push(title);
  }
  await dropAddsInto(db, jobId, unwanted);
  await insertOperations(
    db,
    missing.map(title => ({
      jobId,
      userId: shop.userId,
      groupId: shop.groupId,
      planNo,
      kind: 'album_create' as const,
      rank: operationRank('album_create', []),
      key: '' as const,
      albumTitle: title,
      itemId: null,
      fields: [],
      before: null,
      after: { title },
      reasonCode: 'NEW',
      photoId: null,
    })),
  );
}

async function countPlan(
  db: Queries,
  job: JobRecord,
  unchanged: number,
  handedOver: number,
): Promise<{ planned: number; held: number }> {
  const counts = await countByState(db, job.id);
  const of = (state: OperationState): number => counts.get(state) ?? 0;
  const planned = of('planned');
  const done = of('done') + of('failed') + of('skipped');
  const held = await heldCount(db, job.id);
  const notListed = await db.first<{ n: number }>(
    'SELECT COUNT(*) AS n FROM listings WHERE user_id = :userId AND is_selected = TRUE AND is_listed = FALSE',
    { userId: job.userId },
  );
  await updateJob(db, job.id, {
    progress_total: planned + done,
    progress_done: done,
    items_unchanged: unchanged,
    items_skipped: notListed?.n ?? 0,
    // What another job asks about was found by this run too: it must not say that nothing had changed.
    items_risky: held + handedOver,
  });
  return { planned, held };
}
