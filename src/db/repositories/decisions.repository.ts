import type { JobId, OperationId } from '../../domain/brand.js';
import type { Queries } from '../database.js';
import type { Shop } from './links.repository.js';
import { HELD } from './operations.repository.js';

/** An operation `o` and a decision `d` of the same merchant about the same wish. */
const SAME_LINE = `d.user_id = o.user_id AND d.vk_group_id = o.vk_group_id AND d.kind = o.kind
  AND d.listing_key = o.listing_key AND d.album_title = o.album_title`;
const SAME_WISH = `${SAME_LINE} AND d.target = o.target`;

/** A good that must not stand in VK is hidden whatever was said before. */
const IS_RESTRICTION = `(o.kind = 'hide' AND (LEFT(o.reason_code, 11) = 'RESTRICTED_' OR o.reason_code = 'UNKNOWN_TYPE'))`;

/** Work `o` on a good that another operation `c` has to bring into the shop first: it goes the way that one goes. */
// By the index on (user_id, listing_key): the optimizer would compare every operation with every other, for minutes.
const FOLLOWS = `c.user_id = o.user_id AND c.job_id = o.job_id AND c.listing_key = o.listing_key
  AND ((o.kind IN ('album_add','album_remove') AND c.kind IN ('create','unhide','restore'))
    OR (o.kind = 'unhide' AND c.kind = 'restore'))`;

/**
 * Forgets decisions about what a full plan no longer offers: done, or the target has changed. A good whose create has no
 * answer yet is in no plan, and its answer stays.
 */
export async function dropStaleDecisions(queries: Queries, shop: Shop, jobId: JobId): Promise<void> {
  await queries.change(
    `DELETE d FROM operation_decisions d LEFT JOIN sync_operations o ON o.job_id = :jobId AND o.state = 'planned'
       AND ${SAME_WISH}
     WHERE d.user_id = :userId AND d.vk_group_id = :groupId AND o.id IS NULL
       AND NOT EXISTS (SELECT 1 FROM sync_operations c WHERE c.user_id = d.user_id AND c.listing_key = d.listing_key
         AND c.kind = 'create' AND c.state IN ('sent','unknown'))`,
    { userId: shop.userId, groupId: shop.groupId, jobId },
  );
}

/** A yes holds for one time: what a job has done with it is asked for again when it is wished again, after an undo say. */
export async function dropUsedApprovals(queries: Queries, jobId: JobId): Promise<void> {
  await queries.change(
    `DELETE d FROM operation_decisions d JOIN sync_operations o ON ${SAME_WISH} AND o.job_id = :jobId AND o.state = 'done'
     WHERE d.decision = 'approved'`,
    { jobId },
  );
}

/** Goods whose planned create the merchant has declined. */
export async function declinedCreates(queries: Queries, jobId: JobId): Promise<ReadonlySet<string>> {
  const rows = await queries.rows<{ key: string }>(
    `SELECT o.listing_key AS \`key\` FROM sync_operations o
     JOIN operation_decisions d ON ${SAME_WISH} AND d.decision = 'declined'
     WHERE o.job_id = :jobId AND o.state = 'planned' AND o.kind = 'create'`,
    { jobId },
  );
  return new Set(rows.map(row => row.key));
}

/** Takes out of a plan what the merchant declined, and the album work of new goods that were. Answers the keys. */
export async function dropDeclined(queries: Queries, jobId: JobId): Promise<readonly string[]> {
  const declined = `EXISTS (SELECT 1 FROM operation_decisions d WHERE ${SAME_WISH} AND d.decision = 'declined')`;
  const rows = await queries.rows<{ id: OperationId; kind: string; key: string }>(
    `SELECT o.id, o.kind, o.listing_key AS \`key\` FROM sync_operations o
     WHERE o.job_id = :jobId AND o.state = 'planned' AND NOT ${IS_RESTRICTION} AND ${declined}`,
    { jobId },
  );
  if (rows.length === 0) return [];
  await queries.change(
    `DELETE o FROM sync_operations o JOIN sync_operations c FORCE INDEX (sync_operations_key) ON ${FOLLOWS}
     WHERE o.job_id = :jobId AND o.state = 'planned' AND c.id IN (:ids)`,
    { jobId, ids: rows.map(row => row.id) },
  );
  await queries.change('DELETE FROM sync_operations WHERE id IN (:ids)', { ids: rows.map(row => row.id) });
  return rows.filter(row => row.kind === 'create').map(row => row.key);
}

