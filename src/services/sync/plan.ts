import type { Queries } from '../../db/database.js';
import { albumLinks, linksByKeys, saveAlbumLink, type Shop } from '../../db/repositories/links.repository.js';
import { reservedPhotos } from '../../db/repositories/lost-answers.repository.js';
import {
  countByState,
  dropPlanned,
  endOperations,
  insertOperations,
  orphanedSent,
  type NewOperation,
  type OperationState,
} from '../../db/repositories/operations.repository.js';
import { updateJob } from '../../db/repositories/jobs.repository.js';
import { listedByKeys, planPage, type PlanRow } from '../../db/repositories/plan.repository.js';
import { shopAlbumIds } from '../../db/repositories/shop-cache.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { JobId, UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { CompactRecord, PlannedChange } from '../../domain/sync/compact.js';
import { operationRank } from '../../domain/sync/order.js';
import type { SyncDeps } from './sync-deps.js';
import { wantedState } from './wanted-state.js';

/** Listings per page: about 50 KB of compact records in the worst case, far under Temporal's 256 KB for an event. */
export const PLAN_PAGE = 500;

type Deps = Pick<SyncDeps, 'db' | 'fixedStock' | 'now' | 'lookupDelaysMs'>;
interface JobRef {
  readonly userId: UserId;
  readonly jobId: JobId;
}

async function shopOf(queries: Queries, userId: UserId): Promise<Shop> {
  const connection = await findVkConnection(queries, userId);
  if (!connection) throw new AppError('conflict', 'SYNC.NOT_CONNECTED');
  return { userId, groupId: connection.groupId };
}

/** Before a plan: what an earlier plan did not get to is taken back, and what nobody waits for any more is settled. */
export async function beginPlan(deps: Deps, job: JobRef): Promise<void> {
  const { db } = deps;
  await dropPlanned(db, job.userId, job.jobId);
  const orphans = await orphanedSent(db, job.userId);
  const creates = orphans.filter(operation => operation.kind === 'create');
  // A create may have reached VK: it is looked for before its key can be created again.
  await endOperations(
    db,
    creates.map(operation => operation.id),
    {
      state: 'unknown',
      lookupAt: new Date(deps.now() + (deps.lookupDelaysMs[0] ?? 0)),
    },
  );
  // Everything else can be repeated; the new plan says whether it still has to be.
  await endOperations(
    db,
    orphans.filter(operation => operation.kind !== 'create').map(operation => operation.id),
    {
      state: 'skipped',
      errorCode: 'SYNC.REPLANNED',
    },
  );
  await updateJob(db, job.jobId, { phase: 'plan', items_unchanged: 0 });
}

/** One page of compact records for the differ, after the given key. */
export async function loadPlanPage(
  deps: Deps,
  userId: UserId,
  after: string | null,
): Promise<{ records: readonly CompactRecord[]; next: string | null }> {
  const shop = await shopOf(deps.db, userId);
  const rows = await planPage(deps.db, shop, after ?? '', PLAN_PAGE);
  const last = rows.at(-1);
  return {
    records: rows.filter(row => !row.isCreateOpen).flatMap(toRecord),
    next: rows.length === PLAN_PAGE && last ? last.key : null,
  };
}

/** Leaves out what can have nothing to do: not wanted, and not visible in VK. */
function toRecord(row: PlanRow): readonly CompactRecord[] {
  const k = row.key;
  const l = row.linkState ?? 'none';
  const w = row.digests;
  if (w === null) return l === 'live' ? [{ k, l, w, s: null, c: row.reasonCode ?? 'NOT_LISTED' }] : [];
  return [{ k, l, w, s: row.sentDigests === w ? 0 : row.sentDigests }];
}

/** Writes what the differ found into the ledger, with before and after. Writing the same page twice changes nothing. */
export async function savePlanPage(
  deps: Deps,
  job: JobRef,
  planNo: number,
  changes: readonly PlannedChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const { db } = deps;
  const shop = await shopOf(db, job.userId);
  const keys = [...new Set(changes.map(change => change.k))];
  const links = await linksByKeys(db, shop, keys);
  const listings = await listedByKeys(db, job.userId, keys);
  const photos = await reservedPhotos(db, shop, keys);
  const operations = changes.map((change): NewOperation => {
    const link = links.get(change.k) ?? null;
    const listing = listings.get(change.k);
    // Hiding took the stock away: a good that comes back with an unknown one is given what a new item gets.
    const isBackUnknown = change.op === 'unhide' && listing?.stock === null;
    const lastStock = isBackUnknown ? undefined : link?.sent?.stock;
    const after = listing ? wantedState(listing, lastStock ?? deps.fixedStock) : null;
    return {
      jobId: job.jobId,
      userId: job.userId,
      groupId: shop.groupId,
      planNo,
      kind: change.op,
      rank: operationRank(change.op, change.f),
      key: change.k,
      albumTitle: change.op === 'album_add' ? (listing?.album ?? '') : '',
      itemId: link?.itemId ?? null,
      fields: isBackUnknown ? [...change.f, 'stock'] : change.f,
      before: link?.sent ? { ...link.sent } : null,
      after: change.op === 'hide' ? { hidden: true } : after ? { ...after } : null,
      reasonCode: change.c,
      photoId: change.op === 'create' ? (photos.get(change.k) ?? null) : null,
    };
  });
  await insertOperations(db, operations);
}

/** Ends a plan: albums that have to be found or made, and the counters of the job. Answers how much is planned. */
export async function finishPlan(
  deps: Deps,
  job: JobRef,
  planNo: number,
  unchanged: number,
): Promise<{ planned: number }> {
  const { db } = deps;
  const shop = await shopOf(db, job.userId);
  const known = await albumLinks(db, shop);
  const inShop = await shopAlbumIds(db, shop);
  const titles = await db.rows<{ title: string }>(
    `SELECT DISTINCT album_title AS title FROM sync_operations
     WHERE job_id = :jobId AND plan_no = :planNo AND kind = 'album_add' AND state = 'planned' ORDER BY album_title`,
    { jobId: job.jobId, planNo },
  );
  const missing: string[] = [];
  for (const { title } of titles) {
    if (known.has(title)) continue;
    const albumId = inShop.get(title);
    // An album of the same title belongs to the merchant already: goods go into it, it is never renamed or deleted.
    if (albumId !== undefined) await saveAlbumLink(db, shop, { title, albumId, madeBy: 'matched' });
    else missing.push(title);
  }
  await insertOperations(
    db,
    missing.map(title => ({
      jobId: job.jobId,
      userId: job.userId,
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
  return countPlan(deps, job, unchanged);
}

async function countPlan(deps: Deps, job: JobRef, unchanged: number): Promise<{ planned: number }> {
  const { db } = deps;
  const counts = await countByState(db, job.jobId);
  const of = (state: OperationState): number => counts.get(state) ?? 0;
  const planned = of('planned');
  const done = of('done') + of('failed') + of('skipped');
  const notListed = await db.first<{ n: number }>(
    'SELECT COUNT(*) AS n FROM listings WHERE user_id = :userId AND is_selected = TRUE AND is_listed = FALSE',
    { userId: job.userId },
  );
  await updateJob(db, job.jobId, {
    progress_total: planned + done,
    progress_done: done,
    items_unchanged: unchanged,
    items_skipped: notListed?.n ?? 0,
  });
  return { planned };
}
