import type { OperationId } from '../../domain/brand.js';
import type { Queries } from '../database.js';

/**
 * Plans the create of what a restore could not bring back, with the values it was to be shown with and a photo of its
 * own; answers the unhide this takes the place of, or `null` when nobody wants it shown.
 */
export async function planCreateAnew(
  queries: Queries,
  restoreId: OperationId,
  rank: number,
): Promise<OperationId | null> {
  const unhide = await queries.first<{ id: OperationId }>(
    `SELECT u.id FROM sync_operations r JOIN sync_operations u ON u.job_id = r.job_id AND u.plan_no = r.plan_no
       AND u.listing_key = r.listing_key AND u.kind = 'unhide' AND u.state = 'planned' WHERE r.id = :restoreId`,
    { restoreId },
  );
  if (unhide === null) return null;
  const added = await queries.change(
    `INSERT IGNORE INTO sync_operations (job_id, user_id, vk_group_id, plan_no, kind, rank_in_run, priority, listing_key,
       target, after_value, reason_code, created_at)
     SELECT job_id, user_id, vk_group_id, plan_no, 'create', :rank, priority, listing_key, target, after_value,
       reason_code, :now FROM sync_operations WHERE id = :id`,
    { id: unhide.id, rank, now: new Date() },
  );
  if (added > 0)
    await queries.change(
      `UPDATE sync_jobs SET progress_total = progress_total + 1
       WHERE id = (SELECT job_id FROM sync_operations WHERE id = :restoreId)`,
      { restoreId },
    );
  return unhide.id;
}
