import type { Queries } from '../../db/database.js';
import { findJob, type JobRecord, type JobStatus } from '../../db/repositories/jobs.repository.js';
import { linksByKeys, type ItemLink, type Shop } from '../../db/repositories/links.repository.js';
import { insertOperations, type NewOperation, type Operation } from '../../db/repositories/operations.repository.js';
import { getSyncConfig } from '../../db/repositories/sync-config.repository.js';
import { doneKeys, doneOperations, hasDone } from '../../db/repositories/undo.repository.js';
import type { JobId, ListingKey } from '../../domain/brand.js';
import { operationRank } from '../../domain/sync/order.js';
import { undoGood, UNDOABLE_KINDS, type GoodUndo } from '../../domain/sync/undo.js';

/** Goods taken back per page of the plan. */
export const UNDO_PAGE = 200;

const UNDOABLE_JOBS: readonly JobRecord['kind'][] = ['sync', 'pilot', 'undo'];
/** An undo that ended otherwise stopped on the way: it may be asked for again and goes on. */
const UNDONE: readonly JobStatus[] = ['pending', 'running', 'success', 'partial', 'unchanged'];

/** Why a job cannot be taken back; `null` = it can. */
export async function undoRefusal(queries: Queries, job: JobRecord): Promise<string | null> {
  if (!UNDOABLE_JOBS.includes(job.kind)) return 'JOB.NOT_UNDOABLE';
  if (job.finishedAt === null || job.status === 'awaiting_approval') return 'JOB.NOT_OVER';
  const by = job.undoneByJobId === null ? null : await findJob(queries, job.undoneByJobId);
  if (by !== null && UNDONE.includes(by.status)) return 'JOB.ALREADY_UNDONE';
  if (!(await hasDone(queries, job.id, UNDOABLE_KINDS))) return 'JOB.NOT_UNDOABLE';
  // Put back to a backup: what was done since stands in the shop alone, a taking back among it.
  const { restoredAt } = await getSyncConfig(queries, job.userId);
  return restoredAt === null ? null : 'UNDO.SHOP_AHEAD';
}

export interface UndoOfGood extends GoodUndo {
  readonly key: ListingKey;
  readonly operations: readonly Operation[];
  readonly link: ItemLink | null;
}

/** How some goods of a job would be taken back, as things stand now. */
export async function undoOfGoods(
  queries: Queries,
  shop: Shop,
  sourceJobId: JobId,
  keys: readonly ListingKey[],
): Promise<readonly UndoOfGood[]> {
  const operations = await doneOperations(queries, shop, sourceJobId, keys);
  const links = await linksByKeys(queries, shop, keys);
  return keys.map(key => {
    const own = operations.filter(operation => operation.key === key);
    const link = links.get(key) ?? null;
    return { key, operations: own, link, ...undoGood(own, link) };
  });
}

/** Plans the taking back of one page of goods. Answers the key to go on after, `null` = that was the last page. */
export async function planUndoPage(
  queries: Queries,
  shop: Shop,
  page: { readonly jobId: JobId; readonly sourceJobId: JobId; readonly planNo: number; readonly after: string | null },
): Promise<string | null> {
  const keys = await doneKeys(queries, shop, page.sourceJobId, { after: page.after, limit: UNDO_PAGE });
  const goods = await undoOfGoods(queries, shop, page.sourceJobId, keys);
  await insertOperations(
    queries,
    goods.flatMap(({ key, link, changes }) =>
      changes.map((change): NewOperation => ({
        jobId: page.jobId,
        userId: shop.userId,
        groupId: shop.groupId,
        planNo: page.planNo,
        kind: change.op,
        rank: operationRank(change.op, change.fields),
        key,
        albumTitle: change.albumTitle,
        itemId: link?.itemId ?? null,
        fields: change.fields,
        before: link === null ? null : { ...link.sent, ...(link.state === 'hidden' ? { hidden: true } : {}) },
        after: change.values === null ? (AFTER_PLACE[change.op] ?? null) : { ...change.values },
        reasonCode: 'UNDO',
        photoId: null,
      })),
    ),
  );
  return keys.length === UNDO_PAGE ? (keys.at(-1) ?? null) : null;
}

const AFTER_PLACE: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  hide: { hidden: true },
  restore: { hidden: true },
  delete: { deleted: true },
};
