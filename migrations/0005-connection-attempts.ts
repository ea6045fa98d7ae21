import type { Migration } from '../src/db/migration.js';

/**
 * A token somebody entered and nobody has checked yet. It replaces the connection only after the vendor accepted it,
 * so a mistyped token never breaks a working connection. Rows live for minutes.
 */
export const migration: Migration = {
  up: [
    `CREATE TABLE IF NOT EXISTS connection_attempts (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      service ENUM('evotor','vk') NOT NULL,
      token TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      vk_group_id BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      KEY connection_attempts_created (created_at),
      CONSTRAINT connection_attempts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
  ],
  down: ['DROP TABLE IF EXISTS connection_attempts'],
};
