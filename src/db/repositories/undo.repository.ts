import type { JobId, ListingKey } from '../../domain/brand.js';
import type { OperationKind } from '../../domain/sync/compact.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';
import { toOperation, type Operation, type OperationRow } from './operation-rows.js';

/** Goods of one community a job did something to, in the order of their keys; album work that belongs to no good has the empty key. */
export async function doneKeys(
  queries: Queries,
  { groupId }: Shop,
  jobId: JobId,
  page: { readonly after: string | null; readonly limit: number; readonly offset?: number },
): Promise<readonly ListingKey[]> {
  const rows = await queries.rows<{ key: ListingKey }>(
    `SELECT DISTINCT listing_key AS \`key\` FROM sync_operations
     WHERE job_id = :jobId AND vk_group_id = :groupId AND state = 'done' AND (:after IS NULL OR listing_key > :after)
     ORDER BY listing_key LIMIT :limit OFFSET :offset`,
    { jobId, groupId, after: page.after, limit: page.limit, offset: page.offset ?? 0 },
  );
  return rows.map(row => row.key);
}

export async function countDoneKeys(queries: Queries, { groupId }: Shop, jobId: JobId): Promise<number> {
  const row = await queries.first<{ n: number }>(
    `SELECT COUNT(DISTINCT listing_key) AS n FROM sync_operations
     WHERE job_id = :jobId AND vk_group_id = :groupId AND state = 'done'`,
    { jobId, groupId },
  );
  return row?.n ?? 0;
}

/** What a job did to some goods of one community, in the order it was done. */
export async function doneOperations(
  queries: Queries,
  { groupId }: Shop,
  jobId: JobId,
  keys: readonly ListingKey[],
): Promise<readonly Operation[]> {
  if (keys.length === 0) return [];
  const rows = await queries.rows<OperationRow>(
    `SELECT * FROM sync_operations WHERE job_id = :jobId AND vk_group_id = :groupId AND state = 'done'
       AND listing_key IN (:keys) ORDER BY plan_no, rank_in_run, id`,
    { jobId, groupId, keys: [...keys] },
  );
  return rows.map(toOperation);
}

/** Whether a job did one of these in the community that its merchant has connected now. */
export async function hasDone(queries: Queries, jobId: JobId, kinds: readonly OperationKind[]): Promise<boolean> {
  const row = await queries.first(
    `SELECT 1 AS found FROM sync_operations o JOIN vk_connections v ON v.user_id = o.user_id AND v.group_id = o.vk_group_id
     WHERE o.job_id = :jobId AND o.state = 'done' AND o.kind IN (:kinds) LIMIT 1`,
    { jobId, kinds: [...kinds] },
  );
  return row !== null;
}
