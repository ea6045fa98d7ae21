import type { Migration } from '../src/db/migration.js';

/**
 * Two mailboxes are two accounts. The database's own comparison takes «é» for «e» and `gmäil.com` for `gmail.com`, so that
 * the letter about one address would have opened the account of another: addresses are told apart by every letter, and
 * only their case does not count.
 */
export const migration: Migration = {
  up: [
    `ALTER TABLE users ADD COLUMN IF NOT EXISTS email_key VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      AS (LOWER(email)) PERSISTENT AFTER email`,
    `ALTER TABLE users
      DROP KEY IF EXISTS users_email,
      ADD KEY IF NOT EXISTS users_email_alike (email),
      ADD UNIQUE KEY IF NOT EXISTS users_email_key (email_key)`,
  ],
  down: [
    // Those that only look alike cannot stand beside each other any more.
    `UPDATE users u JOIN users other ON other.email = u.email AND other.id < u.id
      SET u.email = LEFT(CONCAT(u.id, '-', u.email), 254)`,
    `ALTER TABLE users
      DROP KEY IF EXISTS users_email_key,
      DROP KEY IF EXISTS users_email_alike,
      ADD UNIQUE KEY IF NOT EXISTS users_email (email)`,
    'ALTER TABLE users DROP COLUMN IF EXISTS email_key',
  ],
};
