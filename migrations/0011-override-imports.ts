import type { Migration } from '../src/db/migration.js';

/**
 * Tables of own values that were sent and looked at, and wait for «Применить». Kept on our side, so that it works
 * without scripts and nothing that was not shown can be applied. Rows live for hours.
 * And the goods by the picture VK shows of them: listed and counted by an index alone.
 */
export const migration: Migration = {
  up: [
    `CREATE TABLE IF NOT EXISTS override_imports (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      file_name VARCHAR(255) NOT NULL,
      counts JSON NOT NULL,
      created_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      applied_at DATETIME(3) NULL,
      KEY override_imports_expiry (expires_at),
      CONSTRAINT override_imports_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS override_import_lines (
      import_id BIGINT UNSIGNED NOT NULL,
      line INT UNSIGNED NOT NULL,
      fault_code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
      product_evotor_id VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      name VARCHAR(500) NOT NULL DEFAULT '',
      details JSON NOT NULL,
      PRIMARY KEY (import_id, line),
      KEY override_import_lines_fault (import_id, fault_code, line),
      CONSTRAINT override_import_lines_import FOREIGN KEY (import_id) REFERENCES override_imports (id) ON DELETE CASCADE
    )`,
    `ALTER TABLE listings
      ADD COLUMN IF NOT EXISTS photo_source VARCHAR(12) GENERATED ALWAYS AS (JSON_VALUE(photo, '$.source')) STORED,
      ADD KEY IF NOT EXISTS listings_pictures (user_id, is_selected, name, id, photo_source, listing_key),
      ADD KEY IF NOT EXISTS listings_picture_counts (user_id, is_selected, photo_source)`,
  ],
  down: [
    'ALTER TABLE listings DROP KEY IF EXISTS listings_pictures, DROP KEY IF EXISTS listings_picture_counts',
    'ALTER TABLE listings DROP COLUMN IF EXISTS photo_source',
    'DROP TABLE IF EXISTS override_import_lines',
    'DROP TABLE IF EXISTS override_imports',
  ],
};
