import type { Queries } from '../database.js';

/** What lives for minutes, lets somebody in, or was said yes to once: never to be used a second time. */
const NOT_REVIVED = [
  'DELETE FROM sessions',
  'DELETE FROM one_time_tokens',
  'DELETE FROM rate_counters',
  'DELETE FROM connection_attempts',
  'DELETE FROM vk_id_requests',
  'DELETE FROM override_imports',
  'DELETE FROM till_reads',
  `DELETE FROM operation_decisions WHERE decision = 'approved'`,
  // A create that was sent before keeps its photo: the guard against a twin.
  `UPDATE sync_operations SET state = 'skipped', error_code = 'VK.ANSWER_LOST', finished_at = :now
   WHERE state = 'planned' AND kind = 'create' AND attempts > 0 AND photo_id IS NOT NULL`,
  // What a preview shows stays a picture of its day.
  `UPDATE sync_operations o JOIN sync_jobs j ON j.id = o.job_id AND j.kind <> 'preview'
   SET o.state = 'skipped', o.error_code = 'SYNC.REPLANNED', o.finished_at = :now WHERE o.state = 'planned'`,
  `UPDATE notices n JOIN sync_jobs j ON j.id = n.job_id SET n.is_open = FALSE, n.closed_at = :now
   WHERE n.is_open AND (j.finished_at IS NULL OR j.status = 'awaiting_approval')`,
  `UPDATE sync_jobs SET status = 'cancelled', phase = 'finish', reason_code = 'SYNC.RESTORED', reason_params = :params,
     writer = NULL, resume_at = NULL, finished_at = COALESCE(finished_at, :now)
   WHERE finished_at IS NULL OR status = 'awaiting_approval'`,
  `UPDATE sync_jobs SET writer = NULL WHERE writer IS NOT NULL`,
];

/**
 * The shop may be ahead: the next run reads it whole, compares everything anew, and its brakes look at every change. A
 * leaving that was under way may have been called off since; days until a hidden good is deleted count anew, and so does
 * the time an account may still be kept.
 */
const LOOK_ANEW = [
  `UPDATE sync_configs SET restored_at = :now, shop_read_at = NULL, converged_input_version = NULL,
     converged_till_digest = NULL, listings_version = 0, listings_till_digest = NULL, judged_input_version = input_version,
     dirty_since = :now, dirty_seen_at = :now, next_due_at = :now, rest_until = NULL, failing_count = 0,
     pending_disconnect = NULL, disconnect_service = NULL`,
  `UPDATE item_links SET state_at = :now WHERE state = 'hidden'`,
  `UPDATE users SET delete_requested_at = :now WHERE delete_requested_at IS NOT NULL`,
  'UPDATE vk_connections SET next_slot_at = NULL',
];

/** Takes out of a restored database what must not come alive again, and marks all merchants to be looked at anew. */
export async function sortOut(queries: Queries, params: Readonly<Record<string, string>>, now: Date): Promise<void> {
  const values = { now, params: JSON.stringify(params) };
  for (const statement of [...NOT_REVIVED, ...LOOK_ANEW]) await queries.change(statement, values);
}

/** Nobody's exchange goes on before they resume it. */
export async function pauseAll(queries: Queries, now: Date): Promise<void> {
  await queries.change('UPDATE sync_configs SET paused_at = COALESCE(paused_at, :now)', { now });
}

/** Tells every merchant who has confirmed an exchange that what they changed since the backup is lost. */
export async function tellMerchants(
  queries: Queries,
  params: Readonly<Record<string, string>>,
  now: Date,
): Promise<number> {
  return queries.change(
    `INSERT INTO notices (user_id, code, params, created_at)
     SELECT c.user_id, 'SYNC.RESTORED', :params, :now FROM sync_configs c WHERE c.confirmed_at IS NOT NULL`,
    { params: JSON.stringify(params), now },
  );
}
