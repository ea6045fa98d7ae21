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
      ADD COLUMN IF NOT EXISTS items_risky INT UNSIGNED NOT NULL DEFAULT 0 AFTER items_failed`,
    `ALTER TABLE sync_operations
      MODIFY COLUMN kind ENUM(${KINDS},'restore','rekey','twin_delete') NOT NULL,
      ADD COLUMN IF NOT EXISTS priority INT NOT NULL DEFAULT 0 AFTER rank_in_run,
      ADD COLUMN IF NOT EXISTS target CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER reason_code,
      ADD COLUMN IF NOT EXISTS brake_code VARCHAR(60) NULL AFTER is_risky,
      ADD COLUMN IF NOT EXISTS decision ENUM('approved','declined') NULL AFTER brake_code,
      ADD KEY IF NOT EXISTS sync_operations_adds (user_id, kind, sent_at)`,
    // A line the merchant left unticked: not offered again until its target changes.
    `CREATE TABLE IF NOT EXISTS declined_operations (
      user_id BIGINT UNSIGNED NOT NULL,
      vk_group_id BIGINT UNSIGNED NOT NULL,
      kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      listing_key VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      target CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      created_at DATETIME(3) NOT NULL,
      PRIMARY KEY (user_id, vk_group_id, kind, listing_key),
      CONSTRAINT declined_operations_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `ALTER TABLE item_links
      DROP COLUMN IF EXISTS echo,
      ADD COLUMN IF NOT EXISTS echo_digests ${LINK_DIGESTS} AFTER sent,
      ADD COLUMN IF NOT EXISTS sku VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL AFTER echo_digests`,
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
      ADD COLUMN IF NOT EXISTS pending_disconnect ENUM('hide','delete') NULL AFTER paused_at`,
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
    `ALTER TABLE sync_configs DROP COLUMN IF EXISTS judged_input_version, DROP COLUMN IF EXISTS merge_chosen_at,
      DROP COLUMN IF EXISTS pending_disconnect`,
    'ALTER TABLE cached_stores DROP COLUMN IF EXISTS emptied_at',
    `ALTER TABLE listings DROP COLUMN IF EXISTS hold_code, DROP COLUMN IF EXISTS store_evotor_id,
      DROP COLUMN IF EXISTS till_price_kopecks, DROP COLUMN IF EXISTS till_quantity_milli`,
    'ALTER TABLE vk_cached_products DROP COLUMN IF EXISTS digests',
    `ALTER TABLE item_links DROP COLUMN IF EXISTS echo_digests, DROP COLUMN IF EXISTS sku,
      ADD COLUMN IF NOT EXISTS echo JSON NULL AFTER sent`,
    'DROP TABLE IF EXISTS declined_operations',
    `DELETE FROM sync_operations WHERE kind IN ('restore','rekey','twin_delete')`,
    `ALTER TABLE sync_operations
      MODIFY COLUMN kind ENUM(${KINDS}) NOT NULL,
      DROP KEY IF EXISTS sync_operations_adds,
      DROP COLUMN IF EXISTS priority, DROP COLUMN IF EXISTS target, DROP COLUMN IF EXISTS brake_code,
      DROP COLUMN IF EXISTS decision`,
    `ALTER TABLE sync_jobs DROP COLUMN IF EXISTS source_job_id, DROP COLUMN IF EXISTS options,
      DROP COLUMN IF EXISTS undone_by_job_id, DROP COLUMN IF EXISTS items_risky`,
  ],
};