/** Lets what the merchant approved go through. */
export async function releaseApproved(queries: Queries, jobId: JobId): Promise<void> {
  await queries.change(
    `UPDATE sync_operations o JOIN operation_decisions d ON ${SAME_WISH} AND d.decision = 'approved'
     SET o.is_risky = FALSE, o.decision = 'approved' WHERE o.job_id = :jobId AND o.state = 'planned' AND o.is_risky`,
    { jobId },
  );
}

/** Holds operations for a brake; one that an earlier plan of the job has done counts there, and is past asking. */
export async function holdOperations(
  queries: Queries,
  ids: readonly number[],
  brakeCode: string | null,
): Promise<void> {
  for (let start = 0; start < ids.length; start += 1000)
    await queries.change(
      `UPDATE sync_operations SET is_risky = TRUE, brake_code = :brakeCode WHERE id IN (:ids) AND state = 'planned'`,
      { ids: ids.slice(start, start + 1000), brakeCode },
    );
}

/** Holds a whole plan, but for hides of goods that must not stand in VK. */
export async function holdAll(queries: Queries, jobId: JobId): Promise<void> {
  await queries.change(
    `UPDATE sync_operations o SET o.is_risky = TRUE
     WHERE o.job_id = :jobId AND o.state = 'planned' AND NOT ${IS_RESTRICTION}`,
    { jobId },
  );
}

/** Holds the album work of goods that are themselves held. */
export async function holdFollowers(queries: Queries, jobId: JobId): Promise<void> {
  await queries.change(
    `UPDATE sync_operations o JOIN sync_operations c FORCE INDEX (sync_operations_key) ON ${FOLLOWS} AND c.state = 'planned' AND c.is_risky
     SET o.is_risky = TRUE, o.brake_code = c.brake_code WHERE o.job_id = :jobId AND o.state = 'planned'`,
    { jobId },
  );
}

export async function heldCount(queries: Queries, jobId: JobId): Promise<number> {
  const row = await queries.first<{ n: number }>(
    `SELECT COUNT(*) AS n FROM sync_operations WHERE job_id = :jobId AND ${HELD}`,
    { jobId },
  );
  return row?.n ?? 0;
}

/** Brakes by which something of a job is held. */
export async function holdingBrakes(queries: Queries, jobId: JobId): Promise<ReadonlySet<string>> {
  const rows = await queries.rows<{ code: string }>(
    `SELECT DISTINCT brake_code AS code FROM sync_operations WHERE job_id = :jobId AND ${HELD} AND brake_code IS NOT NULL`,
    { jobId },
  );
  return new Set(rows.map(({ code }) => code));
}

/** Ids of what waits for a yes, in the order it is shown. */
export async function heldIds(queries: Queries, jobId: JobId): Promise<readonly number[]> {
  const rows = await queries.rows<{ id: number }>(
    `SELECT id FROM sync_operations WHERE job_id = :jobId AND ${HELD} ORDER BY rank_in_run, id`,
    { jobId },
  );
  return rows.map(row => row.id);
}

