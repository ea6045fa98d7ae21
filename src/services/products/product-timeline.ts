import type { Queries } from '../../db/database.js';
import { timelinePage } from '../../db/repositories/product-timeline.repository.js';
import type { UserId } from '../../domain/brand.js';
import { listingEntity } from '../audit/audit-listing.js';
import { operationViews } from '../sync/operation-view.js';
import type { ProductService, ProductView, TimelineEntry } from './product-contracts.js';

const PAGE_SIZE = 20;

/** What happened to one good, newest first: the ledger beside what the merchant changed. */
export async function productTimeline(
  queries: Queries,
  userId: UserId,
  { id, key }: Pick<ProductView, 'id' | 'key'>,
  page: number,
): ReturnType<ProductService['timeline']> {
  const entities = [`product:${id}`, ...(key === null ? [] : [listingEntity(key)])];
  const range = { offset: (Math.max(1, page) - 1) * PAGE_SIZE, limit: PAGE_SIZE };
  const { rows, total } = await timelinePage(queries, userId, { key, entities }, range);
  const operations = rows.flatMap(row => (row.kind === 'operation' ? [row.operation] : []));
  const views = new Map((await operationViews(queries, userId, operations)).map(view => [view.id, view]));
  const entries = rows.flatMap((row): TimelineEntry[] => {
    if (row.kind === 'change') return [row];
    const { kind, at, jobId, jobKind } = row;
    const operation = views.get(row.operation.id);
    return operation === undefined ? [] : [{ kind, at, jobId, jobKind, operation }];
  });
  return { entries, total, pageSize: PAGE_SIZE };
}
