import type { Queries } from '../../db/database.js';
import { linksByKeys, type ItemLink, type Shop } from '../../db/repositories/links.repository.js';
import { reservedPhotos } from '../../db/repositories/lost-answers.repository.js';
import {
  dropPlanned,
  endOperations,
  insertOperations,
  orphanedSent,
  revokeWriters,
  type FieldValues,
  type NewOperation,
} from '../../db/repositories/operations.repository.js';
import { updateJob } from '../../db/repositories/jobs.repository.js';
import {
  listedByKeys,
  planPage,
  renewHiddenCauses,
  saveHoldCodes,
  type ListedValues,
} from '../../db/repositories/plan.repository.js';
import { savePlanTotals } from '../../db/repositories/plan-totals.repository.js';
import { seenValues } from '../../db/repositories/shop-values.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { findVkConnection } from '../../db/repositories/vk-connections.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { CompactRecord, PlannedChange } from '../../domain/sync/compact.js';
import { operationRank } from '../../domain/sync/order.js';
import type { JobRef } from '../../../temporal/contracts.js';
import { operationTarget } from './operation-target.js';
import { holdOf, planRecords } from './plan-records.js';
import type { SyncDeps } from './sync-deps.js';
import { wantedState } from './wanted-state.js';

/** Listings per page: about 60 KB of compact records in the worst case, far under Temporal's 256 KB for an event. */
export const PLAN_PAGE = 500;
const DAY_MS = 86_400_000;
/** Codes a page of the plan gives; the shop's limits and the merchant's answers are written when the plan is whole. */
const PAGE_HOLDS: readonly string[] = ['SYNC.RESTING', 'ADOPTION.OFFERED'];

type Deps = Pick<SyncDeps, 'db' | 'fixedStock' | 'now' | 'lookupDelaysMs'>;

/** The community a plan is for. Throws `SYNC.NOT_CONNECTED`. */
export async function shopOf(queries: Queries, userId: UserId): Promise<Shop> {
  const connection = await findVkConnection(queries, userId);
  if (!connection) throw new AppError('conflict', 'SYNC.NOT_CONNECTED');
  return { userId, groupId: connection.groupId };
}

/** Before a plan: what an earlier plan did not get to is taken back, and what nobody waits for any more is settled. */
export async function beginPlan(deps: Deps, job: JobRef): Promise<void> {
  const { db } = deps;
  // From here on nothing of an earlier batch leaves any more, whatever still runs somewhere: what it has sent is seen below.
  await revokeWriters(db, job.userId);
  await savePlanTotals(db, job.jobId, null);
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
  await renewHiddenCauses(db, await shopOf(db, job.userId), new Date(deps.now()));
  await updateJob(db, job.jobId, { phase: 'plan', items_unchanged: 0 });
}

/** Hidden goods wait so long before they are deleted. */
export async function hiddenBefore(deps: Pick<Deps, 'db' | 'now'>, userId: UserId): Promise<Date> {
  const { settings } = await getSyncConfig(deps.db, userId);
  return new Date(deps.now() - settings.deleteAfterDays * DAY_MS);
}

/** One page of compact records for the differ, after the given key; notes on the way which listings have to wait. */
export async function loadPlanPage(
  deps: Deps,
  userId: UserId,
  after: string | null,
): Promise<{ records: readonly CompactRecord[]; next: string | null }> {
  const shop = await shopOf(deps.db, userId);
  const page = { after: after ?? '', limit: PLAN_PAGE, hiddenBefore: await hiddenBefore(deps, userId) };
  const rows = await planPage(deps.db, shop, page);
  const changed = rows.filter(row => {
    const isPageHold = row.holdCode !== null && PAGE_HOLDS.includes(row.holdCode);
    const hold = holdOf(row);
    return hold === null ? isPageHold : hold !== row.holdCode;
  });
  await saveHoldCodes(deps.db, userId, new Map(changed.map(row => [row.key, holdOf(row)])));
  const last = rows.at(-1);
  return {
    records: rows.filter(row => !row.isCreateOpen).flatMap(planRecords),
    next: rows.length === PLAN_PAGE && last ? last.key : null,
  };
}

/** Writes what the differ found into the ledger, with before and after. Writing the same page twice changes nothing. */
export async function savePlanPage(
  deps: Pick<Deps, 'fixedStock'> & { readonly db: Queries },
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
  // Of an adopted good nothing was ever sent: what VK showed is what undoing brings back.
  const drifted = new Set(changes.filter(({ c }) => c === 'DRIFT').map(({ k }) => k));
  const unsent = [...links.values()].filter(link => link.sent === null || drifted.has(link.key));
  const seen = await seenValues(
    db,
    shop,
    unsent.map(link => link.itemId),
  );
  const operations = changes.map((change): NewOperation => {
    const link = links.get(change.k) ?? null;
    const listing = listings.get(change.k);
    // Hiding took the stock away: a good that comes back with an unknown one is given what a new item gets.
    const isBackUnknown = change.op === 'unhide' && listing?.stock === null;
    const lastStock = isBackUnknown ? undefined : link?.sent?.stock;
    const wanted = listing ? wantedState(listing, lastStock ?? deps.fixedStock) : null;
    const fields = isBackUnknown && !change.f.includes('stock') ? [...change.f, 'stock' as const] : change.f;
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
      fields,
      before: beforeImage(change, link, (link && seen.get(link.itemId)) ?? null),
      after: afterImage(change, listing, wanted === null ? null : { ...wanted }),
      reasonCode: change.c,
      photoId: change.op === 'create' ? (photos.get(change.k) ?? null) : null,
      target: operationTarget(change.op, fields, wanted),
    };
  });
  await insertOperations(db, operations);
}

/**
 * What stands in VK before the operation, as far as it is known; `hidden` tells where the good was, `inVk` what somebody
 * had changed there and is overwritten.
 */
function beforeImage(change: PlannedChange, link: ItemLink | null, seen: FieldValues | null): FieldValues | null {
  if (link === null) return null;
  if (change.c === 'DRIFT' && link.sent !== null) {
    const inVk = Object.fromEntries(change.f.map(field => [field, seen?.[field] ?? null]));
    return { ...link.sent, inVk };
  }
  const hidden = link.state === 'hidden' ? { hidden: true } : {};
  const known = link.sent === null ? seen : { ...link.sent };
  return known === null && link.state !== 'hidden' ? null : { ...known, ...hidden };
}

/** What will stand in VK after it. */
function afterImage(
  { op, k }: PlannedChange,
  listing: ListedValues | undefined,
  wanted: FieldValues | null,
): FieldValues | null {
  if (op === 'hide') return { hidden: true };
  if (op === 'delete') return { deleted: true };
  if (op === 'rekey') return { sku: k };
  if (op === 'restore') return { hidden: true };
  return listing ? wanted : null;
}