/** Writes the merchant's answer to everything that waits: `approved` by id, all the others declined. */
export async function decide(queries: Queries, jobId: JobId, approved: readonly number[], now: Date): Promise<void> {
  const ids = approved.length > 0 ? [...approved] : [0];
  await queries.change(
    `UPDATE sync_operations SET decision = IF(id IN (:ids), 'approved', 'declined') WHERE job_id = :jobId AND ${HELD}`,
    { jobId, ids },
  );
  await queries.change(
    `UPDATE sync_operations o JOIN sync_operations c FORCE INDEX (sync_operations_key) ON ${FOLLOWS} AND c.decision = 'declined'
     SET o.decision = 'declined' WHERE o.job_id = :jobId AND o.state = 'planned' AND o.is_risky`,
    { jobId },
  );
  // Work that only follows a declined good has no answer of its own: it comes back with the good.
  await queries.change(
    `INSERT INTO operation_decisions (user_id, vk_group_id, kind, listing_key, album_title, target, decision, created_at)
     SELECT o.user_id, o.vk_group_id, o.kind, o.listing_key, o.album_title, o.target, o.decision, :now
     FROM sync_operations o LEFT JOIN sync_operations c FORCE INDEX (sync_operations_key) ON ${FOLLOWS} AND c.decision = 'declined'
     WHERE o.job_id = :jobId AND o.state = 'planned' AND o.is_risky AND o.decision IS NOT NULL AND c.id IS NULL
     ON DUPLICATE KEY UPDATE target = VALUES(target), decision = VALUES(decision), created_at = VALUES(created_at)`,
    { jobId, now },
  );
  await queries.change(
    `UPDATE sync_operations SET state = 'skipped', finished_at = :now,
       error_code = IF(decision = 'approved', 'SYNC.APPROVED', 'SYNC.DECLINED') WHERE job_id = :jobId AND ${HELD}`,
    { jobId, now },
  );
}

/** Ends everything that waits for a yes, which is not asked for any more. */
export async function closeHeld(queries: Queries, jobId: JobId, code: string, now: Date): Promise<void> {
  await queries.change(
    `UPDATE sync_operations SET state = 'skipped', error_code = :code, finished_at = :now WHERE job_id = :jobId AND ${HELD}`,
    { jobId, code, now },
  );
}

/** Takes what waits for a yes out of a plan: somebody is asked about it already. */
export async function dropHeld(queries: Queries, jobId: JobId): Promise<void> {
  await queries.change(`DELETE FROM sync_operations WHERE job_id = :jobId AND ${HELD}`, { jobId });
}

/**
 * Brings the plan of a waiting job up to date with what a later run holds: lines that are offered still stay as they
 * are (a page that shows them stays right), the others go, new ones move over.
 */
export async function moveHeld(queries: Queries, from: JobId, to: JobId): Promise<void> {
  const same = `n.kind = o.kind AND n.listing_key = o.listing_key AND n.album_title = o.album_title AND n.target = o.target`;
  const open = (alias: string) => `${alias}.state = 'planned' AND ${alias}.is_risky`;
  await queries.change(
    `DELETE o FROM sync_operations o LEFT JOIN sync_operations n ON n.job_id = :from AND ${open('n')} AND ${same}
     WHERE o.job_id = :to AND ${open('o')} AND n.id IS NULL`,
    { from, to },
  );
  await queries.change(
    `DELETE n FROM sync_operations n JOIN sync_operations o ON o.job_id = :to AND ${open('o')} AND ${same}
     WHERE n.job_id = :from AND ${open('n')}`,
    { from, to },
  );
  const last = await queries.first<{ planNo: number | null }>(
    'SELECT MAX(plan_no) AS planNo FROM sync_operations WHERE job_id = :to',
    { to },
  );
  await queries.change(`UPDATE sync_operations SET job_id = :to, plan_no = :planNo WHERE job_id = :from AND ${HELD}`, {
    from,
    to,
    planNo: (last?.planNo ?? 0) + 1,
  });
}

/** Whether any job of the merchant waits for a yes: then nobody can say that nothing is left to do. */
export async function waitsForYes(queries: Queries, userId: number): Promise<boolean> {
  const row = await queries.first(
    `SELECT 1 AS found FROM sync_jobs WHERE user_id = :userId AND status = 'awaiting_approval' LIMIT 1`,
    { userId },
  );
  return row !== null;
}
