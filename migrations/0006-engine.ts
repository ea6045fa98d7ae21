import type { Migration } from '../src/db/migration.js';

const KINDS = `'hide','unhide','update','delete','album_create','album_rename','create','album_add','album_remove'`;
const LINK_DIGESTS = 'CHAR(42) CHARACTER SET ascii COLLATE ascii_bin NULL';

/**
 * What the engine needs beyond the main path: approval and undo of jobs, brakes, what VK echoed, goods held back, offers
 * of adoption, and the till's own numbers beside the listing, so that a change can be traced to the till or to a wish.
 */
export const migration: Migration = {
  up: [
    `ALTER TABLE sync_jobs
      ADD COLUMN IF NOT EXISTS source_job_id BIGINT UNSIGNED NULL AFTER triggered_by,
      ADD COLUMN IF NOT EXISTS options JSON NULL AFTER source_job_id,
      ADD COLUMN IF NOT EXISTS undone_by_job_id BIGINT UNSIGNED NULL AFTER options,
      ADD COLUMN IF NOT EXISTS items_risky INT UNSIGNED NOT NULL DEFAULT 0 AFTER items_failed,
      ADD COLUMN IF NOT EXISTS plan_totals JSON NULL AFTER items_risky`,
    `ALTER TABLE sync_operations
      MODIFY COLUMN kind ENUM(${KINDS},'restore','rekey','twin_delete') NOT NULL,
      ADD COLUMN IF NOT EXISTS priority INT NOT NULL DEFAULT 0 AFTER rank_in_run,
      ADD COLUMN IF NOT EXISTS target CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER reason_code,
      ADD COLUMN IF NOT EXISTS brake_code VARCHAR(60) NULL AFTER is_risky,
      ADD COLUMN IF NOT EXISTS decision ENUM('approved','declined') NULL AFTER brake_code,
      ADD COLUMN IF NOT EXISTS photo_released_at DATETIME(3) NULL AFTER photo_id,
      ADD KEY IF NOT EXISTS sync_operations_adds (user_id, kind, sent_at)`,
    // What the merchant said of a risky line: approved ones go through until they are done, an unticked one is not
    // offered again until its target changes.
    `CREATE TABLE IF NOT EXISTS operation_decisions (
      user_id BIGINT UNSIGNED NOT NULL,
      vk_group_id BIGINT UNSIGNED NOT NULL,
      kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      listing_key VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      album_title VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
      target CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      decision ENUM('approved','declined') NOT NULL,
      created_at DATETIME(3) NOT NULL,
      PRIMARY KEY (user_id, vk_group_id, kind, listing_key, album_title),
      CONSTRAINT operation_decisions_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `ALTER TABLE item_links
      DROP COLUMN IF EXISTS echo,
      DROP COLUMN IF EXISTS refusal_code, DROP COLUMN IF EXISTS refusal_count, DROP COLUMN IF EXISTS refusal_digests,
      ADD COLUMN IF NOT EXISTS echo_digests ${LINK_DIGESTS} AFTER sent,
      ADD COLUMN IF NOT EXISTS sku VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL AFTER echo_digests`,
    // Equal refusals in a row by key, of published goods and of those that never got there.
    `CREATE TABLE IF NOT EXISTS listing_refusals (
      user_id BIGINT UNSIGNED NOT NULL,
      vk_group_id BIGINT UNSIGNED NOT NULL,
      listing_key VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      code VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      digests CHAR(42) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      refusals TINYINT UNSIGNED NOT NULL DEFAULT 1,
      refused_at DATETIME(3) NOT NULL,
      PRIMARY KEY (user_id, vk_group_id, listing_key, code),
      CONSTRAINT listing_refusals_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `ALTER TABLE vk_cached_products ADD COLUMN IF NOT EXISTS digests ${LINK_DIGESTS} AFTER photo_ids`,
    `ALTER TABLE listings
      ADD COLUMN IF NOT EXISTS hold_code VARCHAR(60) NULL AFTER reason_params,
      ADD COLUMN IF NOT EXISTS store_evotor_id VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL AFTER digests,
      ADD COLUMN IF NOT EXISTS till_price_kopecks BIGINT NULL AFTER store_evotor_id,
      ADD COLUMN IF NOT EXISTS till_quantity_milli BIGINT NULL AFTER till_price_kopecks`,
    `ALTER TABLE cached_stores ADD COLUMN IF NOT EXISTS emptied_at DATETIME(3) NULL AFTER complete_read_at`,
    `ALTER TABLE sync_configs
      ADD COLUMN IF NOT EXISTS judged_input_version BIGINT UNSIGNED NULL AFTER converged_till_digest,
      ADD COLUMN IF NOT EXISTS merge_chosen_at DATETIME(3) NULL AFTER confirmed_at,
      ADD COLUMN IF NOT EXISTS merge_asked_at DATETIME(3) NULL AFTER merge_chosen_at,
      ADD COLUMN IF NOT EXISTS rest_until DATETIME(3) NULL AFTER next_due_at,
      ADD COLUMN IF NOT EXISTS pending_disconnect ENUM('hide','delete') NULL AFTER paused_at,
      ADD COLUMN IF NOT EXISTS disconnect_service ENUM('evotor','vk') NULL AFTER pending_disconnect`,
    'ALTER TABLE vk_connections ADD COLUMN IF NOT EXISTS token_renewed_at DATETIME(3) NULL AFTER token_expires_at',
    // Goods the merchant made by hand that look like a listing of ours: theirs to answer.
    `CREATE TABLE IF NOT EXISTS adoption_offers (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      vk_group_id BIGINT UNSIGNED NOT NULL,
      listing_key VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      vk_item_id BIGINT UNSIGNED NOT NULL,
      matched_by ENUM('barcode','article','name') NOT NULL,
      state ENUM('open','adopted','declined') NOT NULL DEFAULT 'open',
      created_at DATETIME(3) NOT NULL,
      decided_at DATETIME(3) NULL,
      UNIQUE KEY adoption_offers_pair (user_id, vk_group_id, listing_key, vk_item_id),
      CONSTRAINT adoption_offers_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
  ],
  down: [
    'DROP TABLE IF EXISTS adoption_offers',
    'DROP TABLE IF EXISTS listing_refusals',
    `ALTER TABLE sync_configs DROP COLUMN IF EXISTS judged_input_version, DROP COLUMN IF EXISTS merge_chosen_at,
      DROP COLUMN IF EXISTS merge_asked_at,
      DROP COLUMN IF EXISTS rest_until,
      DROP COLUMN IF EXISTS pending_disconnect, DROP COLUMN IF EXISTS disconnect_service`,
    'ALTER TABLE cached_stores DROP COLUMN IF EXISTS emptied_at',
    'ALTER TABLE vk_connections DROP COLUMN IF EXISTS token_renewed_at',
    `ALTER TABLE listings DROP COLUMN IF EXISTS hold_code, DROP COLUMN IF EXISTS store_evotor_id,
      DROP COLUMN IF EXISTS till_price_kopecks, DROP COLUMN IF EXISTS till_quantity_milli`,
    'ALTER TABLE vk_cached_products DROP COLUMN IF EXISTS digests',
    `ALTER TABLE item_links DROP COLUMN IF EXISTS echo_digests, DROP COLUMN IF EXISTS sku,
      ADD COLUMN IF NOT EXISTS echo JSON NULL AFTER sent,
      ADD COLUMN IF NOT EXISTS refusal_code VARCHAR(60) NULL,
      ADD COLUMN IF NOT EXISTS refusal_count TINYINT UNSIGNED NOT NULL DEFAULT 0,
      ADD COLUMN IF NOT EXISTS refusal_digests ${LINK_DIGESTS}`,
    'DROP TABLE IF EXISTS operation_decisions',
    `DELETE FROM sync_operations WHERE kind IN ('restore','rekey','twin_delete')`,
    `ALTER TABLE sync_operations
      MODIFY COLUMN kind ENUM(${KINDS}) NOT NULL,
      DROP KEY IF EXISTS sync_operations_adds,
      DROP COLUMN IF EXISTS priority, DROP COLUMN IF EXISTS target, DROP COLUMN IF EXISTS brake_code,
      DROP COLUMN IF EXISTS decision, DROP COLUMN IF EXISTS photo_released_at`,
    `ALTER TABLE sync_jobs DROP COLUMN IF EXISTS source_job_id, DROP COLUMN IF EXISTS options,
      DROP COLUMN IF EXISTS undone_by_job_id, DROP COLUMN IF EXISTS items_risky,
      DROP COLUMN IF EXISTS plan_totals`,
  ],
};
