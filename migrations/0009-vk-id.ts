import type { Migration } from '../src/db/migration.js';

/** Signing in with VK ID and the choice of a community that follows, the page of a captcha, and the pages of the shop. */
export const migration: Migration = {
  up: [
    // `secret` holds the code verifier, `answer` the code and the device, both sealed; they go with the exchange.
    `CREATE TABLE IF NOT EXISTS vk_id_requests (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      state_hash BINARY(32) NOT NULL,
      session_hash BINARY(32) NOT NULL,
      secret TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
      answer TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
      attempt_id BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      answered_at DATETIME(3) NULL,
      UNIQUE KEY vk_id_requests_state (state_hash),
      KEY vk_id_requests_user (user_id, created_at),
      KEY vk_id_requests_created (created_at),
      CONSTRAINT vk_id_requests_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    // What VK ID gave besides the key, until the merchant has chosen a community.
    `ALTER TABLE connection_attempts
      ADD COLUMN IF NOT EXISTS refresh_token TEXT CHARACTER SET ascii COLLATE ascii_bin NULL AFTER token,
      ADD COLUMN IF NOT EXISTS token_expires_at DATETIME(3) NULL AFTER refresh_token,
      ADD COLUMN IF NOT EXISTS device_id VARCHAR(255) NULL AFTER token_expires_at,
      ADD COLUMN IF NOT EXISTS vk_user_name VARCHAR(200) NULL AFTER vk_group_id,
      ADD COLUMN IF NOT EXISTS communities JSON NULL AFTER vk_user_name`,
    `ALTER TABLE vk_connections
      ADD COLUMN IF NOT EXISTS captcha_page TEXT CHARACTER SET ascii COLLATE ascii_bin NULL AFTER blocked_code,
      ADD COLUMN IF NOT EXISTS captcha_page_at DATETIME(3) NULL AFTER captcha_page`,
    // A page of the shop in the order of its titles, without sorting all of it.
    'ALTER TABLE vk_cached_products ADD KEY IF NOT EXISTS vk_cached_products_title (user_id, vk_group_id, title, vk_item_id)',
  ],
  down: [
    'ALTER TABLE vk_cached_products DROP KEY IF EXISTS vk_cached_products_title',
    'ALTER TABLE vk_connections DROP COLUMN IF EXISTS captcha_page_at, DROP COLUMN IF EXISTS captcha_page',
    `ALTER TABLE connection_attempts
      DROP COLUMN IF EXISTS communities, DROP COLUMN IF EXISTS vk_user_name, DROP COLUMN IF EXISTS device_id,
      DROP COLUMN IF EXISTS token_expires_at, DROP COLUMN IF EXISTS refresh_token`,
    'DROP TABLE IF EXISTS vk_id_requests',
  ],
};
