import type { Database } from '../../../db/database.js';
import type { Shop } from '../../../db/repositories/links.repository.js';
import { countDoneKeys, doneKeys } from '../../../db/repositories/undo.repository.js';
import type { JobId, ListingKey } from '../../../domain/brand.js';
import type { UndoLine } from '../../engine-services.js';
import type { OperationView } from '../../web-services.js';
import { operationViews } from '../operation-view.js';
import { UNDO_PAGE, undoOfGoods, type UndoOfGood } from '../undo.js';

/** Goods shown per page. */
const GOODS_PER_PAGE = 50;

/** What taking a job back would do: a page of goods with all their lines, and how many lines of the whole job do what. */
export async function undoLines(
  db: Database,
  shop: Shop,
  jobId: JobId,
  page: number,
): Promise<{
  lines: readonly UndoLine[];
  total: number;
  pageSize: number;
  counts: Readonly<Record<string, number>>;
}> {
  const offset = (Math.max(1, page) - 1) * GOODS_PER_PAGE;
  const keys = await doneKeys(db, shop, jobId, { after: null, limit: GOODS_PER_PAGE, offset });
  const goods = await undoOfGoods(db, shop, jobId, keys);
  const operations = goods.flatMap(good => good.operations);
  const views = new Map((await operationViews(db, shop.userId, operations)).map(view => [view.id, view]));
  return {
    lines: goods.flatMap(good => linesOf(good, views)),
    total: await countDoneKeys(db, shop, jobId),
    pageSize: GOODS_PER_PAGE,
    counts: await countLines(db, shop, jobId),
  };
}

const linesOf = (good: UndoOfGood, views: ReadonlyMap<number, OperationView>): readonly UndoLine[] =>
  good.lines.map(({ operationId, does, skipped }) => {
    const view = views.get(operationId);
    return {
      operationId,
      listingKey: good.key,
      productId: view?.productId ?? null,
      name: view?.name ?? '',
      did: view?.kind ?? '',
      does,
      // What stands there now is what was sent then: a good that changed since is left alone.
      back: does === 'update' && view ? { fields: view.fields, from: view.after, to: view.before } : null,
      skippedCode: skipped,
    };
  });

async function countLines(db: Database, shop: Shop, jobId: JobId): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (let after: ListingKey | null = null; ;) {
    const keys: readonly ListingKey[] = await doneKeys(db, shop, jobId, { after, limit: UNDO_PAGE });
    for (const { changes, lines } of await undoOfGoods(db, shop, jobId, keys)) {
      for (const name of [
        ...changes.map(({ op }) => op),
        ...lines.flatMap(({ skipped }) => (skipped === null ? [] : [skipped])),
      ])
        counts[name] = (counts[name] ?? 0) + 1;
    }
    if (keys.length < UNDO_PAGE) return counts;
    after = keys.at(-1) ?? null;
  }
}
