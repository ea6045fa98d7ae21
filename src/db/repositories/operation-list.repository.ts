import type { JobId, OperationId } from '../../domain/brand.js';
import type { OperationKind } from '../../domain/sync/compact.js';
import type { Queries, SqlValue } from '../database.js';
import { likePattern } from '../like-pattern.js';
import { toOperation, type Operation, type OperationRow, type OperationState } from './operation-rows.js';

/** Which operations to list; an absent part lets everything through. */
export interface OperationFilter {
  readonly state?: OperationState;
  readonly kind?: OperationKind;
  readonly isRisky?: boolean;
  /** Part of the good's name as it was sent, or as it is called now. */
  readonly search?: string;
}

/** A name is compared without regard to case, wherever it stands: in what was sent, what stood there, or the listing. */
const NAME_LIKE = `COALESCE(JSON_VALUE(o.after_value, '$.name'), JSON_VALUE(o.before_value, '$.name'),
  (SELECT s.name FROM listings s WHERE s.user_id = o.user_id AND s.listing_key = o.listing_key), o.album_title)
  COLLATE utf8mb4_unicode_ci LIKE :search`;

function conditions(
  jobId: JobId,
  { state, kind, isRisky, search }: OperationFilter,
): { readonly where: string; readonly values: Readonly<Record<string, SqlValue>> } {
  const where = [
    'o.job_id = :jobId',
    ...(state === undefined ? [] : ['o.state = :state']),
    ...(kind === undefined ? [] : ['o.kind = :kind']),
    ...(isRisky === undefined ? [] : ['o.is_risky = :isRisky']),
    ...(search === undefined ? [] : [NAME_LIKE]),
  ].join(' AND ');
  const values = {
    jobId,
    state: state ?? null,
    kind: kind ?? null,
    isRisky: isRisky ?? null,
    search: search === undefined ? null : likePattern(search),
  };
  return { where, values };
}

/** One page of a job's operations in the order of work, and how many there are in all. */
export async function listOperations(
  queries: Queries,
  jobId: JobId,
  page: { offset: number; limit: number },
  filter: OperationFilter = {},
): Promise<{ rows: readonly Operation[]; total: number }> {
  const { where, values } = conditions(jobId, filter);
  const rows = await queries.rows<OperationRow>(
    `SELECT o.* FROM sync_operations o WHERE ${where} ORDER BY o.rank_in_run, o.id LIMIT :limit OFFSET :offset`,
    { ...values, ...page },
  );
  const count = await queries.first<{ n: number }>(
    `SELECT COUNT(*) AS n FROM sync_operations o WHERE ${where}`,
    values,
  );
  return { rows: rows.map(toOperation), total: count?.n ?? 0 };
}

/** Where a list goes on: after this operation, in the order of work. */
export interface OperationMark {
  readonly rank: number;
  readonly id: OperationId;
}

/** The next operations after a mark; `next` is `null` when these were the last. */
export async function operationsAfter(
  queries: Queries,
  jobId: JobId,
  { after, limit }: { readonly after: OperationMark | null; readonly limit: number },
  filter: OperationFilter = {},
): Promise<{ readonly rows: readonly Operation[]; readonly next: OperationMark | null }> {
  const { where, values } = conditions(jobId, filter);
  const rows = await queries.rows<OperationRow & { rank_in_run: number }>(
    `SELECT o.* FROM sync_operations o
     WHERE ${where} AND (o.rank_in_run > :rank OR (o.rank_in_run = :rank AND o.id > :id))
     ORDER BY o.rank_in_run, o.id LIMIT :limit`,
    { ...values, rank: after?.rank ?? -1, id: after?.id ?? 0, limit },
  );
  const last = rows.at(-1);
  return {
    rows: rows.map(toOperation),
    next: last === undefined || rows.length < limit ? null : { rank: last.rank_in_run, id: last.id },
  };
}
